// The store: reducers are pure, nothing changes where nothing did, undo goes back and redo forward.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reduce } from '../../www/page/store/reduce.ts'
import { FIRST } from '../../www/page/store/state.ts'
import { Store } from '../../www/page/store/store.ts'

test('an action that changes nothing gives the same object', () => {
  assert.equal(reduce(FIRST, { type: 'view', view: FIRST.view }), FIRST)
  assert.equal(reduce(FIRST, { type: 'tokenizer', name: FIRST.tokenizer }), FIRST)
  assert.equal(reduce(FIRST, { type: 'train', train: {} }), FIRST)
})

test('a reducer leaves the state before as it was', () => {
  const before = structuredClone(FIRST)
  reduce(FIRST, { type: 'compare', at: 1, name: 'gpt2' })
  reduce(FIRST, { type: 'train', train: { size: 7 } })
  assert.deepEqual(FIRST, before)
})

test('another tokenizer gives up the chosen token', () => {
  const chosen = reduce(FIRST, { type: 'token', token: 5 })
  assert.equal(reduce(chosen, { type: 'tokenizer', name: 'gpt2' }).token, null)
})

test('two to four tokenizers are compared', () => {
  let state = FIRST
  for (let i = 0; i < 5; i++) state = reduce(state, { type: 'compare-add', name: `n${i}` })
  assert.equal(state.compare.length, 4)
  for (let i = 0; i < 5; i++) state = reduce(state, { type: 'compare-remove', at: 0 })
  assert.equal(state.compare.length, 2)
})

test('other options of a training forget the step, the step alone does not', () => {
  const at = reduce(FIRST, { type: 'train', train: { step: 12 } })
  assert.equal(at.train.step, 12)
  assert.equal(reduce(at, { type: 'train', train: { size: 50 } }).train.step, null)
})

test('numbers are held to their bounds', () => {
  assert.equal(reduce(FIRST, { type: 'context', context: -3 }).context, 1)
  assert.equal(reduce(FIRST, { type: 'context', context: Number.NaN }).context, 1)
  assert.equal(reduce(FIRST, { type: 'train', train: { size: 1e9 } }).train.size, 100_000)
})

test('undo and redo', () => {
  const store = new Store(FIRST)
  const seen: string[] = []
  store.listen(state => seen.push(state.tokenizer))
  store.dispatch({ type: 'tokenizer', name: 'gpt2' })
  store.dispatch({ type: 'token', token: 3 })
  store.dispatch({ type: 'view', view: 'ids' })
  assert.ok(store.undo())
  assert.equal(store.state.view, 'text')
  assert.ok(store.undo())
  assert.equal(store.state.tokenizer, FIRST.tokenizer)
  assert.equal(store.undo(), false)
  assert.ok(store.redo())
  assert.equal(store.state.tokenizer, 'gpt2')
  assert.ok(seen.includes('gpt2'))
})
