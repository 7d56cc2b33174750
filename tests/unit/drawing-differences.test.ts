// Differences between tokenizers, against a brute-force definition.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences } from '../../www/elements/drawing/differences.ts'

function spansOf(lengths: readonly number[]): Uint32Array {
  let at = 0
  return Uint32Array.from(lengths.flatMap(length => [at, (at += length)]))
}

test('equal cuts have no difference', () => {
  const same = spansOf([3, 2, 4])
  const { list, of, shared } = differences([same, same, same])
  assert.deepEqual(list, [])
  assert.deepEqual([...(of[0] ?? [])], [-1, -1, -1])
  assert.equal(shared, 2)
})

test("' didn't' in one, two and three pieces is one difference, and only its inner boundaries stand apart", () => {
  const { list, of, apart } = differences([spansOf([2, 7, 1]), spansOf([2, 5, 2, 1]), spansOf([2, 4, 1, 2, 1])])
  assert.deepEqual(list, [
    {
      from: 2,
      to: 9,
      tokens: [
        [1, 2],
        [1, 3],
        [1, 4],
      ],
    },
  ])
  assert.deepEqual(
    of.map(each => [...each]),
    [
      [-1, 0, -1],
      [-1, 0, 0, -1],
      [-1, 0, 0, 0, -1],
    ],
  )
  assert.deepEqual(
    apart.map(each => [...each]),
    [
      [0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 1, 1, 0],
    ],
  )
})

test('tokens from nothing are passed over, spaces that one tokenizer drops are a difference', () => {
  const { list } = differences([Uint32Array.of(0, 0, 0, 3, 3, 6), Uint32Array.of(0, 3, 4, 6)])
  assert.equal(list.length, 1)
  assert.equal(list[0]?.from, 3)
})

test('an empty text has none', () => {
  assert.deepEqual(differences([new Uint32Array(), new Uint32Array()]).list, [])
})

test('random cuts: a token is apart exactly where its beginning is not shared, in a difference exactly where it is not shared whole', () => {
  let state = 11
  const next = (bound: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
  for (let round = 0; round < 500; round++) {
    const size = 1 + next(30)
    const all = Array.from({ length: 2 + next(3) }, () => {
      const lengths: number[] = []
      for (let left = size; left > 0;) {
        const length = Math.min(left, 1 + next(5))
        lengths.push(length)
        left -= length
      }
      return spansOf(lengths)
    })
    const { of, apart } = differences(all)
    const begins = all.map(spans => new Set(spans.filter((_, i) => i % 2 === 0)))
    const whole = all.map(
      spans => new Set(Array.from({ length: spans.length / 2 }, (_, i) => `${spans[2 * i]}-${spans[2 * i + 1]}`)),
    )
    all.forEach((spans, t) => {
      for (let i = 0; 2 * i < spans.length; i++) {
        assert.equal(apart[t]?.[i] === 1, !begins.every(each => each.has(spans[2 * i] ?? 0)), `round ${round}`)
        assert.equal(
          (of[t]?.[i] ?? -1) >= 0,
          !whole.every(each => each.has(`${spans[2 * i]}-${spans[2 * i + 1]}`)),
          `round ${round}`,
        )
      }
    })
  }
})
