// The payload of picture files against the numbers of tests/golden/payload/write.py.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { payloadBytes } from '../../www/page/image/payload.ts'
import known from '../golden/payload/payload.json' with { type: 'json' }

const read = (name: string): Uint8Array => readFileSync(`tests/golden/payload/${name}`)

test('the payload is what stands behind the first scan, in the chunks, in the data box', () => {
  assert.equal(Object.keys(known).length, 6)
  for (const [name, bytes] of Object.entries(known)) assert.equal(payloadBytes(read(name)), bytes, name)
})

test('files that are cut off or of another format have none, or less', () => {
  assert.equal(payloadBytes(new Uint8Array()), null)
  assert.equal(payloadBytes(new TextEncoder().encode('a text that is no picture')), null)
  for (const [name, bytes] of Object.entries(known)) {
    const file = read(name)
    for (let end = 0; end < file.length; end += 7) {
      const found = payloadBytes(file.subarray(0, end))
      assert.ok(found === null || found <= bytes, `${name} of ${end} bytes: ${found}`)
    }
  }
})
