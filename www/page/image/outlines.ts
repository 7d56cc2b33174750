// The cells of a picture as lines over it: a grid, the tree of cells, the finest level that is decoded, ellipses of
// Gaussians. Only where cells lie side by side or have a shape of their own.

import type { ImageTokens, PictureRegion } from '../../api/index.ts'
import type { Result } from './bench.ts'

/** More cells are no drawing. */
const MOST = 20_000
/** Corners of an ellipse. */
const CORNERS = 24

type Layout = ImageTokens['layout']
type Gaussians = Extract<Layout, { kind: 'primitives' }>

/** The path in pixels of the picture; `null` where there is nothing to draw. */
export function outlines({ tokens, cells, keep }: Pick<Result, 'tokens' | 'cells' | 'keep'>): string | null {
  const { layout, width, height } = tokens
  if (layout.kind === 'grid') return lines(layout, width, height)
  if (layout.kind === 'pyramid') {
    const sizes = layout.levels.slice(0, Math.max(1, keep)).map(({ rows, columns }) => rows * columns)
    const last = sizes.pop() ?? 0
    const from = sizes.reduce((sum, size) => sum + size, 0)
    return last > MOST ? null : boxes(from, last, cells.region)
  }
  if (layout.kind !== 'primitives' || cells.count > MOST) return null
  if (layout.of === 'gaussian') return ellipses(tokens, layout)
  let area = 0
  for (let cell = 0; cell < cells.count; cell++) area += cells.region(cell).width * cells.region(cell).height
  // Merged cells are scattered: what they lie within covers each other.
  return area === width * height ? boxes(0, cells.count, cells.region) : null
}

function lines(
  { rows, columns, side }: Extract<Layout, { kind: 'grid' }>,
  width: number,
  height: number,
): string | null {
  if (side < 2 || rows * columns > 16 * MOST) return null
  const across = Array.from({ length: rows - 1 }, (_, row) => `M0 ${(row + 1) * side}H${width}`)
  const down = Array.from({ length: columns - 1 }, (_, column) => `M${(column + 1) * side} 0V${height}`)
  return [...across, ...down].join('')
}

function boxes(from: number, count: number, region: (cell: number) => PictureRegion): string {
  return Array.from({ length: count }, (_, at) => {
    const { x, y, width, height } = region(from + at)
    return `M${x} ${y}h${width}v${height}h${-width}z`
  }).join('')
}

/** One width about the middle of each. */
function ellipses({ ids, width, height }: ImageTokens, { fields, depth }: Gaussians): string {
  const longer = Math.max(width, height)
  const value = (at: number, name: string): number => {
    const field = fields.findIndex(each => each.name === name)
    const { bits, min, max } = fields[field] ?? { bits: 1, min: 0, max: 0 }
    return min + ((max - min) * (ids[at + field] ?? 0)) / (2 ** bits - 1)
  }
  let path = ''
  for (let at = 0; at < ids.length; at += depth) {
    const [x, y] = [value(at, 'x') * width, value(at, 'y') * height]
    const [across, down] = [Math.exp(value(at, 'ln width')) * longer, Math.exp(value(at, 'ln height')) * longer]
    const slant = value(at, 'slant')
    for (let corner = 0; corner < CORNERS; corner++) {
      const turn = (2 * Math.PI * corner) / CORNERS
      const [along, beside] = [Math.cos(turn), Math.sin(turn)]
      const right = x + across * along
      const below = y + down * (slant * along + Math.sqrt(1 - slant * slant) * beside)
      path += `${corner === 0 ? 'M' : 'L'}${right.toFixed(1)} ${below.toFixed(1)}`
    }
    path += 'z'
  }
  return path
}
