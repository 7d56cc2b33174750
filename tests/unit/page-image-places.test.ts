// Ids among the cells of a picture.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cellsIn,
  cellsWith,
  idsOf,
  partAt,
  partsOf,
  partWith,
  shuffleCells,
  usesOf,
} from '../../www/page/image/places.ts'

const layout = { kind: 'grid', rows: 2, columns: 2, depth: 2, side: 8 } as const
const tokens = { layout, ids: Uint32Array.of(5, 1, 7, 2, 5, 3, 5, 7) }

test('where an id is used is asked at one depth', () => {
  assert.deepEqual([...idsOf(tokens, 1)], [7, 2])
  assert.deepEqual(cellsWith(tokens, 0, 5), [0, 2, 3])
  assert.deepEqual(cellsWith(tokens, 1, 7), [3])
  assert.deepEqual(cellsWith(tokens, 1, 5), [])
})

test('uses come with the most used first, equals by id', () => {
  assert.deepEqual(usesOf(tokens, 0), [
    { id: 5, uses: 3 },
    { id: 7, uses: 1 },
  ])
  assert.deepEqual(
    usesOf(tokens, 1).map(({ id }) => id),
    [1, 2, 3, 7],
  )
})

test('shuffling keeps cells whole and loses none', () => {
  const before = Uint32Array.from({ length: 300 }, (_, at) => at)
  const after = before.slice()
  let seed = 1
  shuffleCells(after, 3, () => (seed = (seed * 16807) % 2147483647) / 2147483647)
  const cells = (ids: Uint32Array): string[] =>
    Array.from({ length: 100 }, (_, cell) => ids.subarray(3 * cell, 3 * cell + 3).join(' '))
  assert.notDeepEqual(cells(after), cells(before))
  assert.deepEqual(cells(after).toSorted(), cells(before).toSorted())
  // Every order of three cells comes about, none of them twice as often as it should.
  const orders = new Map<string, number>()
  for (let round = 0; round < 6000; round++) {
    const three = Uint32Array.of(0, 1, 2)
    shuffleCells(three, 1, () => (seed = (seed * 16807) % 2147483647) / 2147483647)
    orders.set(three.join(''), (orders.get(three.join('')) ?? 0) + 1)
  }
  assert.equal(orders.size, 6)
  for (const [order, times] of orders) assert.ok(times > 800 && times < 1200, `${order}: ${times}`)
})

test('a pyramid is looked at level by level: each has a codebook of its own', () => {
  const levels = [
    { rows: 1, columns: 1 },
    { rows: 1, columns: 2 },
    { rows: 2, columns: 2 },
  ]
  const pyramid = { layout: { kind: 'pyramid', levels, depth: 1 }, ids: Uint32Array.of(4, 4, 1, 4, 2, 2, 4) }
  const tokens = pyramid as unknown as Parameters<typeof partAt>[0]
  assert.deepEqual(partsOf(tokens), { count: 3, name: 'level' })
  assert.deepEqual([...partAt(tokens, 2).tokens.ids], [4, 2, 2, 4])
  assert.deepEqual(cellsIn(partAt(tokens, 2), 4), [3, 6])
  assert.deepEqual(cellsIn(partWith(tokens, 2, 0), 4), [1])
  assert.deepEqual(cellsIn(partWith(tokens, 0, 0), 4), [0])
  assert.deepEqual(cellsIn(partWith(tokens, 6, 0), 2), [4, 5])
  const grid = { layout, ids: Uint32Array.of(5, 1, 7, 2, 5, 3, 5, 7) } as unknown as typeof tokens
  assert.deepEqual([partsOf(grid).count, partAt(grid, 1).depth], [2, 1])
})
