// Where tokens lie in a text: pure, no DOM. A token is a span of UTF-8 bytes, the screen has grapheme clusters; a cluster that one token covers
// alone keeps that token's colour, a cluster shared by several tokens is listed as a part of each. Cost: one pass over the text and a binary
// search per token. Clusters come from Intl.Segmenter, so that their edges are the browser's own.

/** Tokens of a text, or of a window into a longer one. */
export interface TokenWindow {
  /** The text that is looked at. */
  readonly text: string
  /** UTF-8 byte pairs, start and end of each token, counted from the beginning of the document. */
  readonly spans: Uint32Array
  /** Byte offset of `text` in the document, default 0. */
  readonly utf8?: number
  /** UTF-16 offset of `text` in the document, default 0. */
  readonly utf16?: number
  /** Index of the first token in the document, default 0. */
  readonly first?: number
}

/** A grapheme cluster that several tokens share; `begin` and `end` are this token's share of it, 0 to 1. */
export interface Part {
  readonly from: number
  readonly to: number
  readonly begin: number
  readonly end: number
}

/** A token on the text. Offsets are UTF-16 units of the document. */
export interface PlacedToken {
  readonly index: number
  /** Whole grapheme clusters that belong to it alone; `from === to` when there are none. */
  readonly from: number
  readonly to: number
  /** End of its first whole cluster. */
  readonly head: number
  /** Where its tick stands; null when it begins inside a cluster, before the window, or covers nothing. */
  readonly start: number | null
  readonly parts: readonly Part[]
}

/** Number of colours that tokens take in turn. */
export const HUES = 6

/** The colour of a token: the same in every view of it. */
export function hue(index: number): number {
  return index % HUES
}

/** Number of UTF-8 bytes of the code point at `at`; an unpaired surrogate is read as U+FFFD, three bytes. */
export function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}

let segmenter: Intl.Segmenter | undefined

interface Clusters {
  readonly count: number
  /** UTF-16 offsets in the text, one more than there are clusters. */
  readonly units: Uint32Array
  /** Byte offsets in the text, likewise. */
  readonly bytes: Uint32Array
}

/** The grapheme clusters of `text`. */
export function clusters(text: string): Clusters {
  const units = new Uint32Array(text.length + 1)
  const bytes = new Uint32Array(text.length + 1)
  let count = 0
  if (isPlain(text)) {
    for (let i = 0; i <= text.length; i++) units[i] = bytes[i] = i
    return { count: text.length, units, bytes }
  }
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  let at = 0
  let unit = 0
  for (const { segment } of segmenter.segment(text)) {
    units[count] = unit
    bytes[count] = at
    count += 1
    unit += segment.length
    for (const character of segment) at += utf8Length(character.codePointAt(0) ?? 0)
  }
  units[count] = unit
  bytes[count] = at
  return { count, units, bytes }
}

/** ASCII without CR: every unit is a cluster of one byte. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f || unit === 0x0d) return false
  }
  return true
}

/** Places every token of the window that touches its text; tokens with an empty span are placed where they stand, covering nothing. */
export function placeTokens(window: TokenWindow): PlacedToken[] {
  const { count, units, bytes } = clusters(window.text)
  const origin = window.utf8 ?? 0
  const shift = window.utf16 ?? 0
  const first = window.first ?? 0
  const size = bytes[count] ?? 0
  const owners = new Uint16Array(count)
  const shared = new Uint8Array(count)
  const evenly = new Uint8Array(count)
  const reach = new Uint32Array(count)
  const tokens = window.spans.length >> 1
  const touched = new Int32Array(tokens * 2)

  for (let i = 0; i < tokens; i++) {
    const begin = (window.spans[2 * i] ?? 0) - origin
    const end = (window.spans[2 * i + 1] ?? 0) - origin
    const low = begin < 0 ? 0 : lastAtMost(bytes, count, begin)
    let high = low
    for (; high < count && (bytes[high] ?? 0) < end; high++) {
      const from = bytes[high] ?? 0
      const to = bytes[high + 1] ?? 0
      if (end <= from) break
      owners[high] = (owners[high] ?? 0) + 1
      if (begin > from || end < to) shared[high] = 1
      if (Math.max(begin, from) < (reach[high] ?? 0)) evenly[high] = 1
      reach[high] = Math.min(end, to)
    }
    touched[2 * i] = low
    touched[2 * i + 1] = begin >= end ? low : high
  }

  const seen = new Uint16Array(count)
  const placed: PlacedToken[] = []
  for (let i = 0; i < tokens; i++) {
    const begin = (window.spans[2 * i] ?? 0) - origin
    const end = (window.spans[2 * i + 1] ?? 0) - origin
    if (end < 0 || begin > size) continue
    const low = touched[2 * i] ?? 0
    const high = touched[2 * i + 1] ?? 0
    let from = -1
    let to = -1
    let head = -1
    const parts: Part[] = []
    for (let cluster = low; cluster < high; cluster++) {
      const unitFrom = (units[cluster] ?? 0) + shift
      const unitTo = (units[cluster + 1] ?? 0) + shift
      if (owners[cluster] === 1 && shared[cluster] === 0) {
        if (from < 0) {
          from = unitFrom
          head = unitTo
        }
        to = unitTo
      } else {
        parts.push({
          from: unitFrom,
          to: unitTo,
          ...share(cluster, begin, end),
        })
      }
    }
    const nothing = (units[Math.min(low, count)] ?? 0) + shift
    const begins = from >= 0 && from === (units[low] ?? 0) + shift && begin >= 0
    placed.push({
      index: first + i,
      from: from < 0 ? nothing : from,
      to: from < 0 ? nothing : to,
      head: from < 0 ? nothing : head,
      start: begins ? from : null,
      parts,
    })
  }
  return placed

  /** The share of a cluster that a span owns: by its bytes, or evenly where several tokens stand for the same bytes. */
  function share(cluster: number, begin: number, end: number): { begin: number; end: number } {
    const from = bytes[cluster] ?? 0
    const length = (bytes[cluster + 1] ?? 0) - from
    const order = seen[cluster] ?? 0
    const all = owners[cluster] ?? 1
    seen[cluster] = order + 1
    if (evenly[cluster] === 1) return { begin: order / all, end: (order + 1) / all }
    return {
      begin: Math.max(0, begin - from) / length,
      end: Math.min(length, end - from) / length,
    }
  }
}

/** Index of the last of `count` ascending offsets that is at most `value`. */
function lastAtMost(offsets: Uint32Array, count: number, value: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((offsets[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
