// Tokens near the chosen one in the vocabulary: the same with another case or space, what it begins, its next ids.

import type { Entry } from '../../api/index.ts'
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
  const found = query.length > 0 ? await tokenizer.vocabulary.search(query, { limit: 40 }) : []
  const others = found.filter(entry => entry.id !== detail.id && entry.bytes.length > 0)
  const near = rank(others, detail.bytes).slice(0, SHOWN)
  if (near.length === 0) return h('p', { class: 'note' }, 'No other token holds these bytes.')
  return h(
    'dl',
    { class: 'near' },
    ...near.flatMap(entry => [
      h('dt', null, h('span', { class: `piece t${entry.id % 6}`, dir: 'auto' }, label(Uint8Array.from(entry.bytes)))),
      h('dd', null, String(entry.id)),
    ]),
  )
}

/** Shorter first: closest to the token itself. */
function rank(entries: readonly Entry[], bytes: Uint8Array): Entry[] {
  return [...entries].sort(
    (a, b) => Math.abs(a.bytes.length - bytes.length) - Math.abs(b.bytes.length - bytes.length) || a.id - b.id,
  )
}
