// Room Guide: cards drawn from the registry, the chosen one large beside them. The chosen card is in the address (`#guide/ID`); search and order
// are not, they pass.

import { drawingSheets, sheet } from '../../elements/drawing/index.ts'
import { toElement } from '../../elements/svg.ts'
import type { Route } from '../address/settings.ts'
import { h } from '../dom.ts'
import type { Room } from '../rooms/room.ts'
import { elementCode } from '../share/code.ts'
import { copyButton, plainButton } from '../snippet.ts'
import { type Card, hashOf } from './card.ts'
import css from './guide.css' with { type: 'text' }
import { bibtex, bySource, CARDS, CHAPTERS, cardOf, search } from './registry.ts'

let own: CSSStyleSheet | undefined

/** Draws the guide into `root`, which it empties. */
export function mountGuide(root: HTMLElement, route: Route): Room {
  own ??= sheet(css)
  if (!document.adoptedStyleSheets.includes(own)) document.adoptedStyleSheets.push(...drawingSheets(), own)
  const room = new Guide(root)
  room.open(route)
  return room
}

class Guide implements Room {
  readonly #list = h('div', { class: 'guide-list' })
  readonly #aside = h('aside', { class: 'guide-aside' })
  readonly #count = h('span', { class: 'guide-note' })
  readonly #search = h('input')
  readonly #orders = new Map<'order' | 'paper', HTMLButtonElement>()
  #order: 'order' | 'paper' = 'order'
  #card: Card = CARDS[0] as Card

  constructor(root: HTMLElement) {
    this.#search.type = 'search'
    this.#search.placeholder = 'Mechanism, paper, author'
    this.#search.setAttribute('aria-label', 'Search the guide')
    this.#search.addEventListener('input', () => this.#draw())
    const orders = h('div', { class: 'guide-order' })
    orders.setAttribute('role', 'group')
    orders.setAttribute('aria-label', 'Order')
    for (const [order, label] of [
      ['order', 'In order'],
      ['paper', 'By paper'],
    ] as const) {
      const button = plainButton(label, () => {
        this.#order = order
        this.#draw()
      })
      this.#orders.set(order, button)
      orders.append(button)
    }
    this.#count.setAttribute('role', 'status')
    this.#aside.setAttribute('aria-label', 'The chosen mechanism')
    const main = h(
      'div',
      { class: 'guide-main' },
      h('div', { class: 'guide-bar' }, this.#search, orders, this.#count),
      this.#list,
    )
    root.replaceChildren(h('div', { class: 'guide' }, main, this.#aside))
    this.#draw()
  }

  open({ path }: Route): void {
    this.#card = cardOf(decode(path.split(/[/?]/)[0] ?? '')) ?? (CARDS[0] as Card)
    for (const link of this.#list.querySelectorAll('a')) {
      if (link.dataset.card === this.#card.id) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
    this.#show()
  }

  #draw(): void {
    for (const [order, button] of this.#orders) button.setAttribute('aria-pressed', String(order === this.#order))
    const cards = search(this.#search.value)
    this.#count.textContent =
      cards.length === CARDS.length ? 'each opens its room in exactly this state' : `${cards.length} of ${CARDS.length}`
    if (cards.length === 0) {
      this.#list.replaceChildren(
        h('p', { class: 'guide-empty' }, 'Nothing in the guide says that. Try a shorter word, or an author.'),
      )
    } else if (this.#order === 'paper') {
      this.#list.replaceChildren(...bySource(cards).map(({ source, cards }) => paper(source, cards)))
    } else {
      this.#list.replaceChildren(
        ...CHAPTERS.map(chapter => ({ ...chapter, cards: chapter.cards.filter(card => cards.includes(card)) }))
          .filter(chapter => chapter.cards.length > 0)
          .map(chapter => {
            const list = h(
              'ul',
              { class: 'guide-cards' },
              ...chapter.cards.map(card => h('li', null, this.#small(card))),
            )
            return h(
              'section',
              { class: 'guide-chapter' },
              h('h2', null, chapter.title),
              h('p', null, chapter.line),
              list,
            )
          }),
      )
    }
  }

  #small(card: Card): HTMLElement {
    const picture = toElement(card.picture())
    picture.setAttribute('aria-hidden', 'true')
    picture.removeAttribute('role')
    picture.removeAttribute('aria-label')
    const link = h('a', { class: 'guide-card' })
    link.append(
      picture,
      h('b', null, card.title),
      h('span', null, card.line),
      h('small', null, card.sources[0]?.short ?? ''),
    )
    link.href = `#guide/${card.id}`
    link.dataset.card = card.id
    if (card === this.#card) link.setAttribute('aria-current', 'true')
    return link
  }

  #show(): void {
    const card = this.#card
    const chapter = CHAPTERS.find(each => each.cards.includes(card))
    const place =
      chapter === undefined ? '' : `${chapter.title}, ${chapter.cards.indexOf(card) + 1} of ${chapter.cards.length}`
    const base = new URL('.', document.baseURI)
    const open = h('a', { class: 'go' }, card.open.label)
    open.href = hashOf(card.open)
    const embed = card.embed && copyable(elementCode(card.embed, base))
    const cite = copyable(card.sources.map(bibtex).join('\n\n'))
    const panel = h(
      'section',
      { class: 'guide-panel' },
      h('p', { class: 'kicker' }, place),
      h('h2', null, card.title),
      toElement(card.picture()),
      h('p', null, card.sentences.join(' ')),
      h('div', { class: 'guide-actions' }, open, embed && opener('Embed', embed), opener('Cite', cite)),
      embed,
      cite,
    )
    const look = h(
      'section',
      { class: 'guide-panel' },
      h('h3', null, 'What to look for'),
      h('ol', null, ...card.look.map(each => h('li', null, each))),
    )
    const from = h(
      'section',
      { class: 'guide-panel' },
      h('h3', null, 'From'),
      ...card.sources.map(source =>
        h(
          'p',
          { class: 'guide-source' },
          source.title,
          h('small', null, `${source.authors}. ${source.venue}, ${source.year}`),
        ),
      ),
      h('h3', null, 'Leads to'),
      h('p', { class: 'guide-next' }, ...card.next.flatMap(id => linkTo(id))),
    )
    this.#aside.replaceChildren(panel, look, from)
  }
}

/** A paper with its cards. */
function paper(
  source: { title: string; authors: string; year: number; venue: string },
  cards: readonly Card[],
): HTMLElement {
  return h(
    'section',
    { class: 'guide-paper' },
    h('h3', null, source.title),
    h('p', null, `${source.authors}. ${source.venue}, ${source.year}`),
    h('ul', null, ...cards.map(card => h('li', null, ...linkTo(card.id)))),
  )
}

function linkTo(id: string): HTMLElement[] {
  const card = cardOf(id)
  if (card === undefined) return []
  const link = h('a', null, card.title)
  link.href = `#guide/${id}`
  link.dataset.card = id
  return [link]
}

/** Code with a button that copies it; closed at first. */
function copyable(code: string): HTMLElement {
  return h('div', { class: 'guide-copy', hidden: true }, h('pre', { tabindex: 0 }, code), copyButton(code))
}

/** A button that opens and closes a block. */
function opener(label: string, block: HTMLElement): HTMLButtonElement {
  const button = plainButton(label, () => {
    block.hidden = !block.hidden
    button.setAttribute('aria-expanded', String(!block.hidden))
  })
  button.setAttribute('aria-expanded', 'false')
  return button
}

/** Part of an address, which may be mangled. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
