// How the number of different ids grows with the sequence.

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
