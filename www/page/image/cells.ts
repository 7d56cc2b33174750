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

/** Cells of a longer list are not placed: the list of their places would be larger than the picture. */
const MOST_PLACED = 4_000_000

/** `regions` are asked for where the layout is no grid. */
export async function cellsOf(tokens: ImageTokens, regions: () => Promise<Uint32Array>): Promise<Cells> {
  const { layout } = tokens
  if (layout.kind === 'grid') return grid(tokens, layout)
  return listed(tokens, tokens.ids.length / layout.depth > MOST_PLACED ? null : await regions())
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

/** Without regions every cell is the whole picture. */
function listed({ layout, ids, ...size }: ImageTokens, regions: Uint32Array | null): Cells {
  const cells = ids.length / layout.depth
  const region = (cell: number): PictureRegion => {
    const { width: across, height: down } = size
    if (regions === null) return { x: 0, y: 0, width: across, height: down }
    const [x = 0, y = 0, width = 0, height = 0] = regions.subarray(4 * cell, 4 * cell + 4)
    return { x, y, width, height }
  }
  return {
    count: cells,
    words: wordsOf(layout, cells),
    region,
    at(x, y) {
      if (regions === null) return 0
      let best = 0
      let least = Infinity
      // A million bits are looked through whenever the pointer moves, so nothing is made on the way.
      for (let at = 0; at < 4 * cells; at += 4) {
        const across = x - (regions[at] ?? 0)
        const down = y - (regions[at + 1] ?? 0)
        const width = regions[at + 2] ?? 0
        const height = regions[at + 3] ?? 0
        if (across < 0 || down < 0 || across >= width || down >= height || width * height >= least) continue
        best = at / 4
        least = width * height
      }
      return best
    },
    beside(cell, key) {
      const step = ARROWS[key]
      return step ? clamp(cell + step[0] + step[1], cells) : null
    },
    name: cell => nameOf(layout, cell),
  }
}

function wordsOf(layout: ImageTokens['layout'], cells: number): string {
  if (layout.kind === 'ordered') return 'from coarse to fine'
  if (layout.kind === 'pyramid') return `${plural(cells, 'cell')} on ${plural(layout.levels.length, 'level')}`
  if (layout.kind === 'primitives') {
    return layout.of === 'gaussian' ? plural(cells, 'Gaussian') : `${plural(cells, 'cell')} of one colour`
  }
  return plural(cells, 'cell')
}

function nameOf(layout: ImageTokens['layout'], cell: number): string {
  if (layout.kind !== 'pyramid') return count(cell + 1)
  let rest = cell
  for (const [level, { rows, columns }] of layout.levels.entries()) {
    if (rest < rows * columns) return `(${Math.floor(rest / columns)}, ${rest % columns}) of level ${level + 1}`
    rest -= rows * columns
  }
  return count(cell + 1)
}

function clamp(at: number, count: number): number {
  return Math.min(Math.max(at, 0), Math.max(0, count - 1))
}
