// Small pictures of what ids paint. In a grid every cell stands for itself, so that a picture of a few cells is decoded
// instead of the whole one; elsewhere an id shows by what it adds to those before it.

import type { ImageTokens, Job, PictureRegion } from '../../api/index.ts'
import type { Result } from './bench.ts'
import { plainCell } from './plain.ts'

type Grid = Extract<ImageTokens['layout'], { kind: 'grid' }>

/** A picture whose cells have these ids, `columns` in a row. */
export async function decodeCells(
  { tokenizer, tokens }: Result,
  layout: Grid,
  ids: Uint32Array,
  columns: number,
  job: Job,
): Promise<ImageData> {
  const { depth, side } = layout
  const rows = Math.ceil(ids.length / depth / columns)
  const filled = new Uint32Array(rows * columns * depth)
  filled.set(ids)
  return tokenizer.decode(
    {
      ...tokens,
      ids: filled,
      layout: { ...layout, rows, columns },
      width: columns * side,
      height: rows * side,
    },
    job,
  )
}

/** One id of a cell: alone (the others say nothing), and the cell without it. */
export interface IdPictures {
  readonly alone: ImageData
  readonly without: ImageData
}

/** `null` where cells do not stand for themselves. */
export async function idPictures(result: Result, cell: number, depth: number, job: Job): Promise<IdPictures | null> {
  const { layout, ids } = result.tokens
  if (layout.kind !== 'grid') return null
  const own = ids.slice(cell * layout.depth, (cell + 1) * layout.depth)
  const plain = plainCell(result.tokens)
  const alone = plain.slice()
  alone[depth] = own[depth] ?? 0
  const both = new Uint32Array(2 * layout.depth)
  both.set(alone)
  both.set(own, layout.depth)
  both[layout.depth + depth] = plain[depth] ?? 0
  const picture = await decodeCells(result, layout, both, 2, job)
  return { alone: cut(picture, 0, layout.side), without: cut(picture, layout.side, layout.side) }
}

/** A canvas with a part of a picture, its longer side `side` CSS pixels. */
export function drawPart(picture: ImageData, part: PictureRegion, side: number, words: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = part.width
  canvas.height = part.height
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', words)
  const longer = Math.max(part.width, part.height)
  canvas.style.width = `${Math.max(2, (side * part.width) / longer)}px`
  canvas.style.height = `${Math.max(2, (side * part.height) / longer)}px`
  canvas.getContext('2d')?.putImageData(picture, -part.x, -part.y, part.x, part.y, part.width, part.height)
  return canvas
}

function cut(picture: ImageData, x: number, side: number): ImageData {
  const part = new ImageData(side, side)
  for (let row = 0; row < side; row++) {
    const from = 4 * (row * picture.width + x)
    part.data.set(picture.data.subarray(from, from + 4 * side), 4 * row * side)
  }
  return part
}
