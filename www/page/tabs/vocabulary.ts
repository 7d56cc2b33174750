// The vocabulary browser: every token of the tokenizer, searched by text, bytes (hex) or id, or leafed through.

import type { Entry, TextTokenizer } from '../../api/index.ts'
import type { App } from '../app.ts'
import { copy } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { count, hex } from '../format.ts'
import type { TabView } from '../inspect/tabs.ts'
import { label } from '../visible.ts'

const PAGE = 60
/** Said of a token that no text becomes. */
const UNREACHABLE: Record<NonNullable<Entry['unreachable']>, string> = {
  model: 'no text gives it: the model makes other tokens of it',
  normalizer: 'no text gives it: normalizing changes it',
}

/** `20 74 6f`, `0x20746f`: bytes rather than text. */
export function asBytes(query: string): Uint8Array | null {
  const compact = query
    .trim()
    .replace(/^0x/i, '')
    .replace(/[\s,]+/g, '')
  const marked = /^\s*0x/i.test(query) || /^\s*([0-9a-f]{2}\s+)+[0-9a-f]{2}\s*$/i.test(query)
  if (!marked || compact.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(compact)) return null
  return Uint8Array.from(compact.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

export function makeVocabulary(app: App): TabView {
  const input = h('input', {
    class: 'field',
    type: 'search',
    'aria-label': 'Search the vocabulary by text, bytes in hex or id',
    placeholder: 'text, id, or bytes: e2 80 94',
    spellcheck: 'false',
  })
  const words = h('span', { class: 'note', role: 'status' })
  const list = h('div', { class: 'entries' })
  const back = h('button', { class: 'button', type: 'button' }, '◀ before')
  const next = h('button', { class: 'button', type: 'button' }, 'next ▶')
  const paging = h('div', { class: 'row' }, back, next)
  const element = h('div', null, h('div', { class: 'row' }, input, words, h('span', { class: 'grow' }), paging), list)
  let from = 0
  let drawn = ''
  let timer = 0
  let asked = 0

  const show = async (): Promise<void> => {
    const mine = ++asked
    const query = input.value
    try {
      const tokenizer = await app.session.tokenizer(app.store.state.tokenizer)
      const { size } = tokenizer.vocabulary
      from = Math.min(Math.max(from, 0), Math.max(0, size - 1))
      const entries = query === '' ? await tokenizer.vocabulary.page(from, PAGE) : await found(tokenizer, query)
      if (mine !== asked) return
      paging.hidden = query !== ''
      words.textContent =
        query === ''
          ? `ids ${count(from)} to ${count(from + entries.length - 1)} of ${count(size)}`
          : entries.length === PAGE
            ? `the first ${PAGE} found`
            : `${count(entries.length)} found`
      put(list, ...entries.map(entry => row(entry, tokenizer)))
    } catch (error) {
      if (mine === asked && !isAbort(error)) words.textContent = reasonOf(error)
    }
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void show(), 120)
  })
  back.addEventListener('click', () => {
    from -= PAGE
    void show()
  })
  next.addEventListener('click', () => {
    from += PAGE
    void show()
  })
  return {
    element,
    draw() {
      const { tokenizer } = app.store.state
      if (drawn === tokenizer) return
      drawn = tokenizer
      from = 0
      void show()
    },
  }
}

/** The token of that id, where the query is a number, and the tokens that hold the text or the bytes. */
async function found(tokenizer: TextTokenizer, query: string): Promise<Entry[]> {
  const id = /^\s*\d{1,10}\s*$/.test(query) ? Number(query) : null
  const byId = id !== null && id < tokenizer.vocabulary.size ? [await tokenizer.vocabulary.get(id)] : []
  const rest = await tokenizer.vocabulary.search(asBytes(query) ?? query, { limit: PAGE - byId.length })
  return [...byId, ...rest.filter(entry => entry.id !== id)]
}

function row(entry: Entry, tokenizer: TextTokenizer): HTMLElement {
  const bytes = Uint8Array.from(entry.bytes)
  const id = h('button', { class: 'quiet num', type: 'button', title: 'copy the id' }, String(entry.id))
  id.addEventListener('click', () => void copy(String(entry.id), id))
  const special = tokenizer.info.added.find(token => token.id === entry.id)
  const note = special
    ? special.special
      ? 'special'
      : 'added'
    : hex(bytes.subarray(0, 12)) + (bytes.length > 12 ? ' …' : '')
  return h(
    'div',
    entry.unreachable ? { class: 'unreachable' } : null,
    id,
    h('span', { class: `piece t${entry.id % 6}`, dir: 'auto' }, label(bytes) || '∅'),
    h('small', null, note),
    entry.unreachable ? h('small', { class: 'why' }, UNREACHABLE[entry.unreachable]) : null,
  )
}
