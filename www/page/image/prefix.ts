// How much of the tokens is decoded: the first ids of an ordered list, the first ids of every cell. Short where the
// tokenizer knows no prefix.

import { attributes, h, put } from '../dom.ts'
import { count } from '../format.ts'
import type { Bench, Result } from './bench.ts'

/** Places of the slider: prefixes grow by equal ratios, so that the coarse end is as fine to set as the fine one. */
const PLACES = 100

export interface PrefixView {
  readonly element: HTMLElement
  draw(result: Result): void
}

export function prefixView(bench: Bench): PrefixView {
  const range = h('input', { type: 'range', min: 0, max: PLACES, step: 1, 'aria-label': 'How much is decoded' })
  const words = h('span', { class: 'prefix-words' })
  const element = h('label', { class: 'prefix', hidden: true }, h('span', null, 'Decoded'), range, words)
  let stops = 1
  const kept = (): number => Math.round(stops ** (Number(range.value) / PLACES))
  const tell = (keep: number, unit: string): void => put(words, `${count(keep)} of ${count(stops)} ${unit}`)
  let unit = ''
  range.addEventListener('input', () => {
    tell(kept(), unit)
    void bench.keep(kept())
  })
  return {
    element,
    draw({ tokens, keep }) {
      stops = tokens.stops
      unit = tokens.layout.kind === 'ordered' ? 'ids' : 'of each cell'
      attributes(element, { hidden: stops > 1 ? undefined : true })
      if (kept() !== keep) range.value = String((PLACES * Math.log(Math.max(1, keep))) / Math.log(Math.max(2, stops)))
      tell(keep, unit)
    },
  }
}
