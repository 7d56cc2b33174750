// The tokens on the screen with their bytes, and which of them is pointed at or chosen: the one place where editor,
// strip, card and trace meet.

import type { TextTokenizer } from '../../api/index.ts'
import type { App } from '../app.ts'
import type { Shown } from '../editor/window.ts'
import { shownWindow } from '../editor/window.ts'
import { textOf } from '../visible.ts'

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

const SPACE = 0x20

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
      text: touched(shown.text, [from - shown.from, to - shown.from], bytes),
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
    let inside: number | null = null
    for (let i = 0; i < shown.ids.length; i++) {
      const from = shown.spans[2 * i] ?? 0
      const to = shown.spans[2 * i + 1] ?? 0
      if (from <= position && position < to) return shown.first + (inside ?? i)
      // Of a character in pieces all but the last stand at its start.
      if (from === to && from === position && shown.utf8[2 * i] !== shown.utf8[2 * i + 1]) inside ??= i
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
    // The first token of a text may lose its space, and words of WordPiece have one put between them: what a token stands
    // for by itself is what it is behind another, without that.
    const { bytes, ends } = await tokenizer.bytes(Uint32Array.from([missing[0] ?? 0, ...missing]))
    if (tokenizer !== this.#bytesOf) return
    const spaced = tokenizer.info.model === 'wordpiece'
    missing.forEach((id, i) => {
      const part = bytes.slice(ends[i], ends[i + 1])
      this.#bytes.set(id, spaced && part[0] === SPACE ? part.slice(1) : part)
    })
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/**
 * The characters between two UTF-16 offsets. Where a token begins or ends inside a character, both offsets are that
 * character's start: it is told by the bytes that the token has of it.
 */
function touched(text: string, [from, to]: readonly [number, number], bytes: Uint8Array): string {
  if (textOf(bytes) !== null) return text.slice(from, to)
  const encoder = new TextEncoder()
  const continued = bytes.findIndex(byte => (byte & 0xc0) !== 0x80)
  let left = bytes.length
  let end = from
  for (const character of text.slice(from, from + bytes.length + 2)) {
    if (left <= 0) break
    const inside = end === from && continued !== 0
    left -= inside ? (continued < 0 ? bytes.length : continued) : encoder.encode(character).length
    end += character.length
  }
  return text.slice(from, end)
}
