// Tokens near the chosen one in the vocabulary: the same with another case or space, what it begins, its next ids.

import type { Entry, TextTokenizer } from '../../api/index.ts'
import type { App } from '../app.ts'
import { h } from '../dom.ts'
import type { Detail } from '../inspect/desk.ts'
import { label, textOf } from '../visible.ts'

/** So many are shown. */
const SHOWN = 8

export async function neighbours(app: App, detail: Detail): Promise<HTMLElement> {
  const tokenizer = await app.session.tokenizer(app.store.state.tokenizer)
  const text = textOf(detail.bytes)
  const query = text === null ? detail.bytes : text.trim() || text
  const [found, within] = await Promise.all([
    query.length > 0 ? tokenizer.vocabulary.search(query, { limit: 60 }) : [],
    text === null ? [] : parts(tokenizer, text),
  ])
  const others = found.filter(entry => entry.id !== detail.id && entry.bytes.length > 0 && !entry.vacant)
  const near = unique([...rank(others, detail.bytes).slice(0, SHOWN - within.length), ...within]).filter(
    entry => entry.id !== detail.id,
  )
  if (near.length === 0) return h('p', { class: 'note' }, 'No other token holds these bytes.')
  return h(
    'dl',
    { class: 'near' },
    ...near.flatMap(entry => [
      h('dt', null, h('span', { class: 'piece', dir: 'auto' }, label(Uint8Array.from(entry.bytes)))),
      h('dd', null, String(entry.id)),
    ]),
  )
}

/** The longest beginning and the longest end of a text that are one token themselves. */
async function parts(tokenizer: TextTokenizer, text: string): Promise<Entry[]> {
  const characters = [...text].slice(0, 24)
  const one = async (pieces: string[]): Promise<Entry | null> => {
    for (const piece of pieces) {
      const { ids } = await tokenizer.encode(piece)
      const id = ids[0]
      if (ids.length === 1 && id !== undefined) return tokenizer.vocabulary.get(id)
    }
    return null
  }
  const lengths = Array.from({ length: Math.max(0, characters.length - 2) }, (_, i) => characters.length - 1 - i)
  const found = await Promise.all([
    one(lengths.map(n => characters.slice(0, n).join(''))),
    one(lengths.map(n => characters.slice(-n).join(''))),
  ])
  return found.filter(entry => entry !== null)
}

function unique(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry, i) => entries.findIndex(other => other.id === entry.id) === i)
}

/** Shorter first: closest to the token itself. */
function rank(entries: readonly Entry[], bytes: Uint8Array): Entry[] {
  return [...entries].sort(
    (a, b) => Math.abs(a.bytes.length - bytes.length) - Math.abs(b.bytes.length - bytes.length) || a.id - b.id,
  )
}
