// The element that room Generate offers for a view writes the same as the room.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import manifest from '../../www/elements/custom-elements.json' with { type: 'json' }
import { elementOf, FIRST } from '../../www/page/generate/settings.ts'

const attributes = manifest.modules[0]?.declarations.find(each => each.tagName === 'token-generate')?.attributes ?? []

test('the first state needs no attribute: the defaults of the element are the settings of the room', () => {
  assert.deepEqual(elementOf(FIRST), { tag: 'token-generate', attributes: {}, text: FIRST.prompt })
  for (const name of ['model', 'strategy', 'temperature', 'seed', 'tokens'] as const) {
    const written = attributes.find(each => each.name === name)?.default
    assert.equal(written, JSON.stringify(FIRST[name]), name)
  }
})

test('settings that differ are attributes; what the element lacks makes it none', () => {
  const element = elementOf({ ...FIRST, seed: 9, strategy: 'trie', prompt: 'Once' })
  assert.deepEqual(element?.attributes, { strategy: 'trie', seed: '9' })
  for (const lacks of [{ topP: 0.9 }, { topK: 40 }, { backend: 'webgpu' as const }]) {
    assert.equal(elementOf({ ...FIRST, ...lacks }), null)
  }
})
