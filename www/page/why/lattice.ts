// The lattice of a Unigram model: positions of the pre-token as dots, every token that fits as an arc, the best path in
// the accent, the second best dashed. Only arcs that matter have their scores written.

import { h, s } from '../dom.ts'
import { fixed } from '../format.ts'
import { label } from '../visible.ts'

export interface Edge {
  readonly start: number
  readonly end: number
  readonly score: number
  readonly best: boolean
  readonly second: boolean
}

const HEIGHT = 190
const BASE = 110
const PITCH = 34

export function latticeChart(
  text: Uint8Array,
  edges: readonly Edge[],
  best: number,
  margin: number | null,
): HTMLElement {
  const stops = [...new Set(edges.flatMap(edge => [edge.start, edge.end]))].sort((a, b) => a - b)
  const width = Math.max(340, stops.length * PITCH + 20)
  const x = (at: number): number => 16 + stops.indexOf(at) * ((width - 32) / Math.max(1, stops.length - 1))
  const arc = (edge: Edge): string => {
    const [from, to] = [x(edge.start), x(edge.end)]
    const high = Math.min(80, 14 + (to - from) * 0.32) * (edge.best ? -1 : 1)
    return `M${from} ${BASE}Q${(from + to) / 2} ${BASE + high * 1.6} ${to} ${BASE}`
  }
  const order = [...edges].sort((a, b) => Number(a.best) - Number(b.best) || Number(a.second) - Number(b.second))
  const chart = s(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      role: 'img',
      'aria-label': `Lattice: ${edges.length} tokens fit, the best path has log probability ${fixed(best)}`,
    },
    ...order.map(edge =>
      s(
        'path',
        { class: edge.best ? 'line' : edge.second ? 'past second' : 'guide', d: arc(edge) },
        s('title', null, `${name(text, edge)}: ${fixed(edge.score)}`),
      ),
    ),
    ...edges
      .filter(edge => edge.best)
      .map(edge => {
        const high = Math.min(80, 14 + (x(edge.end) - x(edge.start)) * 0.32)
        return s(
          'text',
          { x: (x(edge.start) + x(edge.end)) / 2, y: BASE - high * 0.8 - 6, 'text-anchor': 'middle' },
          name(text, edge),
          s('tspan', { class: 'dim' }, ` ${fixed(edge.score, 1)}`),
        )
      }),
    ...stops.map(at => s('circle', { class: 'node', cx: x(at), cy: BASE, r: 4 })),
  )
  return h(
    'div',
    null,
    h('div', { class: 'scroll', tabindex: width > 340 ? 0 : undefined }, chart),
    h(
      'p',
      { class: 'note' },
      `Best path: log probability ${fixed(best)}${margin === null ? ', the only one' : `; the second best, dashed, is ${fixed(margin)} nats behind`}.`,
    ),
  )
}

function name(text: Uint8Array, { start, end }: Edge): string {
  return label(text.subarray(start, end))
}
