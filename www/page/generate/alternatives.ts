// The chosen token's card: what the model thought of in its place. Choosing one regrows the text from there.

import { h, put } from '../dom.ts'
import { fixed } from '../format.ts'
import { bitsOf, percent, shown } from './words.ts'
import type { Writer } from './writer.ts'

export interface AlternativesView {
  readonly element: HTMLElement
  draw(position: number | null): void
}

export function alternativesView(writer: Writer, regrow: (position: number, id: number) => void): AlternativesView {
  const element = h('section', { class: 'panel first alternatives', 'aria-label': 'Alternatives' })
  return {
    element,
    draw(position) {
      const token = writer.tokens.find(token => token.position === position)
      if (token === undefined) {
        put(
          element,
          h('h2', null, 'Alternatives'),
          h('p', { class: 'note' }, 'Point at a written token, or choose it by keyboard: what could have stood there.'),
        )
        return
      }
      const bars = token.alternatives.map(({ id, text, probability, drawnWith }) => {
        const bar = h('i')
        bar.style.setProperty('width', `${100 * probability}%`)
        const own = id === token.id
        const drawn = drawnWith === 0 ? 'not drawn: cut off' : `drawn with ${percent(drawnWith)}`
        return h(
          'button',
          {
            type: 'button',
            class: 'alternative',
            'aria-pressed': own ? 'true' : 'false',
            'data-id': id,
            'data-cut': drawnWith === 0,
            title: `id ${id}; the model ${percent(probability)}, ${drawn}`,
            onclick: () => regrow(token.position, id),
          },
          h('span', { class: 'mono' }, shown(text)),
          h('span', { class: 'meter', 'aria-hidden': 'true' }, bar),
          h('output', null, percent(probability)),
        )
      })
      put(
        element,
        h('h2', null, `Alternatives to `, h('span', { class: 'mono' }, shown(token.text))),
        h(
          'p',
          { class: 'note' },
          `Token ${token.position}, id ${token.id}: ${fixed(bitsOf(token.probability), 1)} bits.`,
        ),
        h('div', { class: 'bars' }, ...bars),
        h('p', { class: 'note' }, 'Choose one and the text regrows from there, with the same seed.'),
      )
    },
  }
}
