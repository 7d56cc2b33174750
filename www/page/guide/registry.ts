// The guide's registry: chapters in the order to read them. A new mechanism is a card in a chapter and a picture; nothing else changes.

import type { Card, Chapter, Source } from './card.ts'
import { COST } from './chapters/cost.ts'
import { CUT } from './chapters/cut.ts'
import { FITTED_PICTURES } from './chapters/fitted-pictures.ts'
import { JUDGED_PICTURES } from './chapters/judged-pictures.ts'
import { PICTURES } from './chapters/pictures.ts'
import { TRAIN } from './chapters/train.ts'
import { WRITE } from './chapters/write.ts'

export const CHAPTERS: readonly Chapter[] = [CUT, TRAIN, COST, PICTURES, FITTED_PICTURES, JUDGED_PICTURES, WRITE]

/** All cards in order. */
export const CARDS: readonly Card[] = CHAPTERS.flatMap(chapter => chapter.cards)

/** The card of an address; the first where the address names none. */
export function cardOf(id: string): Card | undefined {
  return CARDS.find(card => card.id === id)
}

/** Sources with the cards that name them, the oldest first. */
export function bySource(cards: readonly Card[]): { source: Source; cards: Card[] }[] {
  const found = new Map<Source, Card[]>()
  for (const card of cards) {
    for (const source of card.sources) found.set(source, [...(found.get(source) ?? []), card])
  }
  return [...found]
    .map(([source, cards]) => ({ source, cards }))
    .sort((a, b) => a.source.year - b.source.year || a.source.title.localeCompare(b.source.title, 'en'))
}

/** Cards in which every word of a query occurs: title, text, papers, authors. */
export function search(query: string): readonly Card[] {
  const words = fold(query)
    .split(/\s+/)
    .filter(word => word !== '')
  if (words.length === 0) return CARDS
  return CARDS.filter(card => {
    const papers = card.sources.flatMap(source => [source.title, source.authors, String(source.year), source.venue])
    const all = fold([card.title, card.line, ...card.sentences, ...card.look, ...papers].join(' '))
    return words.every(word => all.includes(word))
  })
}

/** Lower case without accents, so that Renyi finds Rényi. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** A source as BibTeX, to be cited. */
export function bibtex(source: Source): string {
  const authors = source.authors.split(', ')
  const name = fold(authors[0]?.split(' ').at(-1) ?? 'unknown').replace(/[^a-z]/g, '')
  const word =
    fold(source.title)
      .split(/[^a-z]+/)
      .find(each => each.length > 3) ?? 'work'
  const fields = [
    `  author = {${authors.join(' and ')}}`,
    `  title = {${source.title}}`,
    `  year = {${source.year}}`,
    `  howpublished = {${source.venue}}`,
  ]
  return `@misc{${name}${source.year}${word},\n${fields.join(',\n')}\n}`
}
