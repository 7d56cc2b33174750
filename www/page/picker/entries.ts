// What the picker offers and how a search ranks it: by encoding (o200k_base), by model (GPT-4o), by maker. Models
// without a published vocabulary are entries too: they say so and can't be chosen, since any number would be a guess.

import type { Info } from '../../api/index.ts'
import { PRIVATE } from './private.ts'

export type Entry =
  | { readonly kind: 'tokenizer'; readonly info: Info }
  | {
      readonly kind: 'private'
      readonly model: string
      readonly words: readonly string[]
      readonly why: string
      readonly state: string
    }

export function entries(catalog: readonly Info[]): Entry[] {
  // Tokenizers of real models are what people look for; the three that were trained to be compared come after them.
  const own = (info: Info): boolean => info.maker === 'Tokenarium'
  const order = [...catalog.filter(info => !own(info)), ...catalog.filter(own)]
  return [
    ...order.map((info): Entry => ({ kind: 'tokenizer', info })),
    ...PRIVATE.map((p): Entry => ({ kind: 'private', ...p })),
  ]
}

/** Case, punctuation and spaces do not count: `gpt4o`, `GPT-4o` and `gpt 4o` are one. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s._\-/()]+/g, '')
}

/** How well an entry answers; 0: not at all. A start of a name beats a part of it, a name beats a maker. */
export function score(entry: Entry, query: string): number {
  const q = plain(query)
  if (q === '') return 1
  const names =
    entry.kind === 'private'
      ? [entry.model, ...entry.words]
      : [entry.info.name, ...entry.info.equalTo, ...entry.info.models.map(m => m.name)]
  let best = 0
  for (const name of names) {
    const p = plain(name)
    // A tokenizer's own name comes before one that it only equals.
    const own = entry.kind === 'tokenizer' && name === entry.info.name ? 1 : 0
    if (p === q) best = Math.max(best, 100 + own)
    else if (p.startsWith(q)) best = Math.max(best, 60 - Math.min(p.length - q.length, 30) + own)
    else if (p.includes(q)) best = Math.max(best, 20)
    // 'gpt-4o-2024-08-06' is still GPT-4o: a known name at the start of what was typed.
    else if (p.length >= 4 && q.startsWith(p)) best = Math.max(best, 15 + p.length)
  }
  if (best === 0 && entry.kind === 'tokenizer' && plain(entry.info.maker).includes(q)) best = 5
  return best
}

/** Entries that answer, best first; the catalogue's order among equals. */
export function search(all: readonly Entry[], query: string): Entry[] {
  return all
    .map((entry, at) => ({ entry, at, score: score(entry, query) }))
    .filter(({ score, entry }) => score > 0 && (query.trim() !== '' || entry.kind === 'tokenizer'))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ entry }) => entry)
}

/** The model names that answer a search first, so that the visitor sees why an entry is there. */
export function modelsShown(info: Info, query: string, most = 4): string {
  const q = plain(query)
  const names = info.models.map(m => m.name)
  const hits = q === '' ? [] : names.filter(m => plain(m).includes(q) || q.startsWith(plain(m)))
  const list = [...new Set([...hits, ...names])]
  return list.length > most ? `${list.slice(0, most).join(', ')} …` : list.join(', ')
}

/** What is said of an entry besides its models. */
export function remark(info: Info): string {
  return info.equalTo.length > 0 ? `the same vocabulary as ${info.equalTo.join(', ')}` : ''
}
