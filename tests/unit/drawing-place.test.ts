// Where tokens lie on the text: every byte of the text is drawn once, whole clusters and shares together.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusters, HUES, hue, type PlacedToken, placeTokens } from '../../www/elements/drawing/place.ts'
import { cuts } from '../../www/elements/drawing/text-block.ts'

const encoder = new TextEncoder()

/** Cuts the bytes of `text` at the given lengths. */
function cut(text: string, lengths: readonly number[]): PlacedToken[] {
  const spans = new Uint32Array(lengths.length * 2)
  let at = 0
  lengths.forEach((length, i) => {
    spans[2 * i] = at
    at += length
    spans[2 * i + 1] = at
  })
  assert.equal(at, encoder.encode(text).length, 'the lengths of the test add up to the text')
  return placeTokens({ text, spans })
}

/** A small seeded generator, so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

test('plain text: a token is the units it covers, its tick stands at its first', () => {
  const placed = cut('The quick', [3, 6])
  assert.deepEqual(placed, [
    { index: 0, from: 0, to: 3, head: 1, start: 0, parts: [] },
    { index: 1, from: 3, to: 9, head: 4, start: 3, parts: [] },
  ])
})

test('a character cut in two keeps its glyph and becomes a share of each token', () => {
  const placed = cut('aéb', [2, 2])
  assert.deepEqual(placed[0], {
    index: 0,
    from: 0,
    to: 1,
    head: 1,
    start: 0,
    parts: [{ from: 1, to: 2, begin: 0, end: 0.5 }],
  })
  assert.deepEqual(placed[1], {
    index: 1,
    from: 2,
    to: 3,
    head: 3,
    start: null,
    parts: [{ from: 1, to: 2, begin: 0.5, end: 1 }],
  })
})

test('a cluster of several code points is one glyph: 👩‍🚀 in six tokens has six shares and no tick', () => {
  const placed = cut('👩‍🚀', [2, 1, 1, 3, 2, 2])
  assert.equal(placed.length, 6)
  for (const token of placed) {
    assert.equal(token.start, null)
    assert.equal(token.from, token.to)
    assert.equal(token.parts.length, 1)
    assert.deepEqual([token.parts[0]?.from, token.parts[0]?.to], [0, 5])
  }
  assert.equal(placed.at(-1)?.parts[0]?.end, 1)
})

test('tokens that stand for the same bytes share their cluster evenly', () => {
  const placed = placeTokens({
    text: '㎏',
    spans: new Uint32Array([0, 3, 0, 3]),
  })
  assert.deepEqual(
    placed.map(token => [token.parts[0]?.begin, token.parts[0]?.end]),
    [
      [0, 0.5],
      [0.5, 1],
    ],
  )
})

test('a token from nothing covers nothing', () => {
  const placed = placeTokens({
    text: 'ab',
    spans: new Uint32Array([0, 0, 0, 2]),
  })
  assert.deepEqual(placed[0], {
    index: 0,
    from: 0,
    to: 0,
    head: 0,
    start: null,
    parts: [],
  })
  assert.equal(placed[1]?.start, 0)
})

test('a window speaks of the document: offsets and indices are shifted, a token cut by its edge has no tick', () => {
  const text = 'naïve café'
  const spans = new Uint32Array([0, 6, 6, 12])
  const whole = placeTokens({ text, spans })
  const part = placeTokens({
    text: text.slice(2),
    spans,
    utf8: 2,
    utf16: 2,
    first: 0,
  })
  assert.equal(part[0]?.start, null)
  assert.deepEqual(part[1], whole[1])
  assert.equal(part[0]?.to, whole[0]?.to)
})

test('an unpaired surrogate is three bytes', () => {
  const { count, bytes } = clusters('a\ud800b')
  assert.equal(count, 3)
  assert.deepEqual([...bytes.slice(0, 4)], [0, 1, 4, 5])
})

test('random texts and cuts: each cluster is either one token alone or shares that fill it', () => {
  const next = random(7)
  const alphabet = [
    'a',
    ' ',
    '\n',
    '\r\n',
    'é',
    'e\u0301',
    'क्षि',
    '漢',
    '👩‍🚀',
    '🇩🇪',
    'ش',
    '\u200d',
    '\ufeff',
    '\ud83d',
    '\u0000',
  ]
  for (let round = 0; round < 400; round++) {
    let text = ''
    for (let i = Math.floor(next() * 12); i >= 0; i--) text += alphabet[Math.floor(next() * alphabet.length)]
    const size = clusters(text).bytes[clusters(text).count] ?? 0
    assert.equal(size, encoder.encode(text).length)
    const lengths: number[] = []
    for (let left = size; left > 0;) {
      const length = Math.min(left, 1 + Math.floor(next() * 6))
      lengths.push(length)
      left -= length
    }
    const placed = cut(text, lengths)
    const { count, units } = clusters(text)
    for (let i = 0; i < count; i++) {
      const from = units[i] ?? 0
      const to = units[i + 1] ?? 0
      const alone = placed.filter(token => token.from <= from && to <= token.to)
      const shares = placed.flatMap(token => token.parts.filter(part => part.from === from))
      if (alone.length === 1) assert.equal(shares.length, 0)
      else {
        assert.equal(alone.length, 0)
        assert.ok(shares.length > 0)
        assert.equal(shares[0]?.begin, 0)
        assert.equal(shares.at(-1)?.end, 1)
        shares.slice(1).forEach((share, k) => {
          assert.equal(share.begin, shares[k]?.end)
        })
      }
    }
  }
})

test('neighbours never have the same colour', () => {
  for (let i = 0; i < 3 * HUES; i++) assert.notEqual(hue(i), hue(i + 1))
})

test('a long text is cut behind newlines or spaces only, a short one never', () => {
  assert.deepEqual(cuts('a\n'.repeat(1000)), [0])
  for (const [unit, allowed] of [
    ['some words in a line\n', '\n'],
    ['wordswithoutnewline ', ' '],
  ] as const) {
    const text = unit.repeat(1000)
    const found = cuts(text)
    assert.ok(found.length > 5)
    for (const at of found.slice(1)) assert.equal(text.charAt(at - 1), allowed)
  }
  assert.deepEqual(cuts('x'.repeat(100_000)), [0])
  assert.deepEqual(cuts(' \u0301'.repeat(10_000)), [0], 'a space with a mark on it is no place to cut')
})
