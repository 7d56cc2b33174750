// Token colours in the live editor, for the lines on the screen and a little around them: asks the engine for their
// tokens, places them on CodeMirror's own text nodes, draws. (CodeMirror lays out a thousand pixels more to each side;
// measuring all tokens there would take longer than a frame.) One request at a time; what changed meanwhile asks once
// more. Where the screen is in the text is measured only when the browser has laid it out anyway.

import type { ChangeDesc } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { type PlacedToken, placeTokens, type Run, TokenPainter } from '../../elements/drawing/index.ts'
import { h } from '../dom.ts'
import type { Follower } from '../engine/follower.ts'
import type { TextModel } from '../text-model.ts'
import { type Shown, shownWindow } from './window.ts'

/** Longest part of a text that is coloured at once, in UTF-16 units: a screen of it, also where it is one line. */
const MOST = 12_000
/** What CodeMirror lays out is coloured whole up to this length, on the screen or off it. */
const FEW = 3_000
/** A line up to this length is coloured whole; in a longer one it is measured where the screen begins and ends. */
const SHORT = 1_000

/** Part of the screen's height that is coloured above and below it, so that scrolling does not outrun the engine. */
const AROUND = 0.1

/** A part of the text, in UTF-16 units. */
interface Stretch {
  readonly from: number
  readonly to: number
}

export class EditorPaint {
  readonly #view: EditorView
  readonly #text: TextModel
  readonly #follower: Follower
  readonly #painter: TokenPainter
  readonly #onShown: (shown: Shown) => void
  #shown: Shown | null = null
  #placed: PlacedToken[] = []
  #selected: number | null = null
  #hovered: number | null = null
  /** What to colour: the screen and a little around it. */
  #around: Stretch | null = null
  /** What was asked for last. */
  #asked: (Stretch & { readonly version: number }) | null = null
  #asking = false
  #again = false
  #frame = 0

  constructor(view: EditorView, text: TextModel, follower: Follower, onShown: (shown: Shown) => void) {
    this.#view = view
    this.#text = text
    this.#follower = follower
    this.#onShown = onShown
    const below = typeof Highlight === 'undefined'
    const layer = h('div', { class: below ? 'token-layer below' : 'token-layer', 'aria-hidden': 'true' })
    view.scrollDOM.append(layer)
    this.#painter = new TokenPainter(layer)
    new ResizeObserver(() => this.redraw()).observe(view.contentDOM)
    // What is drawn scrolls along: there is nothing to do before the screen leaves it.
    const scrolled = (): void => {
      const seen = onScreen(view)
      if (seen && !this.#covers(seen.screen)) this.#see(seen)
    }
    view.scrollDOM.addEventListener('scroll', scrolled, { passive: true })
    addEventListener('scroll', scrolled, { passive: true })
  }

  /** The tokens on the screen. */
  get shown(): Shown | null {
    return this.#shown
  }

  select(index: number | null): void {
    if (this.#selected === index) return
    this.#selected = index
    this.redraw()
  }

  hover(index: number | null): void {
    if (this.#hovered === index) return
    this.#hovered = index
    this.redraw()
  }

  /** The token under a pointer that may have come before the next frame draws what is there. */
  tokenAt(x: number, y: number): number | null {
    if (this.#frame !== 0) {
      cancelAnimationFrame(this.#frame)
      this.#draw()
    }
    return this.#painter.tokenAt(x, y)
  }

  /** The text has changed: colours follow at once where the change is small, else when it is known where it lies. */
  edited(changes: ChangeDesc): void {
    const { viewport } = this.#view
    if (this.#around) {
      const from = changes.mapPos(this.#around.from, -1)
      const to = changes.mapPos(this.#around.to, 1)
      this.#around = to - from <= MOST && from < viewport.to && to > viewport.from ? { from, to } : null
      if (this.#around) void this.refresh()
    }
    this.layout(false)
  }

  /** What is on the screen, or where, has changed. */
  layout(measured: boolean): void {
    if (measured) this.#see(onScreen(this.#view))
    else this.#view.requestMeasure({ key: this, read: onScreen, write: seen => this.#see(seen) })
  }

  /** More of the tokens are those of the present text. */
  async settling(): Promise<void> {
    if (this.#shown === null || this.#shown.stale) await this.refresh()
  }

  /** Whether the tokens of this stretch have been asked for. */
  #covers({ from, to }: Stretch): boolean {
    const asked = this.#asked
    return asked?.version === this.#text.version && asked.from <= from && to <= asked.to
  }

  #see(seen: Seen | null): void {
    if (seen === null) {
      this.redraw()
      return
    }
    const { screen, around } = seen
    if (this.#covers(screen)) {
      this.redraw()
      return
    }
    this.#around = around
    void this.refresh()
  }

  /** Asks for the tokens of what is visible now, and draws them. */
  async refresh(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = true
    try {
      do {
        this.#again = false
        await this.#ask()
      } while (this.#again)
    } finally {
      this.#asking = false
    }
  }

  async #ask(): Promise<void> {
    this.#around ??= onScreen(this.#view)?.around ?? null
    const { viewport } = this.#view
    const { from, to } = this.#around ?? { from: viewport.from, to: Math.min(viewport.to, viewport.from + FEW) }
    const version = this.#text.version
    this.#asked = { from, to, version }
    let shown: Shown | null
    try {
      shown = await shownWindow(this.#follower, this.#text, from, to)
    } catch {
      // The follower tells the failure; colours of an older text would lie, so there are none.
      shown = null
    }
    if (version !== this.#text.version) {
      this.#again = true
      return
    }
    const before = this.#shown
    if (shown && before && shown.stale && same(shown, before)) return
    // Text that is not tokenized yet stands without colours and marks.
    if (shown?.stale && shown.ids.length === 0) shown = null
    if (shown) {
      this.#shown = shown
      this.#placed = placeTokens({
        text: shown.text,
        spans: shown.utf8,
        utf8: shown.utf8From,
        utf16: shown.from,
        first: shown.first,
      })
      this.#onShown(shown)
    } else if (before && before.version !== version) {
      this.#shown = null
    }
    this.redraw()
  }

  /** Draws once in the next frame, after layout. */
  redraw(): void {
    if (this.#frame) return
    this.#frame = requestAnimationFrame(() => this.#draw())
  }

  #draw(): void {
    this.#frame = 0
    const shown = this.#shown
    if (!shown) {
      this.#painter.clear()
      return
    }
    this.#painter.draw({
      runs: runs(this.#view, shown.from, shown.from + shown.text.length),
      tokens: this.#placed,
      text: shown.text,
      textFrom: shown.from,
      selected: this.#selected,
      hovered: this.#hovered,
    })
  }
}

/** What stands on the screen, and that with some lines around it, at most `MOST`. */
interface Seen {
  readonly screen: Stretch
  readonly around: Stretch
}

/** `null` while the editor is off the screen and its text is long: what was coloured stays. */
function onScreen(view: EditorView): Seen | null {
  const box = view.scrollDOM.getBoundingClientRect()
  const top = Math.max(box.top, 0)
  const bottom = Math.min(box.bottom, innerHeight)
  const first = view.visibleRanges[0]
  const last = view.visibleRanges.at(-1)
  if (first && last && last.to - first.from <= FEW) {
    const all = { from: first.from, to: last.to }
    return { screen: all, around: all }
  }
  if (bottom <= top) return null
  const more = (bottom - top) * AROUND
  const screen = between(view, box, top, bottom)
  const around = between(view, box, top - more, bottom + more)
  const from = Math.max(around.from, screen.from - MOST / 4)
  return { screen, around: { from, to: Math.min(around.to, from + MOST) } }
}

/** What stands between two heights of the window. */
function between(view: EditorView, box: DOMRect, top: number, bottom: number): Stretch {
  const at = (x: number, y: number): Stretch => {
    const block = view.lineBlockAtHeight(y - view.documentTop)
    if (block.length <= SHORT) return { from: block.from, to: block.to }
    const position = view.posAtCoords({ x, y }, false)
    return { from: position, to: position }
  }
  const { from } = at(box.left + 2, top + 2)
  const { to } = at(box.right - 2, bottom - 2)
  return { from: Math.max(from, view.viewport.from), to: Math.max(from, Math.min(to, view.viewport.to)) }
}

function same(a: Shown, b: Shown): boolean {
  return (
    a.version === b.version &&
    a.from === b.from &&
    a.first === b.first &&
    a.text === b.text &&
    a.ids.length === b.ids.length &&
    a.ids.every((id, i) => id === b.ids[i])
  )
}

/** The text nodes of the visible lines between two offsets. */
function runs(view: EditorView, from: number, to: number): Run[] {
  const found: Run[] = []
  for (const line of view.contentDOM.children) {
    if (!line.classList.contains('cm-line')) continue
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node as Text
      if (text.parentElement?.closest('.cm-specialChar, .cm-placeholder')) continue
      const at = view.posAtDOM(text, 0)
      if (at < to && at + text.length > from) found.push({ from: at, node: text })
    }
  }
  return found
}
