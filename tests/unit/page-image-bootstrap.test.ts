// The interval of a mean.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootstrap } from '../../www/page/image/many/bootstrap.ts'

test('the interval holds the mean, is the same each time, and narrows with the sample', () => {
  let seed = 3
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
  // The mean of twelve even numbers is nearly normal: the interval is near that of the normal law.
  const values = Array.from({ length: 400 }, () => Array.from({ length: 12 }, random).reduce((a, b) => a + b) - 6)
  const { mean, low, high, n } = bootstrap(values)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n)
  const half = (1.96 * deviation) / Math.sqrt(n)
  assert.ok(Math.abs(high - mean - half) < half * 0.15 && Math.abs(mean - low - half) < half * 0.15)
  assert.deepEqual(bootstrap(values), { mean, low, high, n })
  const few = bootstrap(values.slice(0, 25))
  assert.ok(few.high - few.low > 2.5 * (high - low))
  assert.deepEqual(bootstrap([7]), { mean: 7, low: 7, high: 7, n: 1 })
})
