// Byte and UTF-16 offsets of a text that does not change, with a mark every so many units, and the edges of lines. Cost: one pass when made,
// then at most a stride per question.

import { utf8Length } from './place.ts'

/** UTF-16 units between two remembered byte offsets. */
const STRIDE = 1024

/** Offsets of one text. */
export class Offsets {
  readonly #text: string
  readonly #marks: Uint32Array

  constructor(text: string) {
    this.#text = text
    this.#marks = checkpoints(text)
  }

  /** Bytes before a unit. */
  byteAt(unit: number): number {
    const stride = Math.floor(unit / STRIDE)
    let bytes = this.#marks[stride] ?? 0
    for (let i = stride * STRIDE; i < unit;) {
      const point = this.#text.codePointAt(i) ?? 0
      bytes += utf8Length(point)
      i += point > 0xffff ? 2 : 1
    }
    return bytes
  }

  /** Units before a byte; inside a character, the unit after it. */
  unitAt(byte: number): number {
    let low = 0
    let high = this.#marks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#marks[middle] ?? 0) <= byte) low = middle
      else high = middle - 1
    }
    let bytes = this.#marks[low] ?? 0
    let unit = low * STRIDE
    while (unit < this.#text.length && bytes < byte) {
      const point = this.#text.codePointAt(unit) ?? 0
      bytes += utf8Length(point)
      unit += point > 0xffff ? 2 : 1
    }
    return unit
  }
}

/** Byte offsets at every `STRIDE` units. At a mark between two surrogates the second is read alone, as three bytes: the mark makes up for it. */
function checkpoints(text: string): Uint32Array {
  const marks = new Uint32Array(Math.floor(text.length / STRIDE) + 1)
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    if (i % STRIDE === 0) marks[i / STRIDE] = bytes
    const point = text.codePointAt(i) ?? 0
    bytes += utf8Length(point)
    if (point > 0xffff) {
      i += 1
      if (i % STRIDE === 0) marks[i / STRIDE] = bytes - 3
    }
  }
  return marks
}

/** Index of the first span that ends after `byte`. */
export function firstEndingAfter(spans: Uint32Array, byte: number): number {
  let low = 0
  let high = spans.length >> 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[2 * middle + 1] ?? 0) > byte) high = middle
    else low = middle + 1
  }
  return byte === 0 ? 0 : low
}

/** Indices of the tokens of `spans` that touch the bytes `from..to`: the first, and one past the last. */
export function touching(spans: Uint32Array, from: number, to: number): [first: number, end: number] {
  const first = firstEndingAfter(spans, from)
  let end = first
  while (2 * end < spans.length && (spans[2 * end] ?? 0) < to) end++
  return [first, end]
}

/** A place at or before `at` where a cluster certainly begins: after a newline, or far enough off the window that it is never seen. */
export function lineStart(text: string, at: number): number {
  const newline = text.lastIndexOf('\n', at - 1) + 1
  let start = Math.max(newline, at - 512)
  while (start > newline && /[\p{M}\u200d\udc00-\udfff]/u.test(text.charAt(start))) start -= 1
  return start
}

export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  let end = Math.min(newline < 0 ? text.length : newline + 1, at + 512)
  if (end < text.length && text.charCodeAt(end) >= 0xdc00 && text.charCodeAt(end) < 0xe000) end += 1
  return end
}
