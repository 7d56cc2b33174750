// `<token-text tokenizer="o200k_base">any text</token-text>`: the text with its tokens, as text, ids or bytes.

import { roomAddress } from './address.ts'
import { TokenElement } from './base.ts'
import { identity, place, TokenStrip, type View, visible } from './drawing/index.ts'
import type { Lease } from './engine.ts'
import { button, make, megabytes, number, part } from './make.ts'
import { type ShownTokens, tokensOf } from './tokens-of.ts'

const VIEWS: readonly [View, string][] = [
  ['text', 'Text'],
  ['ids', 'Ids'],
  ['bytes', 'Bytes'],
]

/** What `tokenarium-ready` tells. */
export interface TextReady {
  readonly tokenizer: string
  readonly tokens: number
  readonly bytes: number
  readonly ids: Uint32Array
}

/** What `tokenarium-change` tells: something that the visitor did. */
export type TextChange =
  | { readonly kind: 'select' | 'hover'; readonly index: number | null; readonly id: number | null }
  | { readonly kind: 'view'; readonly view: View }

/** The element. */
export class TokenText extends TokenElement {
  static readonly observedAttributes = [...TokenElement.sharedAttributes, 'tokenizer', 'view', 'specials', 'selected']

  readonly #strip: TokenStrip
  readonly #stage: HTMLElement
  readonly #facts = part('span', 'facts')
  readonly #detail = part('div', 'detail')
  readonly #buttons = new Map<View, HTMLButtonElement>()
  #tokens: ShownTokens | null = null

  constructor() {
    super()
    this.#stage = make('div', 'stage')
    this.#strip = new TokenStrip(this.#stage)
    const poster = document.createElement('slot')
    poster.name = 'poster'
    this.#stage.append(poster)
    poster.addEventListener('slotchange', () => this.#cover(poster))
    const views = part('span', 'views')
    views.setAttribute('role', 'group')
    views.setAttribute('aria-label', 'View')
    for (const [view, label] of VIEWS) {
      const each = button(label, () => this.#choose(view))
      this.#buttons.set(view, each)
      views.append(each)
    }
    this.build(
      'Open this text in Tokenarium',
      this.#stage,
      part('div', 'bar', this.#facts, views, this.link),
      this.#detail,
    )
    this.#strip.onhover = index => this.#tell('hover', index)
    this.#strip.onselect = index => this.#tell('select', index)
    this.#show()
  }

  /** Name of a shipped tokenizer. */
  get tokenizer(): string {
    return this.getAttribute('tokenizer') ?? 'o200k_base'
  }

  set tokenizer(name: string) {
    this.setAttribute('tokenizer', name)
  }

  get view(): View {
    const value = this.getAttribute('view')
    return value === 'ids' || value === 'bytes' ? value : 'text'
  }

  set view(view: View) {
    this.setAttribute('view', view)
  }

  /** Special tokens in the text: plain text, or parsed. */
  get specials(): 'text' | 'parse' {
    return this.getAttribute('specials') === 'parse' ? 'parse' : 'text'
  }

  set specials(value: 'text' | 'parse') {
    this.setAttribute('specials', value)
  }

  /** Index of the chosen token, counted from 0. */
  get selected(): number | null {
    const value = Number.parseInt(this.getAttribute('selected') ?? '', 10)
    return Number.isNaN(value) ? null : value
  }

  set selected(index: number | null) {
    if (index === null) this.removeAttribute('selected')
    else this.setAttribute('selected', String(index))
  }

  /** The tokens that are shown; null before they are. */
  get tokens(): { readonly ids: Uint32Array; readonly spans: Uint32Array } | null {
    return this.#tokens
  }

  /** The strip, for a page that exports or links it. */
  get strip(): TokenStrip {
    return this.#strip
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === 'view') {
      this.#strip.view = this.view
      this.#show()
    } else if (name === 'selected') {
      this.#strip.selected = this.selected
      this.#show()
    } else {
      super.attributeChangedCallback(name, before, after)
    }
  }

  protected override outline(text: string): void {
    this.frame.dataset.controls = this.controls
    if (this.#tokens === null || this.#tokens.text !== text) {
      this.#tokens = null
      this.#strip.showText(text)
    } else {
      this.#strip.element.classList.add('stale')
    }
    const href = roomAddress('text/inspect', { t: this.tokenizer }, text)
    this.leadTo(href)
    this.#show()
  }

  protected override async work(text: string, lease: Lease, signal: AbortSignal): Promise<TextReady> {
    this.#cover(null)
    const tokenizer = await lease.tokenizer(this.tokenizer, {
      onProgress: progress => {
        if (signal.aborted) return
        const total = progress.total === null ? '' : ` of ${megabytes(progress.total)}`
        this.#facts.replaceChildren(make('b', '', this.tokenizer), ` · loading ${megabytes(progress.done)}${total}`)
        this.emit('progress', progress)
      },
    })
    signal.throwIfAborted()
    const tokens = await tokensOf(tokenizer, text, { signal, specials: this.specials })
    signal.throwIfAborted()
    this.#tokens = tokens
    this.#strip.element.classList.remove('stale')
    this.#strip.view = this.view
    this.#strip.show(tokens)
    this.#strip.selected = this.selected
    this.#show()
    return { tokenizer: tokens.tokenizer, tokens: tokens.ids.length, bytes: tokens.size, ids: tokens.ids }
  }

  protected override failed(error: Error): void {
    this.#tokens = null
    this.#strip.showText(this.text)
    this.#show()
    this.#detail.className = 'detail error'
    this.blame(this.#detail, error)
  }

  protected override left(): void {
    this.#tokens = null
    this.#strip.showText(this.text)
  }

  /** The line of facts and the line about one token. */
  #show(): void {
    const tokens = this.#tokens
    const name = make('b', '', this.tokenizer)
    if (tokens === null) this.#facts.replaceChildren(name, ' · – tokens')
    else {
      const ratio = tokens.ids.length === 0 ? '' : ` · ${(tokens.size / tokens.ids.length).toFixed(2)} bytes per token`
      this.#facts.replaceChildren(
        name,
        ` · ${number(tokens.ids.length)} ${tokens.ids.length === 1 ? 'token' : 'tokens'}${ratio}`,
      )
    }
    for (const [view, each] of this.#buttons) {
      each.setAttribute('aria-pressed', String(view === this.view))
      each.disabled = tokens === null
    }
    this.#detail.className = 'detail'
    this.#detail.removeAttribute('title')
    const index = this.#strip.hovered ?? this.#strip.selected
    if (tokens === null) this.#detail.replaceChildren('\u00a0')
    else if (index === null) this.#detail.replaceChildren('Point at a token, or walk them with the arrow keys.')
    else {
      const token = make('b', '', visible(tokens.bytes(index)))
      this.#detail.replaceChildren(`${place(tokens, index)} `, token, ` ${identity(tokens, index)}`)
    }
  }

  #choose(view: View): void {
    this.view = view
    this.emit('change', { kind: 'view', view } satisfies TextChange)
  }

  #tell(kind: 'select' | 'hover', index: number | null): void {
    if (kind === 'select') this.selected = index
    this.#show()
    this.emit('change', {
      kind,
      index,
      id: index === null ? null : (this.#tokens?.ids[index] ?? null),
    } satisfies TextChange)
  }

  /** A poster lies over the text until work begins; both share one place, so that nothing moves. */
  #cover(poster: HTMLSlotElement | null): void {
    const covered = poster !== null && poster.assignedNodes().length > 0 && this.state === 'idle'
    this.#stage.classList.toggle('covered', covered)
    this.#stage.classList.toggle('uncovered', !covered)
  }
}
