// Room Guide: cards drawn from the registry, the chosen one large beside them. The chosen card is in the address (`#guide/ID`); search and order
// are not, they pass.

import { drawingSheets, sheet } from '../../elements/drawing/index.ts'
import { toElement } from '../../elements/svg.ts'
import type { Route } from '../address/settings.ts'
import type { Room } from '../rooms/room.ts'
import { elementCode } from '../share/code.ts'
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
  readonly #list = make('div', 'guide-list')
  readonly #aside = make('aside', 'guide-aside')
  readonly #count = make('span', 'guide-note')
  readonly #search = make('input', '')
  readonly #orders = new Map<'order' | 'paper', HTMLButtonElement>()
  #order: 'order' | 'paper' = 'order'
  #card: Card = CARDS[0] as Card

  constructor(root: HTMLElement) {
    this.#search.type = 'search'
    this.#search.placeholder = 'Mechanism, paper, author'
    this.#search.setAttribute('aria-label', 'Search the guide')
    this.#search.addEventListener('input', () => this.#draw())
    const orders = make('div', 'guide-order')
    orders.setAttribute('role', 'group')
    orders.setAttribute('aria-label', 'Order')
    for (const [order, label] of [
      ['order', 'In order'],
      ['paper', 'By paper'],
    ] as const) {
      const button = action(label, () => {
        this.#order = order
        this.#draw()
      })
      this.#orders.set(order, button)
      orders.append(button)
    }
    this.#count.setAttribute('role', 'status')
    this.#aside.setAttribute('aria-label', 'The chosen mechanism')
    const main = make('div', 'guide-main', make('div', 'guide-bar', this.#search, orders, this.#count), this.#list)
    root.replaceChildren(make('div', 'guide', main, this.#aside))
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
        make('p', 'guide-empty', 'Nothing in the guide says that. Try a shorter word, or an author.'),
      )
    } else if (this.#order === 'paper') {
      this.#list.replaceChildren(...bySource(cards).map(({ source, cards }) => paper(source, cards)))
    } else {
      this.#list.replaceChildren(
        ...CHAPTERS.map(chapter => ({ ...chapter, cards: chapter.cards.filter(card => cards.includes(card)) }))
          .filter(chapter => chapter.cards.length > 0)
          .map(chapter => {
            const list = make('ul', 'guide-cards', ...chapter.cards.map(card => make('li', '', this.#small(card))))
            return make('section', 'guide-chapter', make('h2', '', chapter.title), make('p', '', chapter.line), list)
          }),
      )
    }
  }

  #small(card: Card): HTMLElement {
    const picture = toElement(card.picture())
    picture.setAttribute('aria-hidden', 'true')
    picture.removeAttribute('role')
    picture.removeAttribute('aria-label')
    const link = make('a', 'guide-card')
    link.append(
      picture,
      make('b', '', card.title),
      make('span', '', card.line),
      make('small', '', card.sources[0]?.short ?? ''),
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
    const open = make('a', 'go', card.open.label)
    open.href = hashOf(card.open)
    const embed = copyable(elementCode(card.embed.tag, card.embed.attributes, card.embed.text, base))
    const cite = copyable(card.sources.map(bibtex).join('\n\n'))
    const panel = make(
      'section',
      'guide-panel',
      make('p', 'kicker', place),
      make('h2', '', card.title),
      toElement(card.picture()),
      make('p', '', card.sentences.join(' ')),
      make('div', 'guide-actions', open, opener('Embed', embed), opener('Cite', cite)),
      embed,
      cite,
    )
    const look = make(
      'section',
      'guide-panel',
      make('h3', '', 'What to look for'),
      make('ol', '', ...card.look.map(each => make('li', '', each))),
    )
    const from = make(
      'section',
      'guide-panel',
      make('h3', '', 'From'),
      ...card.sources.map(source =>
        make(
          'p',
          'guide-source',
          source.title,
          make('small', '', `${source.authors}. ${source.venue}, ${source.year}`),
        ),
      ),
      make('h3', '', 'Leads to'),
      make('p', 'guide-next', ...card.next.flatMap(id => linkTo(id))),
    )
    this.#aside.replaceChildren(panel, look, from)
  }
}

/** A paper with its cards. */
function paper(
  source: { title: string; authors: string; year: number; venue: string },
  cards: readonly Card[],
): HTMLElement {
  return make(
    'section',
    'guide-paper',
    make('h3', '', source.title),
    make('p', '', `${source.authors}. ${source.venue}, ${source.year}`),
    make('ul', '', ...cards.map(card => make('li', '', ...linkTo(card.id)))),
  )
}

function linkTo(id: string): HTMLElement[] {
  const card = cardOf(id)
  if (card === undefined) return []
  const link = make('a', '', card.title)
  link.href = `#guide/${id}`
  link.dataset.card = id
  return [link]
}

/** Code with a button that copies it; closed at first. */
function copyable(code: string): HTMLElement {
  const button = action('Copy', () => {
    void navigator.clipboard?.writeText(code).then(
      () => {
        button.textContent = 'Copied'
      },
      () => {
        button.textContent = 'Select the text and copy it'
      },
    )
  })
  const pre = make('pre', '', code)
  pre.tabIndex = 0
  const block = make('div', 'guide-copy', pre, button)
  block.hidden = true
  return block
}

/** A button that opens and closes a block. */
function opener(label: string, block: HTMLElement): HTMLButtonElement {
  const button = action(label, () => {
    block.hidden = !block.hidden
    button.setAttribute('aria-expanded', String(!block.hidden))
  })
  button.setAttribute('aria-expanded', 'false')
  return button
}

function action(label: string, run: () => void): HTMLButtonElement {
  const button = make('button', '', label)
  button.type = 'button'
  button.addEventListener('click', run)
  return button
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (name !== '') element.className = name
  element.append(...children)
  return element
}

/** Part of an address, which may be mangled. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
