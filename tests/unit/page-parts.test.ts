// Small pure parts of the page: the picker's search, ids as people type them, invisible characters, CSV.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Info } from '../../www/api/types.ts'
import { csv } from '../../www/page/clipboard.ts'
import { entries, search } from '../../www/page/picker/entries.ts'
import { asBytes } from '../../www/page/tabs/vocabulary.ts'
import { parseIds } from '../../www/page/tabs/parse-ids.ts'
import { label, visible } from '../../www/page/visible.ts'
import data from '../../www/vocab/catalog.json' with { type: 'json' }

const catalog: readonly Info[] = data.vocabularies.map(v => ({
  name: v.name,
  kind: 'text',
  model: v.kind,
  vocabularySize: v.size,
  bytes: v.bytes,
  licence: v.licence,
  source: v.source,
  maker: v.maker,
  models: v.models,
  equalTo: v.equalTo,
  title: v.title,
  note: v.note,
  chatTemplate: v.chatTemplate,
}))

const first = (query: string): string => {
  const entry = search(entries(catalog), query)[0]
  return entry === undefined ? 'nothing' : entry.kind === 'tokenizer' ? entry.info.name : entry.state
}

test('a search finds a tokenizer by model as well as by encoding', () => {
  assert.equal(first('GPT-4o'), 'o200k_base')
  assert.equal(first('gpt4o'), 'o200k_base')
  assert.equal(first('gpt-4o-2024-08-06'), 'o200k_base')
  assert.equal(first('o200k'), 'o200k_base')
  assert.equal(first('cl100k_base'), 'cl100k_base')
  assert.equal(first('GPT-4'), 'cl100k_base')
})

test('models without a public vocabulary are named as such', () => {
  assert.equal(first('Claude Opus 4'), 'not public')
  assert.equal(first('gemini'), 'not public')
  assert.equal(first('Llama 3.1'), 'your own file')
  assert.ok(search(entries(catalog), 'claude').some(entry => entry.kind === 'private'))
})

test('without a query only what can be chosen is listed', () => {
  const all = search(entries(catalog), '')
  assert.equal(all.length, catalog.length)
  assert.ok(all.every(entry => entry.kind === 'tokenizer'))
})

test('ids are read in every form that people have', () => {
  const ids = (text: string): (number | null)[] => parseIds(text).items.map(item => item.id)
  assert.deepEqual(ids('[1, 2, 3]'), [1, 2, 3])
  assert.deepEqual(ids('1\n2\r\n3'), [1, 2, 3])
  assert.deepEqual(ids('1_000 x 99999999999 -4 4294967295'), [1000, null, null, null, 4294967295])
  assert.deepEqual(ids(''), [])
})

test('bytes in a search are told from text', () => {
  assert.deepEqual(asBytes('e2 80 94'), Uint8Array.of(0xe2, 0x80, 0x94))
  assert.deepEqual(asBytes('0x20'), Uint8Array.of(0x20))
  assert.equal(asBytes('face'), null)
  assert.equal(asBytes('be'), null)
})

test('what is invisible is made visible', () => {
  assert.equal(visible(' a\n\t\u0000\u200d'), '␣a↵⇥␀⟨ZWJ⟩')
  assert.equal(visible('\u0301'), '◌\u0301')
  assert.equal(label(Uint8Array.of(0xf0, 0x9f)), 'f0 9f')
})

test('CSV keeps commas, quotes, lines, and is no formula', () => {
  assert.equal(
    csv([
      ['a,b', 'say "x"', 3],
      ['=1+1', 'two\nlines', -4],
    ]),
    '"a,b","say ""x""",3\r\n\'=1+1,"two\nlines",-4',
  )
})
