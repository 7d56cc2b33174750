// Ids among the cells of a picture: where one is used, and cells in another order.

import type { ImageTokens } from '../../api/index.ts'

/** The ids of one cell, as a part of the whole. */
export function idsOf({ ids, layout }: Pick<ImageTokens, 'ids' | 'layout'>, cell: number): Uint32Array {
  return ids.subarray(cell * layout.depth, (cell + 1) * layout.depth)
}

/** Cells that have this id at this depth. */
export function cellsWith({ ids, layout }: Pick<ImageTokens, 'ids' | 'layout'>, depth: number, id: number): number[] {
  const cells: number[] = []
  for (let at = depth, cell = 0; at < ids.length; at += layout.depth, cell++) if (ids[at] === id) cells.push(cell)
  return cells
}

/** Ids that are looked at together, since they share an alphabet or a codebook. */
export interface Part {
  /** The ids and how they lie; of a pyramid those of one level. */
  readonly tokens: ImageTokens
  /** Which id of a cell. */
  readonly depth: number
  /** The first cell of the part among all cells. */
  readonly first: number
}

/** How many parts there are: places in a cell, or levels of a pyramid, each with a codebook of its own. */
export function partsOf({ layout }: Pick<ImageTokens, 'layout'>): { readonly count: number; readonly name: string } {
  return layout.kind === 'pyramid'
    ? { count: layout.levels.length, name: 'level' }
    : { count: layout.depth, name: 'id of a cell' }
}

export function partAt(tokens: ImageTokens, part: number): Part {
  const { layout, ids } = tokens
  if (layout.kind !== 'pyramid') return { tokens, depth: part, first: 0 }
  const sizes = layout.levels.map(({ rows, columns }) => rows * columns)
  const first = sizes.slice(0, part).reduce((sum, size) => sum + size, 0)
  const level = ids.subarray(first * layout.depth, (first + (sizes[part] ?? 0)) * layout.depth)
  return { tokens: { ...tokens, ids: level }, depth: 0, first }
}

/** The part that this id of a cell belongs to. */
export function partWith(tokens: ImageTokens, cell: number, depth: number): Part {
  const { layout } = tokens
  if (layout.kind !== 'pyramid') return partAt(tokens, depth)
  let rest = cell
  const level = layout.levels.findIndex(({ rows, columns }) => (rest -= rows * columns) < 0)
  return partAt(tokens, Math.max(0, level))
}

/** Cells of the whole that have this id in this part. */
export function cellsIn({ tokens, depth, first }: Part, id: number): number[] {
  return cellsWith(tokens, depth, id).map(cell => first + cell)
}

/** Puts the cells into another order (Fisher and Yates), their ids together. `random`: from 0, below 1. */
export function shuffleCells(ids: Uint32Array, depth: number, random: () => number): void {
  for (let last = ids.length / depth - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = ids.slice(last * depth, (last + 1) * depth)
    ids.copyWithin(last * depth, other * depth, (other + 1) * depth)
    ids.set(kept, other * depth)
  }
}

/** Ids at one depth with how many cells use them, the most used first, the lower id first among equals. */
export function usesOf(
  { ids, layout }: Pick<ImageTokens, 'ids' | 'layout'>,
  depth: number,
): { readonly id: number; readonly uses: number }[] {
  const uses = new Map<number, number>()
  for (let at = depth; at < ids.length; at += layout.depth) {
    const id = ids[at] ?? 0
    uses.set(id, (uses.get(id) ?? 0) + 1)
  }
  return Array.from(uses, ([id, uses]) => ({ id, uses })).sort((a, b) => b.uses - a.uses || a.id - b.id)
}
