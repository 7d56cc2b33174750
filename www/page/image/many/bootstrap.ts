// The mean of a sample, and how far it could be from that of all such pictures: the percentile bootstrap (Efron, 1979).

export interface Mean {
  readonly mean: number
  /** The middle 95 % of the means of samples drawn from the sample. */
  readonly low: number
  readonly high: number
  readonly n: number
}

const DRAWS = 2000
const SEED = 1

/** The same sample gives the same interval. One value has no interval: it is the value itself. */
export function bootstrap(values: readonly number[]): Mean {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const random = numbers(SEED)
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0
    for (let draw = 0; draw < n; draw++) sum += values[Math.floor(random() * n)] ?? 0
    return sum / n
  }).sort((a, b) => a - b)
  const at = (share: number): number => means[Math.min(DRAWS - 1, Math.floor(share * DRAWS))] ?? mean
  return { mean, low: at(0.025), high: at(0.975), n }
}

/** Numbers from 0, below 1: xorshift32 (Marsaglia, 2003). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4294967296
  }
}
