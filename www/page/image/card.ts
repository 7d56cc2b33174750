// The chosen cell: what it paints, its ids page by page, and what can be done to it and to all cells. Undo and redo go
// step by step; a cell that was taken can be put into another picture.

import { copy } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { count, plural } from '../format.ts'
import type { Bench, Result } from './bench.ts'
import { drawPart } from './cell-pictures.ts'
import { idView } from './id.ts'
import { idsOf, shuffleCells } from './places.ts'
import { plainCell } from './plain.ts'

/** So many ids are listed at once. */
const PAGE = 48
/** Side of the enlarged cell in CSS pixels. */
const ENLARGED = 96

export interface CellCard {
  readonly element: HTMLElement
  draw(cell: number | null): void
}

/** `veil` darkens all but the cells that it is given; `choose` is told which id of a cell is looked at. */
export function cellCard(
  bench: Bench,
  veil: (cells: readonly number[] | null) => void,
  choose: (depth: number) => void,
): CellCard {
  const element = h('section', { class: 'panel cell', 'aria-label': 'The chosen cell' })
  const one = idView(bench, veil)
  let copied: Uint32Array | null = null
  /** The chosen id of the cell. */
  let depth = 0

  const look = (at: number): void => {
    depth = at
    choose(at)
  }

  const button = (label: string, run: () => void, disabled = false): HTMLElement =>
    h('button', { class: 'button', type: 'button', disabled, onclick: run }, label)

  /** What is done to all cells, and what takes it back. */
  const whole = (): HTMLElement =>
    h(
      'div',
      { class: 'row' },
      button('Undo', () => void bench.undo(), !bench.undoable),
      button('Redo', () => void bench.redo(), !bench.redoable),
      button('Shuffle all', () => {
        void bench.edit((ids, { layout }) => shuffleCells(ids, layout.depth, Math.random))
      }),
    )

  const list = (ids: Uint32Array, cell: number): HTMLElement => {
    const first = depth - (depth % PAGE)
    const shown = h('div', { class: 'cell-ids', role: 'group', 'aria-label': 'Ids of the cell' })
    ids.subarray(first, first + PAGE).forEach((id, index) => {
      const at = first + index
      const pick = h('button', { type: 'button', 'aria-pressed': String(at === depth) }, String(id))
      pick.addEventListener('click', () => {
        look(at)
        draw(cell)
        element.querySelector<HTMLElement>('.cell-ids [aria-pressed=true]')?.focus()
      })
      shown.append(pick)
    })
    if (ids.length <= PAGE) return shown
    const turn = (to: number): void => {
      look(to)
      draw(cell)
    }
    const pages = h(
      'div',
      { class: 'cell-pages' },
      button('‹', () => turn(first - PAGE), first === 0),
      h('span', null, `${count(first + 1)} – ${count(Math.min(ids.length, first + PAGE))} of ${count(ids.length)}`),
      button('›', () => turn(first + PAGE), first + PAGE >= ids.length),
    )
    pages.firstElementChild?.setAttribute('aria-label', 'Ids before these')
    pages.lastElementChild?.setAttribute('aria-label', 'Ids after these')
    return h('div', null, shown, pages)
  }

  const draw = (cell: number | null): void => {
    const { result } = bench
    if (!result || cell === null) {
      one.draw(null, 0)
      put(
        element,
        h('h2', null, 'A cell'),
        h(
          'p',
          { class: 'note' },
          'Press the picture, or walk it with the arrow keys: what a cell paints, its ids, and where else they are used.',
        ),
        result && whole(),
      )
      return
    }
    const { tokens } = result
    const ids = idsOf(tokens, cell)
    depth = Math.min(depth, ids.length - 1)
    const change = (make: (ids: Uint32Array) => void): void => {
      void bench.edit((all, { layout }) => make(idsOf({ ids: all, layout }, cell)))
    }
    const copyIds = h('button', { class: 'button', type: 'button' }, 'Copy ids')
    copyIds.addEventListener('click', () => void copy(JSON.stringify([...ids]), copyIds))
    const place = copied
    one.draw(cell, depth)
    put(
      element,
      h('h2', null, `Cell ${result.cells.name(cell)}, ${plural(ids.length, 'id')}`),
      h('div', { class: 'cell-pair' }, ...enlarged(result, cell)),
      h(
        'div',
        { class: 'row' },
        button('Zero', () => change(own => own.set(plainCell(tokens)))),
        button('Take', () => {
          copied = ids.slice()
          draw(cell)
        }),
        button('Put here', () => place && change(own => own.set(place)), place === null || place.length !== ids.length),
        copyIds,
      ),
      ids.length > 1 && list(ids, cell),
      one.element,
      whole(),
      result.edited &&
        h('p', { class: 'note' }, 'These are not the ids of the picture any more: somebody changed them.'),
    )
  }
  return { element, draw }
}

/** The cell in the original and as it came back. */
function enlarged({ original, back, cells }: Result, cell: number): HTMLElement[] {
  const region = cells.region(cell)
  const pictures = [
    ['original', original],
    ['decoded', back],
  ] as const
  return pictures.map(([name, picture]) =>
    h('figure', null, drawPart(picture, region, ENLARGED, `The cell, ${name}`), h('figcaption', null, name)),
  )
}
