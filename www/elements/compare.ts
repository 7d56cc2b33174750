// `<token-compare tokenizers="o200k_base cl100k_base gpt2">any text</token-compare>`: two to four tokenizers over the same text, line under line;
// what they do not share is coloured and marked.

import { roomAddress } from './address.ts'
import { TokenElement } from './base.ts'
import { CompareStrip } from './drawing/index.ts'
import type { Lease } from './engine.ts'
import { button, make, megabytes, number, part } from './make.ts'
import { halfCharacters, type ShownTokens, tokensOf } from './tokens-of.ts'

const LETTERS = 'ABCD'
const MOST = 4

/** What `tokenarium-ready` tells. */
export interface CompareReady {
  readonly tokenizers: readonly string[]
  readonly tokens: readonly number[]
  readonly differences: number
}

/** What `tokenarium-change` tells: something that the visitor did. */
export type CompareChange =
  | { readonly kind: 'difference'; readonly index: number | null }
  | { readonly kind: 'mode'; readonly mode: 'differences' | 'all' }

/** The element. */
export class TokenCompare extends TokenElement {
  static readonly observedAttributes = [...TokenElement.sharedAttributes, 'tokenizers', 'mode']

  readonly #strip: CompareStrip
  readonly #modes = new Map<'differences' | 'all', HTMLButtonElement>()
  readonly #place = part('span', 'place')
  readonly #back: HTMLButtonElement
  readonly #next: HTMLButtonElement
  readonly #rows = part('div', 'rows')
  readonly #detail = part('div', 'detail')
  #shown: readonly ShownTokens[] = []

  constructor() {
    super()
    const stage = make('div', 'stage')
    this.#strip = new CompareStrip(stage)
    const modes = part('span', 'views')
    modes.setAttribute('role', 'group')
    modes.setAttribute('aria-label', 'Colours')
    for (const [mode, label] of [
      ['differences', 'Differences'],
      ['all', 'All colours'],
    ] as const) {
      const each = button(label, () => this.#choose(mode))
      this.#modes.set(mode, each)
      modes.append(each)
    }
    this.#back = button('◀', () => this.#step(-1))
    this.#back.setAttribute('aria-label', 'Difference before')
    this.#next = button('▶', () => this.#step(1))
    this.#next.setAttribute('aria-label', 'Next difference')
    const bar = part('div', 'bar', modes, this.#back, this.#next, this.#place, this.link)
    this.#place.classList.add('facts')
    this.build('Open this comparison in Tokenarium', stage, bar, this.#detail, this.#rows)
    this.#strip.onselect = index => {
      this.#show()
      this.emit('change', { kind: 'difference', index } satisfies CompareChange)
    }
  }

  /** Names of two to four shipped tokenizers. */
  get tokenizers(): readonly string[] {
    const names = (this.getAttribute('tokenizers') ?? '').split(/[\s,]+/).filter(name => name !== '')
    return names.length === 0 ? ['o200k_base', 'cl100k_base'] : names.slice(0, MOST)
  }

  set tokenizers(names: readonly string[]) {
    this.setAttribute('tokenizers', names.join(' '))
  }

  /** Which tokens are coloured. */
  get mode(): 'differences' | 'all' {
    return this.getAttribute('mode') === 'all' ? 'all' : 'differences'
  }

  set mode(mode: 'differences' | 'all') {
    this.setAttribute('mode', mode)
  }

  /** The strip, for a page that exports it. */
  get strip(): CompareStrip {
    return this.#strip
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === 'mode') {
      this.#strip.coloured = this.mode
      this.#strip.redraw()
      this.#show()
    } else {
      super.attributeChangedCallback(name, before, after)
    }
  }

  protected override outline(text: string): void {
    this.frame.dataset.controls = this.controls
    this.#shown = []
    this.#strip.coloured = this.mode
    this.#strip.showText(text, this.tokenizers.length)
    const href = roomAddress('text/compare', { c: this.tokenizers.join(',') }, text)
    this.leadTo(href)
    this.#show()
  }

  protected override async work(text: string, lease: Lease, signal: AbortSignal): Promise<CompareReady> {
    const names = this.tokenizers
    const shown = await Promise.all(
      names.map(async name => {
        const tokenizer = await lease.tokenizer(name, {
          onProgress: progress => {
            if (signal.aborted) return
            this.#detail.replaceChildren(`Loading ${name}, ${megabytes(progress.done)}`)
            this.emit('progress', { tokenizer: name, ...progress })
          },
        })
        signal.throwIfAborted()
        return tokensOf(tokenizer, text, { signal })
      }),
    )
    signal.throwIfAborted()
    this.#shown = shown
    this.#strip.show(shown)
    this.#show()
    return {
      tokenizers: names,
      tokens: shown.map(each => each.ids.length),
      differences: this.#strip.differences?.length ?? 0,
    }
  }

  protected override failed(error: Error): void {
    this.#detail.className = 'detail error'
    this.blame(this.#detail, error)
  }

  protected override left(): void {
    this.#shown = []
    this.#strip.showText(this.text, this.tokenizers.length)
  }

  #show(): void {
    const count = this.#strip.differences?.length ?? null
    const at = this.#strip.selected
    const none = (count ?? 0) === 0
    this.#back.disabled = none
    this.#next.disabled = none
    this.#place.replaceChildren(
      count === null
        ? '– differences'
        : none
          ? 'No differences'
          : at === null
            ? `${number(count)} differences`
            : `${at + 1} of ${number(count)}`,
    )
    for (const [mode, each] of this.#modes) {
      each.setAttribute('aria-pressed', String(mode === this.mode))
      each.disabled = count === null
    }
    this.#detail.className = 'detail'
    this.#detail.removeAttribute('title')
    if (count === null) this.#detail.replaceChildren('\u00a0')
    else if (at === null) this.#detail.replaceChildren('Coloured and ▴: not shared by all. ▭▭: a character in pieces.')
    else this.#detail.replaceChildren(this.#strip.describe(at).replace(/^difference \d+ of \d+\. /, ''))
    this.#table()
  }

  /** One row per tokenizer; the rows stand before their numbers do, so that nothing moves. */
  #table(): void {
    const most = Math.max(1, ...this.#shown.map(each => each.ids.length))
    const first = this.#shown[0]?.ids.length ?? 0
    this.#rows.replaceChildren(
      ...this.tokenizers.flatMap((name, i) => {
        const shown = this.#shown[i]
        const track = make('span', i === 0 ? 'track first' : 'track', document.createElement('i'))
        const fill = track.firstElementChild as HTMLElement
        if (shown !== undefined) fill.style.setProperty('width', `${(100 * shown.ids.length) / most}%`)
        const more = shown === undefined || i === 0 || first === 0 ? '' : ` ${percent(shown.ids.length / first - 1)}`
        const ratio = shown === undefined || shown.ids.length === 0 ? '–' : (shown.size / shown.ids.length).toFixed(2)
        return [
          make('span', 'name', make('span', 'letter', LETTERS.charAt(i)), name),
          track,
          make(
            'span',
            'number',
            make('b', '', shown === undefined ? '–' : number(shown.ids.length)),
            i === 0 ? ' tokens' : more,
          ),
          make('span', 'number', ratio, make('span', 'unit', i === 0 ? ' bytes per token' : '')),
          make(
            'span',
            'number half',
            shown === undefined ? '–' : String(halfCharacters(shown)),
            make('span', 'unit', i === 0 ? ' half characters' : ''),
          ),
        ]
      }),
    )
  }

  #choose(mode: 'differences' | 'all'): void {
    this.mode = mode
    this.emit('change', { kind: 'mode', mode } satisfies CompareChange)
  }

  #step(by: number): void {
    const count = this.#strip.differences?.length ?? 0
    if (count === 0) return
    const at = this.#strip.selected
    this.#strip.selected = at === null ? (by > 0 ? 0 : count - 1) : (at + by + count) % count
    this.#strip.reveal()
    this.#show()
    this.emit('change', { kind: 'difference', index: this.#strip.selected } satisfies CompareChange)
  }
}

function percent(share: number): string {
  const rounded = Math.round(share * 100)
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : '±'}${Math.abs(rounded)} %`
}
