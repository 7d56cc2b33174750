// The guide's registry: every card is whole, every link in it leads somewhere, pictures are safe markup.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toMarkup } from '../../www/elements/svg.ts'
import { hashOf } from '../../www/page/guide/card.ts'
import { bibtex, bySource, CARDS, cardOf, search } from '../../www/page/guide/registry.ts'
import images from '../../www/api/image-catalog.json' with { type: 'json' }
import catalog from '../../www/vocab/catalog.json' with { type: 'json' }

test('cards have ids of their own, three sentences, a thing to look for and a source', () => {
  assert.equal(new Set(CARDS.map(card => card.id)).size, CARDS.length)
  assert.ok(CARDS.length >= 16, `${CARDS.length} cards`)
  for (const card of CARDS) {
    assert.match(card.id, /^[a-z-]+$/)
    assert.equal(card.sentences.length, 3)
    for (const sentence of card.sentences) assert.match(sentence, /\.$/, `${card.id}: ${sentence}`)
    assert.ok(card.look.length > 0 && card.sources.length > 0, card.id)
  }
})

test('every card leads to cards that exist', () => {
  for (const card of CARDS) {
    assert.ok(card.next.length > 0, card.id)
    for (const id of card.next) assert.ok(cardOf(id) !== undefined && id !== card.id, `${card.id} leads to ${id}`)
  }
})

test('every tokenizer that a card opens or embeds ships', () => {
  const names = new Set([...catalog.vocabularies, ...images].map(each => each.name))
  // In room Generate `t` is a temperature.
  for (const card of CARDS.filter(({ open }) => open.path !== 'generate')) {
    const { t, c } = card.open.settings
    const { tokenizer, tokenizers } = card.embed?.attributes ?? {}
    for (const name of [t, ...(c ?? '').split(','), tokenizer, ...(tokenizers ?? '').split(' ')]) {
      if (name) assert.ok(names.has(name), `${card.id}: ${name}`)
    }
  }
})

test('options of image tokenizers are within their bounds, in the room and in the element', () => {
  for (const card of CARDS.filter(({ open }) => open.path === 'image')) {
    const info = images.find(({ name }) => name === card.open.settings.t)
    const { t: _name, s: _sample, ...options } = card.open.settings
    const embedded = Object.fromEntries(new URLSearchParams(card.embed?.attributes.options ?? ''))
    for (const [name, value] of [...Object.entries(options), ...Object.entries(embedded)]) {
      const option = info?.options.find(each => each.name === name)
      assert.ok(option && Number(value) >= option.least && Number(value) <= option.most, `${card.id}: ${name} ${value}`)
    }
  }
})

test('a state is an address that reads back, the training of a text and a step too', () => {
  for (const card of CARDS) {
    const hash = hashOf(card.open)
    const query = new URLSearchParams(hash.slice(hash.indexOf('?') + 1))
    assert.deepEqual(Object.fromEntries(query), card.open.settings, card.id)
    assert.ok(!hash.includes('+'), card.id)
  }
  const training = cardOf('bpe-training')?.open.settings
  assert.equal(training?.step, '12')
  assert.ok(training?.x?.startsWith('She sells'))
})

test('pictures say what they show and hold no markup but their own', () => {
  for (const card of CARDS) {
    const picture = card.picture()
    assert.ok(String(picture.attributes['aria-label']).length > 10, card.id)
    const markup = toMarkup(picture)
    assert.ok(markup.startsWith('<svg xmlns='))
    assert.ok(!/NaN|undefined|style=/.test(markup), card.id)
  }
})

test('search finds mechanisms by name, author without accents, and paper', () => {
  assert.deepEqual(
    search('renyi').map(card => card.id),
    ['zipf'],
  )
  assert.ok(search('sennrich').some(card => card.id === 'byte-pair-encoding'))
  assert.ok(search('subword regularization').some(card => card.id === 'unigram'))
  assert.equal(search('  ').length, CARDS.length)
  assert.equal(search('no such mechanism').length, 0)
})

test('papers come oldest first, each with its cards, and can be cited', () => {
  const papers = bySource(CARDS)
  papers.slice(1).forEach(({ source }, i) => {
    assert.ok(source.year >= (papers[i]?.source.year ?? 0))
  })
  const first = papers[0]
  assert.ok(first !== undefined && first.cards.length > 0)
  assert.match(bibtex(first.source), /^@misc\{[a-z]+\d{4}[a-z]+,\n/)
})
