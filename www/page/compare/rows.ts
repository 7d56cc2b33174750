// The same text once per tokenizer, drawn by the elements' comparison. Only a page of the text stands here, around the
// difference that is looked at, so that ten megabytes cost no more than a screen.

import { CompareStrip, drawingSheets, type StripData } from '../../elements/drawing/index.ts'
import { h } from '../dom.ts'
import { type Compared, firstEndingAfter, type Side } from './run.ts'

/** UTF-16 units of a page. */
export const PAGE = 6_000

export class Rows {
  readonly element = h('div', { class: 'stage' })
  /** Told the byte offset in the text of a difference that is pressed. */
  onpress: (byte: number) => void = () => {}
  readonly #strip: CompareStrip
  #compared: Compared | null = null
  #from = 0
  #text = ''
  #utf8 = 0

  constructor() {
    document.adoptedStyleSheets = [...new Set([...document.adoptedStyleSheets, ...drawingSheets()])]
    this.#strip = new CompareStrip(this.element)
    this.#strip.onselect = index => {
      const difference = this.#strip.differences?.[index ?? -1]
      if (difference) this.onpress(difference.from + this.#utf8)
    }
  }

  /** Where the page begins and ends in the text. */
  get page(): { from: number; to: number } {
    return { from: this.#from, to: this.#from + this.#text.length }
  }

  /** Shows the page that begins at `from`, a UTF-16 offset between two characters. */
  show(compared: Compared, from: number, differences: boolean): void {
    this.#strip.coloured = differences ? 'differences' : 'all'
    if (this.#compared === compared && this.#from === from) {
      this.#strip.redraw()
      return
    }
    this.#compared = compared
    this.#from = from
    this.#text = pageText(compared.text, from)
    const encoder = new TextEncoder()
    this.#utf8 = encoder.encode(compared.text.slice(0, from)).length
    const end = this.#utf8 + encoder.encode(this.#text).length
    this.#strip.show(compared.sides.map(side => part(side, compared.bytes, this.#text, this.#utf8, end)))
  }

  /** Points at the difference that holds a byte of the text, and scrolls to it when asked. */
  point(byte: number | null, reveal: boolean): void {
    const at = byte === null ? -1 : byte - this.#utf8
    const index = this.#strip.differences?.findIndex(d => d.from <= at && at < d.to) ?? -1
    this.#strip.selected = index < 0 ? null : index
    if (reveal && index >= 0) this.#strip.reveal()
  }
}

/** One tokenizer's tokens of the bytes `from..to`. */
function part(side: Side, bytes: Uint8Array, text: string, from: number, to: number): StripData {
  const first = firstEndingAfter(side.spans, from)
  let last = first
  while (2 * last < side.spans.length && (side.spans[2 * last] ?? 0) < to) last += 1
  const own = side.spans.subarray(2 * first, 2 * last)
  const spans = own.map(at => Math.min(Math.max(at, from), to) - from)
  return {
    text,
    ids: side.ids.subarray(first, last),
    spans,
    bytes: i => bytes.subarray(own[2 * i] ?? 0, own[2 * i + 1] ?? 0),
  }
}

/** Lines from `from` on, about a page of them; a line longer than a page is cut. */
export function pageText(text: string, from: number): string {
  const end = Math.min(text.length, from + PAGE)
  if (end === text.length) return text.slice(from)
  const newline = text.lastIndexOf('\n', end)
  return text.slice(from, newline > from ? newline : safeEnd(text, end))
}

/** Not between the halves of a character. */
function safeEnd(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
