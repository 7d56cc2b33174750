// The ids of a picture as a sequence: at one depth of all cells, row by row or along Hilbert's curve, which leaves no
// neighbourhood before it is through (Hilbert, 1891).

import type { ImageTokens } from '../../../api/index.ts'

type Grid = Extract<ImageTokens['layout'], { kind: 'grid' }>

export type Walk = 'rows' | 'hilbert'

/** Whether the cells lie in a plane that can be walked in more than one way. */
export function hasWalks({ layout }: Pick<ImageTokens, 'layout'>): boolean {
  return layout.kind === 'grid'
}

/** Ids that stay together when only a part is taken. */
const RUN = 64

/** So many of the ids, in runs from all over, so that the part is like the whole and its order still one. */
export function spread(ids: Uint32Array, count: number): Uint32Array {
  if (count >= ids.length) return ids
  const run = Math.min(RUN, count)
  const runs = Math.ceil(count / run)
  const taken = new Uint32Array(count)
  for (let at = 0; at < runs; at++) {
    const length = Math.min(run, count - at * run)
    const from = Math.round((at * (ids.length - length)) / Math.max(1, runs - 1))
    taken.set(ids.subarray(from, from + length), at * run)
  }
  return taken
}

/** The ids at this depth. */
export function sequence(tokens: Pick<ImageTokens, 'ids' | 'layout'>, depth: number, walk: Walk): Uint32Array {
  const { ids, layout } = tokens
  const cells = ids.length / layout.depth
  const order = walk === 'hilbert' && layout.kind === 'grid' ? hilbert(layout.rows, layout.columns) : null
  return Uint32Array.from({ length: cells }, (_, at) => {
    const cell = order?.[at] ?? at
    return ids[cell * layout.depth + depth] ?? 0
  })
}

/** The ids at one depth of a part of a plane. */
export interface Plane {
  readonly rows: number
  readonly columns: number
  readonly ids: Uint32Array
}

/** The middle of a plane, at most so many rows and columns of it. */
export function middle(ids: Uint32Array, layout: Grid, depth: number, most: number): Plane {
  const [rows, columns] = [Math.min(layout.rows, most), Math.min(layout.columns, most)]
  const [top, left] = [(layout.rows - rows) >> 1, (layout.columns - columns) >> 1]
  const taken = new Uint32Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * layout.columns + left
    for (let column = 0; column < columns; column++) {
      taken[row * columns + column] = ids[(from + column) * layout.depth + depth] ?? 0
    }
  }
  return { rows, columns, ids: taken }
}

/** The cells of a grid along the curve of the smallest square that holds it. */
export function hilbert(rows: number, columns: number): Uint32Array {
  let side = 1
  while (side < Math.max(rows, columns)) side *= 2
  const cells = new Uint32Array(rows * columns)
  let count = 0
  for (let at = 0; at < side * side; at++) {
    let [x, y, rest] = [0, 0, at]
    for (let square = 1; square < side; square *= 2) {
      const right = 1 & (rest >> 1)
      const down = 1 & (rest ^ right)
      if (down === 0) {
        if (right === 1) [x, y] = [square - 1 - x, square - 1 - y]
        ;[x, y] = [y, x]
      }
      x += square * right
      y += square * down
      rest >>= 2
    }
    if (y < rows && x < columns) cells[count++] = y * columns + x
  }
  return cells
}
