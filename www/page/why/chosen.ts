// Which of a trace's tokens is the chosen one. A trace tells the tokens of a whole piece; several of them may come from the
// same characters (bytes of one character, what a normal form made of it), and what a family puts around a text is none.

import type { Trace } from '../../api/index.ts'
import type { Detail } from '../inspect/desk.ts'

/** Its index in `trace.tokens`; `null` when it is none of them. `twins`: tokens just before it with the same id and span. */
export function chosenIn(trace: Trace, detail: Detail, twins: number): number | null {
  const [from, to] = detail.utf8
  const same = trace.tokens.flatMap((token, i) => (token.id === detail.id ? [i] : []))
  const start = (i: number): number => trace.spans[i]?.[0] ?? 0
  const end = (i: number): number => trace.spans[i]?.[1] ?? 0
  const exact = same.filter(i => start(i) === from && end(i) === to)
  if (exact.length > 0) return exact[Math.min(twins, exact.length - 1)] ?? null
  // A post-processor may take white space off a span.
  return same.find(i => start(i) <= from && to <= end(i)) ?? null
}
