// One id of the chosen cell: its value, which can be set; what it paints alone and what is missing without it; and all
// places that use it.

import { say } from '../announce.ts'
import { h, put } from '../dom.ts'
import { isAbort } from '../failure.ts'
import { count, fixed, plural } from '../format.ts'
import type { Bench, Result } from './bench.ts'
import { drawPart, idPictures } from './cell-pictures.ts'
import { neighbours } from './neighbours.ts'
import { cellsIn, partWith } from './places.ts'
import { SUMS } from './plain.ts'

/** Side of a small picture in CSS pixels. */
const SIDE = 76
/** So many entries beside the chosen one, and how large. */
const NEAR = 6
const NEAR_SIDE = 36

export interface IdView {
  readonly element: HTMLElement
  /** The id at this depth of a cell; `null` shows none. */
  draw(cell: number | null, depth: number): void
}

/** `veil` darkens all but the cells that it is given. */
export function idView(bench: Bench, veil: (cells: readonly number[] | null) => void): IdView {
  const element = h('div', { class: 'id-view' })
  let abort = new AbortController()

  const pictures = async (place: HTMLElement, result: Result, cell: number, depth: number): Promise<void> => {
    const { signal } = abort
    try {
      const made = await idPictures(result, cell, depth, { signal })
      if (signal.aborted || made === null) return
      const { width, height } = result.cells.region(cell)
      const part = { x: 0, y: 0, width, height }
      const figure = (picture: ImageData, name: string): HTMLElement =>
        h('figure', null, drawPart(picture, part, SIDE, `The cell, ${name}`), h('figcaption', null, name))
      put(
        place,
        figure(made.alone, 'this id alone'),
        figure(made.without, result.tokens.tokenizer in SUMS ? 'without it' : '0 in its place'),
      )
    } catch (error) {
      if (!isAbort(error)) throw error
    }
  }

  const nearest = async (place: HTMLElement, result: Result, at: number, depth: number): Promise<void> => {
    const { signal } = abort
    try {
      const found = await neighbours(result, depth, result.tokens.ids[at] ?? 0, NEAR, signal)
      if (signal.aborted || found === null || found.length === 0) return
      put(
        place,
        h('h3', null, 'Nearest in the codebook'),
        h(
          'div',
          { class: 'codes' },
          ...found.map(({ id, distance, picture }) => {
            const { width, height } = picture
            const drawing = drawPart(picture, { x: 0, y: 0, width, height }, NEAR_SIDE, `Entry ${id}`)
            const words = `Put ${id} in its place; ${fixed(distance, 1)} sample values away`
            const button = h('button', { type: 'button', title: words }, drawing, h('span', null, String(id)))
            button.addEventListener('click', () => void bench.edit(ids => (ids[at] = id)))
            return button
          }),
        ),
      )
    } catch (error) {
      if (!isAbort(error)) throw error
    }
  }

  return {
    element,
    draw(cell, depth) {
      abort.abort(new DOMException('superseded', 'AbortError'))
      abort = new AbortController()
      const { result } = bench
      if (!result || cell === null) {
        put(element)
        return
      }
      const { tokens } = result
      const at = cell * tokens.layout.depth + depth
      const value = tokens.ids[at] ?? 0
      // Ordered ids may have an alphabet each.
      const most = (tokens.alphabets[at % tokens.alphabets.length] ?? 1) - 1
      const part = partWith(tokens, cell, depth)
      const places = cellsIn(part, value)
      const input = h('input', {
        type: 'number',
        class: 'id-value',
        min: 0,
        max: most,
        step: 1,
        value,
        'aria-label': `Value of id ${depth + 1} of the cell, 0 to ${most}`,
      })
      input.addEventListener('change', () => {
        const wanted = input.valueAsNumber
        if (Number.isInteger(wanted) && wanted >= 0 && wanted <= most) {
          if (wanted !== value) void bench.edit(ids => (ids[at] = wanted))
        } else {
          say(`Ids here go from 0 to ${count(most)}.`)
          input.value = String(value)
        }
      })
      let shown = false
      const show = h('button', { class: 'button', type: 'button', 'aria-pressed': 'false' }, 'Show places')
      show.addEventListener('click', () => {
        shown = !shown
        veil(shown ? places : null)
        show.setAttribute('aria-pressed', String(shown))
      })
      const pair = h('div', { class: 'cell-pair' })
      const near = h('div', { class: 'id-near' })
      put(
        element,
        h(
          'p',
          { class: 'id-line' },
          h('span', null, tokens.layout.depth === 1 ? 'Id' : `Id ${count(depth + 1)} of ${count(tokens.layout.depth)}`),
          input,
          h('span', null, `of 0 … ${count(most)}`),
        ),
        pair,
        near,
        h(
          'p',
          { class: 'id-line' },
          h(
            'span',
            null,
            `In ${plural(places.length, 'cell')} of ${count(part.tokens.ids.length / tokens.layout.depth)}`,
          ),
          show,
        ),
      )
      void pictures(pair, result, cell, depth)
      void nearest(near, result, at, depth)
    },
  }
}
