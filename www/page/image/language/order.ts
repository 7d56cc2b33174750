// Figures on the order of ids, which counts alone do not have: what the id before tells of the next, and how the number of
// different ids grows. For samples that a page can go through at once.

/** Bits an id of an adaptive code, without and with a look at the id before. */
export interface OrderBits {
  readonly none: number
  readonly left: number
}

/** An estimate from one context counts as much as so many ids seen there. */
const TRUST = 64

/**
 * Ideal code lengths. Without a look back every id of the alphabet starts at a count of 1/2 (Krichevsky and Trofimov,
 * 1981); with one, counts behind the id before are filled up with that estimate, so that a rare context costs little.
 */
export function orderBits(ids: Uint32Array, alphabet: number): OrderBits {
  const names = new Map<number, number>()
  const counts: number[] = []
  const pairs = new Map<number, number>()
  let [none, left] = [0, 0]
  let before = -1
  ids.forEach((id, seen) => {
    let name = names.get(id)
    if (name === undefined) {
      names.set(id, (name = names.size))
      counts.push(0)
    }
    const count = counts[name] ?? 0
    const alone = (count + 0.5) / (seen + alphabet / 2)
    none -= Math.log2(alone)
    if (before < 0) {
      left -= Math.log2(alone)
    } else {
      const pair = before * ids.length + name
      const together = pairs.get(pair) ?? 0
      // Behind the last place of the id before stands nothing yet: that is this id's.
      const behind = (counts[before] ?? 0) - 1
      left -= Math.log2((together + TRUST * alone) / (behind + TRUST))
      pairs.set(pair, together + 1)
    }
    counts[name] = count + 1
    before = name
  })
  return { none: none / Math.max(1, ids.length), left: left / Math.max(1, ids.length) }
}

/** How many different ids the first ids hold. */
export interface Growth {
  readonly ids: number
  readonly different: number
}

/** At about `points` places by equal ratios; the last is the whole. */
export function growth(ids: Uint32Array, points: number): Growth[] {
  const seen = new Set<number>()
  const found: Growth[] = []
  const ratio = Math.max(ids.length, 2) ** (1 / points)
  let next = 1
  ids.forEach((id, at) => {
    seen.add(id)
    if (at + 1 < next && at + 1 < ids.length) return
    found.push({ ids: at + 1, different: seen.size })
    next = Math.max(at + 2, next * ratio)
  })
  return found
}

/** Slope of log different ids against log ids (Heaps' law); `null` for fewer points than make a line. */
export function heaps(points: readonly Growth[]): number | null {
  // The first few ids are different by necessity.
  const used = points.filter(({ ids }) => ids >= 16)
  if (used.length < 4) return null
  const logs = used.map(({ ids, different }) => [Math.log(ids), Math.log(different)] as const)
  const mean = (of: 0 | 1): number => logs.reduce((sum, pair) => sum + pair[of], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  const along = logs.reduce((sum, pair) => sum + (pair[0] - x) ** 2, 0)
  const both = logs.reduce((sum, pair) => sum + (pair[0] - x) * (pair[1] - y), 0)
  return both / along
}

/** The same ids in another order: what is left of a figure then has nothing to do with order. */
export function shuffled(ids: Uint32Array): Uint32Array {
  const mixed = ids.slice()
  // A generator of its own (Mulberry32), so that the same ids give the same figure.
  let state = 0x9e37_79b9
  for (let last = mixed.length - 1; last > 0; last--) {
    state = (state + 0x6d2b_79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    const other = ((bits ^ (bits >>> 14)) >>> 0) % (last + 1)
    const kept = mixed[last] ?? 0
    mixed[last] = mixed[other] ?? 0
    mixed[other] = kept
  }
  return mixed
}
