// Tokens per language relative to English, one mark per tokenizer on a logarithmic axis. Marks differ by shape as well as
// colour and carry their letter at the foot.

import { h, put, s } from '../dom.ts'
import { fixed } from '../format.ts'
import { walkByKeys } from './walk.ts'

export interface ParityRow {
  readonly name: string
  /** Premium over English per tokenizer; `null` while it is not counted. */
  readonly values: readonly (number | null)[]
}

const LEFT = 116
const ROW = 18
const TOP = 8

export function parityChart(rows: readonly ParityRow[], letters: readonly string[], width: number): HTMLElement {
  const all = rows.flatMap(row => row.values).filter((v): v is number => v !== null)
  const most = Math.max(2, ...all)
  const least = Math.min(1, ...all)
  const x = (value: number): number =>
    LEFT + ((Math.log2(value) - Math.log2(least)) / (Math.log2(most) - Math.log2(least))) * (width - LEFT - 14)
  const bottom = TOP + rows.length * ROW
  const ticks: number[] = []
  for (let tick = 1; tick <= most; tick *= 2) ticks.push(tick)
  const tip = h('div', { class: 'chart-tip', 'aria-live': 'polite' }, 'Point at a language for its numbers.')
  const chart = s(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${bottom + 40}`,
      role: 'img',
      'aria-label': 'Tokens per language, English = 1',
    },
    ...ticks.flatMap(tick => [
      s('path', { class: 'guide', d: `M${x(tick)} ${TOP}V${bottom}` }),
      s('text', { class: 'dim', x: x(tick), y: bottom + 16, 'text-anchor': 'middle' }, `${tick}×`),
    ]),
  )
  rows.forEach((row, i) => {
    const y = TOP + i * ROW + ROW / 2
    const known = row.values.filter((v): v is number => v !== null)
    const group = s(
      'g',
      { onpointerenter: () => put(tip, told(row, letters)) },
      s('title', null, told(row, letters)),
      s('rect', { x: 0, y: y - ROW / 2, width: width, height: ROW, fill: 'transparent' }),
      s(
        'text',
        { x: LEFT - 10, y: y + 4, 'text-anchor': 'end' },
        row.name.length > 15 ? `${row.name.slice(0, 14)}…` : row.name,
      ),
    )
    if (known.length > 1)
      group.append(s('path', { class: 'edge', d: `M${x(Math.min(...known))} ${y}H${x(Math.max(...known))}` }))
    row.values.forEach((value, k) => {
      if (value !== null) group.append(mark(k, x(value), y))
    })
    chart.append(group)
  })
  walkByKeys(chart, rows.length, i => {
    const row = rows[i]
    if (row) put(tip, told(row, letters))
  })
  const last = rows.at(-1)
  last?.values.forEach((value, k) => {
    if (value !== null)
      chart.append(s('text', { class: 'dim', x: x(value), y: bottom + 33, 'text-anchor': 'middle' }, letters[k] ?? ''))
  })
  return h('div', { class: 'chart-box' }, chart, tip)
}

function told(row: ParityRow, letters: readonly string[]): string {
  return `${row.name}: ${row.values.map((v, k) => `${letters[k]} ${v === null ? '…' : `${fixed(v)}×`}`).join(', ')}`
}

/** Disc, square, diamond, triangle. */
function mark(k: number, x: number, y: number): SVGElement {
  const cls = k === 0 ? 'dot' : 'node other'
  if (k === 0) return s('circle', { class: cls, cx: x, cy: y, r: 4.5 })
  if (k === 1) return s('path', { class: cls, d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z` })
  if (k === 2) return s('rect', { class: cls, x: x - 4, y: y - 4, width: 8, height: 8 })
  return s('path', { class: cls, d: `M${x} ${y - 5}l5 9h-10z` })
}
