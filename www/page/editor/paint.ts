// Token colours in the live editor, for the lines on the screen alone: asks the engine for the tokens of the viewport,
// places them on CodeMirror's own text nodes, draws. One request at a time; what changed meanwhile asks once more.

import type { EditorView } from '@codemirror/view'
import { type PlacedToken, placeTokens, type Run, TokenPainter } from '../../elements/drawing/index.ts'
import { h } from '../dom.ts'
import type { Follower } from '../engine/follower.ts'
import type { TextModel } from '../text-model.ts'
import { type Shown, shownWindow } from './window.ts'

/** Longest part of a text that is coloured at once, in UTF-16 units: a screen of it, also where it is one line. */
const MOST = 12_000

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

  tokenAt(x: number, y: number): number | null {
    return this.#painter.tokenAt(x, y)
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
    const { from, to } = visible(this.#view)
    const version = this.#text.version
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
    }
    this.redraw()
  }

  /** Draws once in the next frame, after layout. */
  redraw(): void {
    if (this.#frame) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw()
    })
  }

  #draw(): void {
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

/** What stands on the screen, in UTF-16 units of the document, at most `MOST`. */
export function visible(view: EditorView): { from: number; to: number } {
  const first = view.visibleRanges[0]
  const last = view.visibleRanges.at(-1)
  if (first && last && last.to - first.from <= MOST) return { from: first.from, to: last.to }
  return aroundScreen(view)
}

/** Where one line is longer than a screen, measured: some way around what the corners of the screen hold. */
function aroundScreen(view: EditorView): { from: number; to: number } {
  const box = view.scrollDOM.getBoundingClientRect()
  const top = Math.max(box.top, 0)
  const bottom = Math.min(box.bottom, innerHeight)
  if (bottom <= top) return view.viewport
  const first = view.posAtCoords({ x: box.left + 2, y: top + 2 }, false)
  const last = view.posAtCoords({ x: box.right - 2, y: bottom - 2 }, false)
  const from = Math.max(view.viewport.from, first - 1000)
  const to = Math.min(view.viewport.to, Math.max(last, first) + 1000)
  return { from, to: Math.min(to, from + MOST) }
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
