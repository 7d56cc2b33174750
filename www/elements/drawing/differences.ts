// Where two to four tokenizers cut the same text differently: pure. The text falls into the smallest stretches over whose edges no token of any
// tokenizer reaches. A stretch is either one token of each, the same for all, or a difference.

/** A stretch of bytes that is not one token of every tokenizer, and the tokens of each in it (first, one past the last). */
export interface Difference {
  readonly from: number
  readonly to: number
  readonly tokens: readonly (readonly [first: number, end: number])[]
}

/** What a comparison needs to know. */
export interface Differences {
  readonly list: readonly Difference[]
  /** For each tokenizer and token, the difference it lies in, or -1. */
  readonly of: readonly Int32Array[]
  /** For each tokenizer and token, whether it begins where not all others do. */
  readonly apart: readonly Uint8Array[]
  /** Places, besides the beginning, where all tokenizers begin a token. */
  readonly shared: number
}

/** Compares spans (UTF-8 byte pairs) of the same text. Tokens from nothing are left out. Cost: linear. */
export function differences(all: readonly Uint32Array[]): Differences {
  const of = all.map(spans => new Int32Array(spans.length >> 1).fill(-1))
  const apart = all.map(spans => new Uint8Array(spans.length >> 1))
  const list: Difference[] = []
  const next = all.map(() => 0)
  let shared = 0
  for (;;) {
    const begins = all.map((spans, i) => begin(spans, next, i))
    const from = Math.min(...begins)
    if (from === Number.POSITIVE_INFINITY) return { list, of, apart, shared }
    const first = [...next]
    let to = from + 1
    for (let before = 0; before < to;) {
      before = to
      all.forEach((spans, i) => {
        to = Math.max(to, take(spans, next, i, to))
      })
    }
    const together = begins.every(each => each === from)
    if (together && from > 0) shared += 1
    const tokens = all.map((_, i) => [first[i] ?? 0, next[i] ?? 0] as const)
    const whole =
      together && all.every((spans, i) => next[i] === (first[i] ?? 0) + 1 && spans[2 * (first[i] ?? 0) + 1] === to)
    if (whole) continue
    tokens.forEach(([low, high], i) => {
      of[i]?.fill(list.length, low, high)
      // Inside a difference no beginning is shared: a shared one would have ended the stretch.
      apart[i]?.fill(1, together ? low + 1 : low, high)
    })
    list.push({ from, to, tokens })
  }
}

/** Where the next token that covers something begins; infinity when there is none. */
function begin(spans: Uint32Array, next: number[], i: number): number {
  let token = next[i] ?? 0
  while (2 * token < spans.length && spans[2 * token] === spans[2 * token + 1]) token += 1
  next[i] = token
  return 2 * token < spans.length ? (spans[2 * token] ?? 0) : Number.POSITIVE_INFINITY
}

/** Takes the tokens that begin before `to`; how far they reach. */
function take(spans: Uint32Array, next: number[], i: number, to: number): number {
  let token = next[i] ?? 0
  let reach = to
  for (; 2 * token < spans.length && (spans[2 * token] ?? 0) < to; token++)
    reach = Math.max(reach, spans[2 * token + 1] ?? 0)
  next[i] = token
  return reach
}
