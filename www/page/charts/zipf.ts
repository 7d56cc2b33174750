// Rank against count, both logarithmic: how unevenly the tokens of a text are used. Hover or arrows tell a rank.

import { h, put, s } from '../dom.ts'
import { count } from '../format.ts'
import { walkByKeys } from './walk.ts'

/** A point of the curve; between points the count falls evenly on the logarithmic axis. */
export interface Rank {
  /** 1 for the most frequent token. */
  readonly rank: number
  readonly count: number
}

const HEIGHT = 150
const LEFT = 40
const BOTTOM = 24

/** The chart of ranks in descending order of count. */
export function zipfChart(ranks: readonly Rank[], width: number): HTMLElement {
  const most = ranks[0]?.count ?? 1
  const last = ranks.at(-1)?.rank ?? 1
  const x = (rank: number): number => LEFT + (Math.log(rank) / Math.max(Math.log(last), 1e-9)) * (width - LEFT - 8)
  const y = (n: number): number => 10 + (1 - Math.log(n) / Math.max(Math.log(most), 1e-9)) * (HEIGHT - BOTTOM - 14)
  const bottom = HEIGHT - BOTTOM
  let path = ''
  ranks.forEach((rank, i) => {
    path += i === 0 ? `M${x(1)} ${y(rank.count)}` : `H${x(rank.rank).toFixed(1)}V${y(rank.count).toFixed(1)}`
  })
  const dot = s('circle', { class: 'dot', r: 4, visibility: 'hidden' })
  const tip = h('div', { class: 'chart-tip', 'aria-live': 'polite' })
  const chart = s(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'img',
      'aria-label': `Count of each token against its rank: ${count(last)} distinct tokens, the most frequent ${count(most)} times`,
    },
    s('path', { class: 'axis', d: `M${LEFT} 8V${bottom}H${width - 4}` }),
    s('path', { class: 'line', d: path }),
    s('text', { class: 'dim', x: LEFT - 6, y: 16, 'text-anchor': 'end' }, count(most)),
    s('text', { class: 'dim', x: LEFT - 6, y: bottom, 'text-anchor': 'end' }, '1'),
    s('text', { class: 'dim', x: LEFT, y: HEIGHT - 6 }, 'rank 1'),
    s('text', { class: 'dim', x: width - 4, y: HEIGHT - 6, 'text-anchor': 'end' }, `${count(last)} (log)`),
    dot,
  )
  let at = -1
  const show = (i: number): void => {
    const rank = ranks[i]
    if (!rank || i === at) return
    at = i
    dot.setAttribute('cx', String(x(rank.rank)))
    dot.setAttribute('cy', String(y(rank.count)))
    dot.setAttribute('visibility', 'visible')
    put(tip, `rank ${count(rank.rank)}: ${count(rank.count)} ${rank.count === 1 ? 'time' : 'times'}`)
  }
  chart.addEventListener('pointermove', event => {
    const box = chart.getBoundingClientRect()
    const part = ((event.clientX - box.left) / box.width) * width
    const rank = Math.exp(((part - LEFT) / (width - LEFT - 8)) * Math.log(Math.max(last, 2)))
    const found = ranks.findIndex(r => r.rank >= rank)
    show(found < 0 ? ranks.length - 1 : found)
  })
  walkByKeys(chart, ranks.length, show)
  if (ranks.length > 0) show(0)
  return h('div', { class: 'chart-box' }, chart, tip)
}
