// Ids as a sequence: how different ids grow in it, orders to walk a grid in, and parts that are like the whole.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growth, heaps } from '../../www/page/image/language/growth.ts'
import { hilbert, middle, sequence, spread } from '../../www/page/image/language/sequence.ts'

/** From 0, below 1, the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Draws by Zipf's law with the exponent 1 over so many ids. */
function zipf(count: number, ids: number, seed: number): Uint32Array {
  const random = seeded(seed)
  const sums: number[] = []
  for (let rank = 1; rank <= ids; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank)
  const total = sums.at(-1) ?? 1
  return Uint32Array.from({ length: count }, () => {
    const drawn = random() * total
    let [low, high] = [0, ids - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < drawn) low = middle + 1
      else high = middle
    }
    return low
  })
}

test('growth ends with all ids; its slope is 1 where every id is new and falls where they run out', () => {
  const fresh = growth(
    Uint32Array.from({ length: 5000 }, (_, at) => at),
    60,
  )
  assert.deepEqual(fresh.at(-1), { ids: 5000, different: 5000 })
  assert.ok(Math.abs((heaps(fresh) ?? 0) - 1) < 1e-9)
  const few = growth(zipf(5000, 40, 1), 60)
  assert.deepEqual(few.at(-1)?.different, 40)
  assert.ok((heaps(few) ?? 1) < 0.4)
  assert.equal(heaps(growth(Uint32Array.of(1, 2, 3), 60)), null)
})

test('Hilbert’s curve goes through every cell once, from neighbour to neighbour in a square', () => {
  for (const [rows, columns] of [
    [8, 8],
    [5, 7],
    [1, 9],
  ] as const) {
    const cells = hilbert(rows, columns)
    assert.deepEqual(
      [...cells].toSorted((a, b) => a - b),
      Array.from({ length: rows * columns }, (_, at) => at),
    )
  }
  const cells = hilbert(8, 8)
  for (let at = 1; at < cells.length; at++) {
    const [a = 0, b = 0] = cells.subarray(at - 1, at + 1)
    assert.equal(Math.abs((a >> 3) - (b >> 3)) + Math.abs((a & 7) - (b & 7)), 1)
  }
})

test('a sequence is of one depth, in the order that is wanted', () => {
  const layout = { kind: 'grid', rows: 2, columns: 2, depth: 2, side: 8 } as const
  const tokens = { layout, ids: Uint32Array.of(1, 10, 2, 20, 3, 30, 4, 40) }
  assert.deepEqual([...sequence(tokens, 1, 'rows')], [10, 20, 30, 40])
  assert.deepEqual([...sequence(tokens, 0, 'hilbert')], [1, 3, 4, 2])
})

test('a part is taken in runs from all over', () => {
  const ids = Uint32Array.from({ length: 1000 }, (_, at) => at)
  assert.equal(spread(ids, 1000), ids)
  const part = spread(ids, 200)
  assert.deepEqual([part[0], part[63], part[64], part.at(-1)], [0, 63, 312, 999])
  assert.equal(new Set(part).size, 200)
  assert.deepEqual([...spread(ids, 3)], [0, 1, 2])
  assert.equal(spread(ids, 0).length, 0)
})

test('the middle of a plane keeps neighbours together', () => {
  const layout = { kind: 'grid', rows: 4, columns: 5, depth: 2, side: 8 } as const
  const ids = Uint32Array.from({ length: 40 }, (_, at) => at)
  assert.deepEqual(middle(ids, layout, 1, 3), {
    rows: 3,
    columns: 3,
    ids: Uint32Array.of(3, 5, 7, 13, 15, 17, 23, 25, 27),
  })
  const whole = middle(ids, layout, 0, 9)
  assert.deepEqual([whole.rows, whole.columns, whole.ids.length, whole.ids[19]], [4, 5, 20, 38])
})
