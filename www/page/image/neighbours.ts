// The entries of a codebook that are nearest to one of it: what stands beside an id when it is swapped.

import type { Result } from './bench.ts'
import { decodeCells } from './cell-pictures.ts'

/** Tokenizers whose ids are entries of a list. */
const LISTS: ReadonlySet<string> = new Set(['codebook', 'residual', 'product'])

export interface Neighbour {
  readonly id: number
  /** Root of the mean squared difference of samples. */
  readonly distance: number
  readonly picture: ImageData
}

/** The `count` nearest to `id` at this depth; `null` where ids are no entries of a list. */
export async function neighbours(
  result: Result,
  depth: number,
  id: number,
  count: number,
  signal: AbortSignal,
): Promise<Neighbour[] | null> {
  const { layout, alphabets, tokenizer } = result.tokens
  if (layout.kind !== 'grid' || !LISTS.has(tokenizer)) return null
  const entries = alphabets[depth] ?? 1
  const ids = new Uint32Array(entries * layout.depth)
  // Over the first entries of the other lists, the same for all.
  for (let entry = 0; entry < entries; entry++) ids[entry * layout.depth + depth] = entry
  const { data } = await decodeCells(result, layout, ids, 1, { signal })
  const { side } = layout
  const length = 4 * side * side
  const own = data.subarray(id * length, (id + 1) * length)
  const distances = Array.from({ length: entries }, (_, entry) => {
    const other = data.subarray(entry * length, (entry + 1) * length)
    let sum = 0
    other.forEach((sample, at) => (sum += (sample - (own[at] ?? 0)) ** 2))
    return { entry, distance: Math.sqrt(sum / (3 * side * side)) }
  })
  return distances
    .filter(({ entry }) => entry !== id)
    .sort((a, b) => a.distance - b.distance || a.entry - b.entry)
    .slice(0, count)
    .map(({ entry, distance }) => ({
      id: entry,
      distance,
      picture: new ImageData(data.slice(entry * length, (entry + 1) * length), side, side),
    }))
}
