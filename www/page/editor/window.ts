// The tokens of a stretch of the text together with that text, at grapheme-safe edges: what every view of tokens
// (editor, strip, card) is drawn from.

import type { TextTokenizer } from '../../api/index.ts'
import type { Follower } from '../engine/follower.ts'
import type { TextModel } from '../text-model.ts'

export interface Shown {
  /** What made these tokens; the page may have gone on to another since. */
  readonly tokenizer: TextTokenizer
  /** Index of the first token. */
  readonly first: number
  readonly ids: Uint32Array
  /** UTF-16 pairs, start and end of each token in the document. */
  readonly spans: Uint32Array
  /** The same in UTF-8 bytes. */
  readonly utf8: Uint32Array
  /** The text that these tokens cover, and where it begins. */
  readonly text: string
  readonly from: number
  readonly utf8From: number
  /** Version of the text. */
  readonly version: number
  /** Whether some of these are the tokens of an earlier text. */
  readonly stale: boolean
}

/** The tokens that touch `from..to`; `null` while there are none. */
export async function shownWindow(
  follower: Follower,
  text: TextModel,
  from: number,
  to: number,
): Promise<Shown | null> {
  const { version } = text
  const { tokenizer } = follower
  // The text may be shorter than what an editor shows that has not told its latest change.
  if (to > text.length) return null
  const window = await follower.window(from, to)
  if (!window || !tokenizer || version !== text.version) return null
  const { ids, spans, utf8, first, stale } = window
  let begin = from
  let end = to
  for (let i = 0; i < spans.length; i += 2) {
    begin = Math.min(begin, spans[i] ?? begin)
    end = Math.max(end, spans[i + 1] ?? end)
  }
  const utf8From = bytesBefore(text, begin, spans, utf8)
  return {
    tokenizer,
    first,
    ids,
    spans,
    utf8,
    text: text.slice(begin, end),
    from: begin,
    utf8From,
    version,
    stale: stale !== null && stale[0] <= end && stale[1] >= begin,
  }
}

/** Byte offset of the UTF-16 offset `begin`, told by a token whose start is known in both. */
function bytesBefore(text: TextModel, begin: number, spans: Uint32Array, utf8: Uint32Array): number {
  for (let i = 0; i < spans.length; i += 2) {
    const at = spans[i] ?? 0
    if (at < begin) continue
    return (utf8[i] ?? 0) - utf8Length(text.slice(begin, at))
  }
  return 0
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}
