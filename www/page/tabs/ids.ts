// Ids to text: paste or edit ids, see the text that they stand for. A bad id is pointed at in its place, the rest is
// decoded all the same.

import { TokenariumError } from '../../api/index.ts'
import type { App } from '../app.ts'
import { copy } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { plural } from '../format.ts'
import type { TabView } from '../inspect/tabs.ts'
import { label } from '../visible.ts'
import { parseIds } from './parse-ids.ts'

/** So many ids are shown one by one. */
const SHOWN = 400

export function makeIds(app: App): TabView {
  const input = h('textarea', {
    class: 'field',
    rows: 3,
    'aria-label': 'Token ids',
    placeholder: '976, 4853, 99665 … or [976, 4853, 99665]',
    spellcheck: 'false',
  })
  const words = h('p', { class: 'note', role: 'status' })
  const pieces = h('div', { class: 'pieces' })
  const text = h('output', { class: 'decoded', 'aria-label': 'The text of these ids' })
  const present = h('button', { class: 'button', type: 'button' }, 'Ids of the text above')
  const copyText: HTMLButtonElement = h(
    'button',
    { class: 'button', type: 'button', onclick: () => void copy(text.textContent ?? '', copyText) },
    'Copy text',
  )
  const use = h(
    'button',
    { class: 'button', type: 'button', onclick: () => app.setText(text.textContent ?? '', { kind: 'own' }) },
    'Put into the editor',
  )
  const element = h('div', null, input, h('div', { class: 'row' }, present, copyText, use), words, pieces, text)
  let asked = 0
  let drawn = ''

  const decode = async (): Promise<void> => {
    const mine = ++asked
    const { items } = parseIds(input.value)
    try {
      const tokenizer = await app.session.tokenizer(app.store.state.tokenizer)
      const size = tokenizer.vocabulary.size
      const good = items.filter(item => item.id !== null && item.id < size).map(item => item.id ?? 0)
      const ids = Uint32Array.from(good)
      const gaps = await holes(ids, probe => tokenizer.bytes(probe))
      const known = ids.filter((_, i) => !gaps.has(i))
      const [decoded, { bytes, ends }] = await Promise.all([tokenizer.decode(known), tokenizer.bytes(known)])
      if (mine !== asked) return
      text.textContent = decoded
      let at = 0
      let which = 0
      let goodAt = 0
      let bad = 0
      const shown: HTMLElement[] = []
      for (const item of items) {
        const inside = item.id !== null && item.id < size
        const fine = inside && !gaps.has(goodAt)
        if (inside) goodAt += 1
        if (fine) {
          const end = ends[which] ?? at
          if (shown.length < SHOWN)
            shown.push(
              h(
                'span',
                { class: `piece t${which % 6}`, title: `id ${item.id}`, dir: 'auto' },
                label(bytes.subarray(at, end)) || '∅',
              ),
            )
          at = end
          which += 1
        } else {
          bad += 1
          const why =
            item.id === null
              ? 'no number'
              : inside
                ? 'an id that this vocabulary leaves empty'
                : `beyond the last id, ${size - 1}`
          if (shown.length < SHOWN) shown.push(h('mark', { class: 'piece bad-id', title: why }, `${item.raw}: ${why}`))
        }
      }
      put(pieces, ...shown)
      words.textContent =
        items.length === 0
          ? ''
          : `${plural(which, 'id')}${bad > 0 ? `, ${plural(bad, 'bad one')} left out` : ''}${shown.length < items.length ? `, the first ${shown.length} shown one by one` : ''}`
    } catch (error) {
      if (mine === asked && !isAbort(error)) words.textContent = reasonOf(error)
    }
  }
  input.addEventListener('input', () => void decode())
  present.addEventListener('click', async () => {
    const { tokenizer, specials, template } = app.store.state
    const loaded = await app.session.tokenizer(tokenizer)
    const { ids } = await loaded.encode(app.text.whole(), { specials, template })
    input.value = ids.join(', ')
    await decode()
  })
  return {
    element,
    draw() {
      const { tokenizer } = app.store.state
      if (drawn === tokenizer) return
      drawn = tokenizer
      void decode()
    },
  }
}

/** Positions of ids that the vocabulary leaves empty: the engine names the first, so it is asked until it names none. */
async function holes(ids: Uint32Array, ask: (ids: Uint32Array) => Promise<unknown>): Promise<Set<number>> {
  const found = new Set<number>()
  for (let round = 0; round < 50; round++) {
    try {
      await ask(ids.filter((_, i) => !found.has(i)))
      return found
    } catch (error) {
      const bad =
        error instanceof TokenariumError && error.code === 'unknown-id'
          ? (error.detail as { id?: number } | undefined)?.id
          : undefined
      if (bad === undefined) throw error
      const before = found.size
      ids.forEach((id, i) => {
        if (id === bad) found.add(i)
      })
      if (found.size === before) throw error
    }
  }
  return found
}
