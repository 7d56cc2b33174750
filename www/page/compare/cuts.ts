// The difference that is looked at: the same stretch as each tokenizer cuts it.

import { h, put } from '../dom.ts'
import { count } from '../format.ts'
import { label, visible } from '../visible.ts'
import { type Compared, firstEndingAfter } from './run.ts'
import { letter } from './tables.ts'

/** So many pieces of a stretch are shown. */
const SHOWN = 24

export function drawCuts(place: HTMLElement, compared: Compared, at: number): void {
  const { comparison, bytes, sides } = compared
  const total = comparison.regions.length >> 1
  if (total === 0) {
    put(
      place,
      h('h2', null, 'No difference'),
      h('p', { class: 'note' }, 'All of them cut this text in the same places.'),
    )
    return
  }
  const from = comparison.regions[2 * at] ?? 0
  const to = comparison.regions[2 * at + 1] ?? 0
  const words = new TextDecoder().decode(bytes.subarray(from, to))
  put(
    place,
    h('h2', null, `Difference ${count(at + 1)} of ${count(total)}`),
    h('p', { class: 'mono cut-text', dir: 'auto' }, clip(visible(words))),
    ...sides.map((side, i) => {
      const pieces: HTMLElement[] = []
      const first = firstEndingAfter(side.spans, from)
      for (let index = first; 2 * index < side.spans.length && (side.spans[2 * index] ?? 0) < to; index++) {
        const start = side.spans[2 * index] ?? 0
        const end = side.spans[2 * index + 1] ?? 0
        if (pieces.length < SHOWN) {
          pieces.push(
            h(
              'span',
              { class: `piece t${index % 6}`, dir: 'auto', title: `id ${side.ids[index]}` },
              label(bytes.subarray(start, end)) || '∅',
            ),
          )
        } else if (pieces.length === SHOWN) {
          pieces.push(h('span', { class: 'note' }, '…'))
        }
      }
      const n = comparison.regionTokens[at * sides.length + i] ?? pieces.length
      return h(
        'div',
        { class: 'cut-row' },
        letter(i),
        h('div', { class: 'pieces' }, ...pieces),
        h('output', { class: 'num' }, count(n)),
      )
    }),
  )
}

function clip(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)} …` : text
}
