/** Graphemes and words of a text as the browser's Unicode version cuts them (UAX 29), in slices. */

import type { Call } from './runtime.ts'

/** What a text is made of; `null` where the browser has no segmenter. */
export interface Segments {
  graphemes: number | null
  /** Start, end pairs of words in UTF-8 bytes. */
  words: Uint32Array | null
}

/** Segments looked at between two looks at the clock. */
const ROUND = 512
const SLICE_MS = 6
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** Counts graphemes and finds the words that hold a letter or a digit. */
export async function segments(call: Call<unknown>, text: string): Promise<Segments> {
  if (typeof Intl.Segmenter === 'undefined') return { graphemes: null, words: null }
  let graphemes = 0
  await eachSegment(call, text, 'grapheme', () => {
    graphemes += 1
  })
  const words: number[] = []
  let at = 0
  await eachSegment(call, text, 'word', segment => {
    const end = at + utf8Length(segment)
    if (LETTER_OR_DIGIT.test(segment)) words.push(at, end)
    at = end
  })
  return { graphemes, words: Uint32Array.from(words) }
}

async function eachSegment(
  call: Call<unknown>,
  text: string,
  granularity: 'grapheme' | 'word',
  take: (segment: string) => void,
): Promise<void> {
  let from = performance.now()
  let count = 0
  for (const { segment, index } of new Intl.Segmenter('en', { granularity }).segment(text)) {
    take(segment)
    count += 1
    if (count % ROUND === 0 && performance.now() - from > SLICE_MS) {
      call.progress(granularity === 'word' ? 'counting words' : 'counting graphemes', index, text.length, 'bytes')
      await call.turn()
      from = performance.now()
    }
  }
}

function utf8Length(text: string): number {
  let length = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    // Halves of a pair count two each; an unpaired one is replaced by a character of three bytes.
    if (unit < 0x80) length += 1
    else if (unit < 0x800) length += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(at + 1))) {
      length += 4
      at += 1
    } else length += 3
  }
  return length
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
