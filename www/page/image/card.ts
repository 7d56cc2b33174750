// The chosen cell: what it paints, its ids, and what can be done to it. Undo goes back step by step.

import type { ImageTokens } from '../../api/index.ts'
import { copy } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { count, plural } from '../format.ts'
import type { Bench, Result } from './bench.ts'

/** So many ids are listed. */
const SHOWN = 48
/** Side of the enlarged cell in CSS pixels. */
const ENLARGED = 96

export interface CellCard {
  readonly element: HTMLElement
  draw(cell: number | null): void
}

export function cellCard(bench: Bench): CellCard {
  const element = h('section', { class: 'panel cell', 'aria-label': 'The chosen cell' })
  let copied: Uint32Array | null = null

  const draw = (cell: number | null): void => {
    const { result } = bench
    if (!result || cell === null) {
      put(
        element,
        h('h2', null, 'A cell'),
        h(
          'p',
          { class: 'note' },
          'Click the picture, or walk it with the arrow keys: what a cell paints, and its ids.',
        ),
      )
      return
    }
    const { tokens } = result
    const { depth } = tokens.layout
    const ids = cellIds(tokens, cell)
    const change = (make: (ids: Uint32Array) => void): void => {
      void bench.edit((all, { layout }) => make(all.subarray(cell * layout.depth, (cell + 1) * layout.depth)))
    }
    const button = (label: string, run: () => void, disabled = false): HTMLElement =>
      h('button', { class: 'button', type: 'button', disabled, onclick: run }, label)
    const copyIds = h('button', { class: 'button', type: 'button' }, 'Copy ids')
    copyIds.addEventListener('click', () => void copy(JSON.stringify([...ids]), copyIds))
    const place = copied
    put(
      element,
      h('h2', null, `Cell ${result.cells.name(cell)}, ${plural(depth, 'id')}`),
      h('div', { class: 'cell-pair' }, ...enlarged(result, cell)),
      h(
        'p',
        { class: 'cell-ids' },
        [...ids.subarray(0, SHOWN)].join(' '),
        depth > SHOWN ? ` … ${count(depth - SHOWN)} more` : '',
      ),
      h(
        'div',
        { class: 'row' },
        button('Zero', () => change(own => own.fill(0))),
        button('Take', () => {
          copied = ids.slice()
          draw(cell)
        }),
        button('Put here', () => place && change(own => own.set(place)), place === null || place.length !== depth),
        button('Undo', () => void bench.undo(), !bench.undoable),
        copyIds,
      ),
      result.edited &&
        h('p', { class: 'note' }, 'These are not the ids of the picture any more: somebody changed them.'),
    )
  }
  return { element, draw }
}

function cellIds({ ids, layout }: ImageTokens, cell: number): Uint32Array {
  return ids.subarray(cell * layout.depth, (cell + 1) * layout.depth)
}

/** The cell in the original and as it came back. */
function enlarged({ original, back, cells }: Result, cell: number): HTMLElement[] {
  const { x, y, width, height } = cells.region(cell)
  const pictures = [
    ['original', original],
    ['decoded', back],
  ] as const
  return pictures.map(([name, picture]) => {
    const canvas = h('canvas', { width, height, role: 'img', 'aria-label': `The cell, ${name}` })
    canvas.style.width = `${ENLARGED}px`
    canvas.getContext('2d')?.putImageData(picture, -x, -y, x, y, width, height)
    return h('figure', null, canvas, h('figcaption', null, name))
  })
}
