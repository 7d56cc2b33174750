// WordPiece at work: at each place of the word the tokens that fit, the shortest first; the longest is taken.

import { h } from '../dom.ts'
import { label } from '../visible.ts'
import { stepper } from './merge-tree.ts'

export interface Place {
  readonly start: number
  readonly fit: readonly { readonly end: number }[]
}

/** So many fitting tokens of a place are shown: the longest ones. */
const SHOWN = 6

export function prefixLadder(text: Uint8Array, places: readonly Place[]): HTMLElement {
  const word = label(text)
  const rows = places.map(place => {
    const mark = place.start > 0 ? '##' : ''
    const fits = place.fit.slice(-SHOWN)
    return h(
      'div',
      { class: 'prefix-row' },
      h('span', { class: 'dim-word' }, label(text.subarray(0, place.start))),
      fits.length === 0
        ? h('span', { class: 'note' }, `nothing fits “${label(text.subarray(place.start))}”: the whole word is unknown`)
        : h(
            'span',
            { class: 'fits' },
            ...fits.map((fit, i) => {
              const taken = i === fits.length - 1
              return h(
                'span',
                { class: taken ? 'made' : 'fit' },
                `${mark}${label(text.subarray(place.start, fit.end))}`,
                taken ? ' ✓' : '',
              )
            }),
          ),
    )
  })
  const show = (step: number): void => {
    rows.forEach((row, i) => row.classList.toggle('later', i >= step))
  }
  return h(
    'div',
    null,
    h('p', { class: 'note' }, `“${word}”: at each place the longest token that fits.`),
    h('div', { class: 'prefixes' }, ...rows),
    stepper(places.length, show),
  )
}
