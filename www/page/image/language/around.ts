// Which ids stand beside which in a grid: how much a cell tells of the cells around it, and the pairs that meet more often
// than chance has them, drawn as they meet.

import type { IdMeetings, IdNeighbours, IdPair, Job } from '../../../api/index.ts'
import { fitted } from '../../charts/fitted.ts'
import { aroundChart } from '../../charts/around.ts'
import { h } from '../../dom.ts'
import { brief, count, fixed, plural } from '../../format.ts'
import type { Result } from '../bench.ts'
import { decodeCells, drawPart } from '../cell-pictures.ts'
import { plainCell } from '../plain.ts'
import type { Plane } from './sequence.ts'

/** Longer side of a drawn pair in CSS pixels. */
const SIDE = 48

export async function aroundView(
  result: Result,
  depth: number,
  plane: Plane,
  found: IdNeighbours,
  job: Job,
): Promise<HTMLElement> {
  const directions = [
    { name: 'Beside each other', meetings: found.beside, columns: 2 },
    { name: 'One below the other', meetings: found.below, columns: 1 },
  ]
  const lists = await Promise.all(
    directions.map(async ({ name, meetings, columns }) => {
      const pictures = await pairPictures(result, depth, meetings.most, columns, job)
      return h(
        'div',
        null,
        h('h3', null, name),
        h('p', { class: 'note' }, alike(meetings)),
        meetings.most.length > 0 &&
          h(
            'ul',
            { class: 'language-pairs' },
            ...meetings.most.map((pair, index) => pairItem(pair, pictures?.[index] ?? null)),
          ),
      )
    }),
  )
  return h(
    'div',
    { class: 'language-around' },
    h('h3', null, 'What a cell tells of the cells around it'),
    h(
      'p',
      { class: 'note' },
      `Bits that one id tells of the id at that offset, above those that counting finds in the same cells once shuffled; of the ${
        plane.ids.length < result.tokens.ids.length / result.tokens.layout.depth ? 'middle ' : ''
      }${count(plane.rows)} × ${plural(plane.columns, 'cell')}.`,
    ),
    h(
      'div',
      { class: 'two' },
      fitted(width => aroundChart(found.offsets, width)),
      h('div', { class: 'language-meetings' }, ...lists),
    ),
  )
}

function alike({ pairs, same, sameExpected, most }: IdMeetings): string {
  if (pairs === 0) return 'There are no such cells.'
  const share = (part: number): string => `${brief((100 * part) / pairs)} %`
  const others = most.length > 0 ? ' Different ids that meet most, for what chance gives:' : ''
  return `${share(same)} have the same id; ${share(sameExpected)} would by chance.${others}`
}

function pairItem({ first, second, count: met, expected }: IdPair, picture: HTMLCanvasElement | null): HTMLElement {
  picture?.setAttribute('aria-hidden', 'true')
  return h(
    'li',
    { title: `${plural(met, 'time')}; ${fixed(expected, 1)} by chance` },
    picture,
    h('b', null, `${count(first)}, ${count(second)}`),
    ` ×${brief(met / expected)}`,
  )
}

/** Each pair as it meets, `columns` cells in a row; the other ids of its cells say nothing. */
async function pairPictures(
  result: Result,
  depth: number,
  pairs: readonly IdPair[],
  columns: number,
  job: Job,
): Promise<HTMLCanvasElement[] | null> {
  const { layout } = result.tokens
  if (layout.kind !== 'grid' || pairs.length === 0) return null
  const plain = plainCell(result.tokens)
  const ids = new Uint32Array(2 * pairs.length * layout.depth)
  pairs
    .flatMap(({ first, second }) => [first, second])
    .forEach((id, cell) => {
      ids.set(plain, cell * layout.depth)
      ids[cell * layout.depth + depth] = id
    })
  const picture = await decodeCells(result, layout, ids, columns, job)
  const [width, height] = [columns * layout.side, (2 / columns) * layout.side]
  return pairs.map((_, index) => drawPart(picture, { x: 0, y: index * height, width, height }, SIDE, 'What they paint'))
}
