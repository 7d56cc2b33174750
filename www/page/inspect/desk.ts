// The tokens on the screen with their bytes, and which of them is pointed at or chosen: the one place where editor,
// strip, card and trace meet.

import type { TextTokenizer } from '../../api/index.ts'
import type { App } from '../app.ts'
import type { Shown } from '../editor/window.ts'
import { shownWindow } from '../editor/window.ts'

/** A token with all that the page knows of it without asking. */
export interface Detail {
  readonly index: number
  readonly id: number
  readonly bytes: Uint8Array
  /** UTF-16 and UTF-8 offsets in the text. */
  readonly span: readonly [number, number]
  readonly utf8: readonly [number, number]
  /** The characters of the text that it touches. */
  readonly text: string
}

type Listener = () => void

export class Desk {
  readonly #app: App
  readonly #listeners = new Set<Listener>()
  readonly #bytes = new Map<number, Uint8Array>()
  #bytesOf: TextTokenizer | null = null
  #shown: Shown | null = null
  #hovered: number | null = null
  #asked = 0

  constructor(app: App) {
    this.#app = app
  }

  get shown(): Shown | null {
    return this.#shown
  }

  get hovered(): number | null {
    return this.#hovered
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener)
  }

  /** Tokens of the stretch of text that is on the screen. */
  async show(shown: Shown): Promise<void> {
    const asked = ++this.#asked
    await this.#learn(shown.tokenizer, shown.ids)
    if (asked !== this.#asked) return
    this.#shown = shown
    this.#tell()
  }

  hover(index: number | null): void {
    if (index === this.#hovered) return
    this.#hovered = index
    this.#tell()
  }

  /** The token at an index, while it is on the screen. */
  detail(index: number): Detail | null {
    const shown = this.#shown
    if (!shown) return null
    const i = index - shown.first
    const id = shown.ids[i]
    const bytes = id === undefined ? undefined : this.#bytes.get(id)
    if (id === undefined || !bytes) return null
    const from = shown.spans[2 * i] ?? 0
    const to = shown.spans[2 * i + 1] ?? 0
    return {
      index,
      id,
      bytes,
      span: [from, to],
      utf8: [shown.utf8[2 * i] ?? 0, shown.utf8[2 * i + 1] ?? 0],
      text: shown.text.slice(from - shown.from, to - shown.from),
    }
  }

  /** Bytes of the `i`-th token on the screen. */
  bytesAt(i: number): Uint8Array {
    return this.#bytes.get(this.#shown?.ids[i] ?? -1) ?? new Uint8Array()
  }

  /** Index of the token on the screen that holds a position of the text: the one after it, at a boundary. */
  indexAt(position: number): number | null {
    const shown = this.#shown
    if (!shown) return null
    let found: number | null = null
    for (let i = 0; i < shown.ids.length; i++) {
      const from = shown.spans[2 * i] ?? 0
      const to = shown.spans[2 * i + 1] ?? 0
      if (from <= position && position < to) return shown.first + i
      if (to <= position && to > from) found = shown.first + i
    }
    return found
  }

  /** Where the token of that index begins in the text, found by asking for windows: O(log n) of them. */
  async locate(index: number): Promise<number | null> {
    const { text, follower } = this.#app
    let low = 0
    let high = text.length
    for (let round = 0; round < 40 && low <= high; round++) {
      const middle = (low + high) >> 1
      const shown = await shownWindow(follower, text, middle, Math.min(middle + 1, text.length))
      if (!shown) return null
      const last = shown.first + shown.ids.length - 1
      if (index >= shown.first && index <= last) return shown.spans[2 * (index - shown.first)] ?? null
      if (index < shown.first) high = middle - 1
      else low = middle + 1
    }
    return null
  }

  async #learn(tokenizer: TextTokenizer, ids: Uint32Array): Promise<void> {
    if (tokenizer !== this.#bytesOf) {
      this.#bytes.clear()
      this.#bytesOf = tokenizer
    }
    const missing = [...new Set(ids)].filter(id => !this.#bytes.has(id))
    if (missing.length === 0) return
    const { bytes, ends } = await tokenizer.bytes(Uint32Array.from(missing))
    if (tokenizer !== this.#bytesOf) return
    let at = 0
    missing.forEach((id, i) => {
      const end = ends[i] ?? at
      this.#bytes.set(id, bytes.slice(at, end))
      at = end
    })
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
