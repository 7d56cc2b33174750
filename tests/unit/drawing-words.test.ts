// Tokens in words and in the three views.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describe, named, visible } from '../../www/elements/drawing/describe.ts'
import { directionOf, markOf, mayRunRight } from '../../www/elements/drawing/marks.ts'
import { Offsets } from '../../www/elements/drawing/offsets.ts'
import { type StripData, write } from '../../www/elements/drawing/views.ts'

const encoder = new TextEncoder()
const pieces = [
  [84, 104, 101],
  [32, 0xf0, 0x9f],
  [0x91, 0xa9],
].map(bytes => Uint8Array.from(bytes))
const data: StripData = {
  text: 'The 👩',
  ids: Uint32Array.of(976, 61138, 102),
  spans: Uint32Array.of(0, 3, 3, 6, 6, 8),
  bytes: index => pieces[index] ?? new Uint8Array(),
}

test('a token is said with its place, text, id and bytes', () => {
  assert.equal(describe(data, 0), "token 1 of 3, 'The', id 976, bytes 54 68 65")
  assert.equal(describe(data, 1), 'token 2 of 3, part of a character, id 61138, bytes 20 f0 9f')
})

test('white space is said in words, not as silence', () => {
  assert.equal(named(encoder.encode('   ')), '3 spaces')
  assert.equal(named(encoder.encode('\n')), 'newline')
  assert.equal(named(encoder.encode(' a')), "' a'")
  assert.equal(named(new Uint8Array()), 'nothing')
  assert.equal(visible(encoder.encode(' a\t\n')), '␣a⇥↵')
})

test('ids and bytes are written with spans that cut out exactly the groups', () => {
  const ids = write(data, 'ids')
  assert.equal(ids.text, '976 61138 102')
  assert.equal(ids.text.slice(ids.spans[2], ids.spans[3]), '61138')
  const bytes = write(data, 'bytes')
  assert.equal(bytes.text.slice(bytes.spans[4], bytes.spans[5]), '91 a9')
})

test('characters without ink have a mark, others none', () => {
  for (const unseen of [' ', '\t', '\n', '\r', '\u0000', '\u00a0', '\u3000', '\u200b', '\u202e', '\ufeff', '\u2028']) {
    assert.notEqual(markOf(unseen.charCodeAt(0)), null, `U+${unseen.charCodeAt(0).toString(16)}`)
  }
  for (const seen of ['a', '~', 'é', '漢', 'ش', '\u0301']) assert.equal(markOf(seen.charCodeAt(0)), null)
})

test('letters say which way they run, punctuation does not', () => {
  assert.equal(directionOf('ش'), 'right')
  assert.equal(directionOf('ב'), 'right')
  assert.equal(directionOf('a'), 'left')
  assert.equal(directionOf('٣'), 'left')
  assert.equal(directionOf(','), 'neutral')
  assert.equal(mayRunRight('abc דא'), true)
  assert.equal(mayRunRight('abc é 漢'), false)
})

test('offsets agree with the encoder at every unit, across strides and surrogates', () => {
  const text = 'aé漢👩‍🚀\n'.repeat(700)
  const offsets = new Offsets(text)
  for (let unit = 0; unit <= text.length; unit += 1) {
    if (/[\udc00-\udfff]/.test(text.charAt(unit))) continue
    const bytes = encoder.encode(text.slice(0, unit)).length
    assert.equal(offsets.byteAt(unit), bytes)
    assert.equal(offsets.unitAt(bytes), unit)
  }
})
