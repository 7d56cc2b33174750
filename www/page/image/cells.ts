// Where the cells of a layout lie: in a grid by arithmetic, otherwise by the list that the tokenizer gives.

import type { ImageTokens, PictureRegion } from '../../api/index.ts'
import { count, plural } from '../format.ts'

export interface Cells {
  readonly count: number
  /** How they are arranged, for people. */
  readonly words: string
  region(cell: number): PictureRegion
  /** The cell that paints this pixel; of several the one that paints least. */
  at(x: number, y: number): number
  /** The cell that an arrow key leads to, `null` for other keys. */
  beside(cell: number, key: string): number | null
  /** What a cell is called. */
  name(cell: number): string
}

/** `regions` are asked for where the layout is no grid. */
export async function cellsOf(tokens: ImageTokens, regions: () => Promise<Uint32Array>): Promise<Cells> {
  const { layout } = tokens
  return layout.kind === 'grid' ? grid(tokens, layout) : listed(tokens, await regions())
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

type Grid = Extract<ImageTokens['layout'], { kind: 'grid' }>

function grid({ width, height }: ImageTokens, { rows, columns, depth, side }: Grid): Cells {
  return {
    count: rows * columns,
    words: `${count(rows)} × ${count(columns)} cells of ${count(depth)}`,
    region(cell) {
      const [x, y] = [(cell % columns) * side, Math.floor(cell / columns) * side]
      return { x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) }
    },
    at(x, y) {
      return clamp(Math.floor(y / side), rows) * columns + clamp(Math.floor(x / side), columns)
    },
    beside(cell, key) {
      const step = ARROWS[key]
      if (!step) return null
      const row = clamp(Math.floor(cell / columns) + step[0], rows)
      return row * columns + clamp((cell % columns) + step[1], columns)
    },
    name: cell => `(${Math.floor(cell / columns)}, ${cell % columns})`,
  }
}

function listed({ layout, ids }: ImageTokens, regions: Uint32Array): Cells {
  const cells = ids.length / layout.depth
  const region = (cell: number): PictureRegion => {
    const [x = 0, y = 0, width = 0, height = 0] = regions.subarray(4 * cell, 4 * cell + 4)
    return { x, y, width, height }
  }
  return {
    count: cells,
    words: layout.kind === 'ordered' ? 'from coarse to fine' : plural(cells, 'cell'),
    region,
    at(x, y) {
      let best = 0
      let least = Infinity
      for (let cell = 0; cell < cells; cell++) {
        const { x: left, y: top, width, height } = region(cell)
        if (x < left || y < top || x >= left + width || y >= top + height || width * height >= least) continue
        best = cell
        least = width * height
      }
      return best
    },
    beside(cell, key) {
      const step = ARROWS[key]
      return step ? clamp(cell + step[0] + step[1], cells) : null
    },
    name: cell => count(cell + 1),
  }
}

function clamp(at: number, count: number): number {
  return Math.min(Math.max(at, 0), Math.max(0, count - 1))
}
