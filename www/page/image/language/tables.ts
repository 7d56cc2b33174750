// The figures of both sides in two tables: what counts tell, and what the order of ids is worth.

import type { IdOrder, LookBack } from '../../../api/index.ts'
import { h } from '../../dom.ts'
import { brief, count, fixed } from '../../format.ts'
import type { Side } from './view.ts'

interface Row {
  readonly name: string
  readonly definition: string
  readonly cells: readonly string[]
}

export function countsTable(sides: readonly Side[]): HTMLElement {
  const row = (name: string, definition: string, tell: (side: Side) => string): Row => ({
    name,
    definition,
    cells: sides.map(tell),
  })
  return table(
    sides.map(({ name }) => name),
    [
      row(
        'different ids',
        'of all that there could be',
        ({ stats, alphabet }) => `${count(stats.distinct)} of ${count(alphabet)}`,
      ),
      row(
        'Zipf exponent',
        'Minus the slope of log count against log rank',
        ({ stats: { zipf } }) => `${value(zipf.exponent.value, 2)}${fit(zipf.rSquared.value)}`,
      ),
      row('Zipf–Mandelbrot', 'The same with an offset added to each rank, which bends the beginning', mandelbrot),
      row('ranks fitted', 'Both laws, from the most frequent id on', ({ stats: { zipf } }) =>
        zipf.exponent.value === null ? '–' : `1 to ${count(zipf.exponent.sampleSize)}`,
      ),
      row('Heaps exponent', 'Slope of log different ids against log ids', side => value(side.heaps, 2)),
      row('Yule’s K', 'How likely two ids that are drawn are the same, ten thousandfold', ({ stats }) =>
        stats.yule.value === null ? '–' : brief(stats.yule.value),
      ),
      row('entropy, bits an id', 'Shannon entropy of the frequencies', ({ stats }) => value(stats.entropy.value, 2)),
    ],
  )
}

/** In each order that a side is walked in. */
export function orderTable(sides: readonly Side[]): HTMLElement {
  const orders = sides.flatMap(({ name, orders }) => orders.map(({ walk, order }) => ({ name: walk ?? name, order })))
  const row = (name: string, definition: string, tell: (order: IdOrder) => LookBack | undefined): Row => ({
    name,
    definition,
    cells: orders.map(({ order }) => told(tell(order))),
  })
  const shuffled = 'The same ids in an order of chance: what is left when there is no order'
  return table(
    orders.map(({ name }) => name),
    [
      row('no id before (1-grams)', 'Coded from the counts of the ids so far', ({ own }) => own[0]),
      row('the id before (2-grams)', 'Counts behind the id before', ({ own }) => own[1]),
      row('… once shuffled', shuffled, ({ shuffled }) => shuffled[1]),
      row('two ids before (3-grams)', 'Counts behind the two ids before', ({ own }) => own[2]),
      row('… once shuffled', shuffled, ({ shuffled }) => shuffled[2]),
    ],
  )
}

function table(columns: readonly string[], rows: readonly Row[]): HTMLElement {
  return h(
    'div',
    { class: 'scrolls' },
    h(
      'table',
      { class: 'files language-table' },
      h('thead', null, h('tr', null, ...['', ...columns].map(name => h('th', { scope: 'col' }, name)))),
      h(
        'tbody',
        null,
        ...rows.map(({ name, definition, cells }) =>
          h('tr', { title: definition }, h('th', { scope: 'row' }, name), ...cells.map(cell => h('td', null, cell))),
        ),
      ),
    ),
  )
}

function mandelbrot({ stats: { zipfMandelbrot } }: Side): string {
  const { exponent, offset, rSquared } = zipfMandelbrot
  if (exponent.value === null || offset.value === null) {
    return exponent.undefined?.includes('exponential') ? 'falls faster than any' : '–'
  }
  return `${fixed(exponent.value, 2)}, offset ${fixed(offset.value, 1)}${fit(rSquared.value)}`
}

function fit(rSquared: number | null): string {
  return rSquared === null ? '' : `, R² ${fixed(rSquared, 3)}`
}

function told(look: LookBack | undefined): string {
  const share = look?.perplexityShare.value ?? null
  return share === null ? '–' : `${value(look?.bits.value ?? null, 2)} · ${brief(100 * share)} %`
}

function value(found: number | null, digits: number): string {
  return found === null ? '–' : fixed(found, digits)
}
