// The address of room Text: every state survives the way through it, and no address, however mangled, breaks the page.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pack, PACKED_LIMIT, unpack } from '../../www/page/address/pack.ts'
import { readSettings, route, writeSettings } from '../../www/page/address/settings.ts'
import { FIRST, MODES, type State, TABS, TRAIN_KINDS, TRAIN_SPLITS, VIEWS } from '../../www/page/store/state.ts'

/** A generator of numbers that is the same on every machine. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function pick<T>(random: (below: number) => number, all: readonly T[]): T {
  const value = all[random(all.length)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

const NAMES = ['o200k_base', 'cl100k_base', 'gpt2', 'qwen2.5', 'bert-uncased', 'mistral-v3']

function anyState(random: (below: number) => number): State {
  return {
    mode: pick(random, MODES),
    tokenizer: pick(random, NAMES),
    compare: Array.from({ length: 2 + random(3) }, () => pick(random, NAMES)),
    view: pick(random, VIEWS),
    specials: pick(random, ['text', 'parse'] as const),
    template: random(2) === 1,
    context: 1 + random(2_000_000),
    price: pick(random, [null, random(1000) / 8, random(1000) / 7, 10 ** -random(12)]),
    tab: pick(random, TABS),
    differences: random(2) === 1,
    token: random(2) === 1 ? random(1e6) : null,
    train: {
      kind: pick(random, TRAIN_KINDS),
      split: pick(random, TRAIN_SPLITS),
      alphabet: pick(random, ['bytes', 'characters'] as const),
      size: 1 + random(9999),
      frequency: 1 + random(50),
      step: random(2) === 1 ? random(500) : null,
    },
    chat: pick(random, [FIRST.chat, [], [{ role: 'user', content: `a & b = "c" ${random(99)} ü 🧑‍🚀\n,` }]]),
    origin: { kind: 'sample', id: pick(random, ['first', 'numbers', 'code']) },
    theme: pick(random, ['auto', 'light', 'dark'] as const),
  }
}

test('a state comes back from its address', () => {
  const random = seeded(7)
  for (let i = 0; i < 2000; i++) {
    const state = anyState(random)
    const hash = `#text/${state.mode}?${writeSettings(state)}`
    assert.deepEqual(readSettings(route(hash)), state, hash)
  }
})

test('the first state has no parameters', () => {
  assert.equal(writeSettings(FIRST).size, 0)
  assert.deepEqual(readSettings(route('')), FIRST)
})

test('a mangled address gives a state within bounds', () => {
  const random = seeded(11)
  const characters = '#?&=%,./abktspvxd0123456789-_\u0000ü🧑{}[]"'
  for (let i = 0; i < 5000; i++) {
    let hash = `#text/${pick(random, MODES)}?${writeSettings(anyState(random))}`
    for (let edits = 1 + random(8); edits > 0; edits--) {
      const at = random(hash.length)
      hash = hash.slice(0, at) + pick(random, [...characters]) + hash.slice(at + random(3))
    }
    const state = readSettings(route(hash))
    assert.ok(MODES.includes(state.mode))
    assert.ok(TABS.includes(state.tab))
    assert.ok(state.compare.length >= 2 && state.compare.length <= 4)
    assert.ok(Number.isInteger(state.context) && state.context >= 1)
    assert.ok(state.token === null || Number.isInteger(state.token))
    assert.ok(state.price === null || (state.price >= 0 && Number.isFinite(state.price)))
    assert.ok(Number.isInteger(state.train.size) && state.train.size >= 1)
  }
})

test('a text comes back from its packed form, unpaired surrogates and all', async () => {
  const texts = [
    '',
    'a',
    'CR\r CRLF\r\n NUL\u0000 BOM\ufeff LS\u2028',
    '🧑‍🚀 naïve',
    'lone \ud800 and \udc00 halves',
    'x'.repeat(50_000),
  ]
  for (const text of texts) {
    const packed = await pack(text)
    assert.ok(packed !== null)
    assert.match(packed, /^[\w-]+$/)
    assert.equal(await unpack(packed), text)
  }
})

test('what does not pack into the limit is refused', async () => {
  const random = seeded(3)
  const noise = Array.from({ length: 20_000 }, () => String.fromCharCode(33 + random(90))).join('')
  assert.equal(await pack(noise), null)
  const packed = await pack(noise.slice(0, 5000))
  assert.ok(packed !== null && packed.length <= (PACKED_LIMIT * 4) / 3 + 8)
})

test('mangled packed text is null or a text, never a failure', async () => {
  const random = seeded(5)
  const good = (await pack('The quick tokenizer sees bytes: naïve café, 東京タワー')) ?? ''
  for (let i = 0; i < 500; i++) {
    const at = random(good.length)
    const mangled = good.slice(0, at) + pick(random, [...'Az09-_%+/= ']) + good.slice(at + random(4))
    const text = await unpack(mangled)
    assert.ok(text === null || typeof text === 'string')
  }
})

test('what stands behind another room’s name is not read as settings of texts', () => {
  assert.deepEqual(readSettings(route('#image?t=codebook&s=noise&k=7')), FIRST)
  assert.equal(readSettings(route('#image?t=codebook&theme=dark')).theme, 'dark')
})
