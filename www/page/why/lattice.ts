// The lattice of a Unigram model around the chosen token: places of the piece as dots, every token that fits between two of
// them as an arc, the best path in the accent above the line, the second best dashed. A family that does not cut makes the
// whole text one lattice: what is drawn then begins and ends where tokens of the best path do.

import { h, s } from '../dom.ts'
import { count, fixed } from '../format.ts'
import { label } from '../visible.ts'

export interface Edge {
  readonly start: number
  readonly end: number
  readonly score: number
  readonly best: boolean
  readonly second: boolean
}

export interface Lattice {
  readonly edges: readonly Edge[]
  readonly best: number
  readonly margin: number | null
}

const HEIGHT = 190
const BASE = 110
const PITCH = 34
const PANEL = 340
/** So many places are drawn. */
const PLACES = 28

export function latticeChart(text: Uint8Array, lattice: Lattice, token: readonly [number, number]): HTMLElement {
  const [from, to] = around(lattice.edges, token)
  const edges = lattice.edges.filter(edge => from <= edge.start && edge.end <= to)
  const { best, margin } = lattice
  const stops = [...new Set(edges.flatMap(edge => [edge.start, edge.end]))].sort((a, b) => a - b)
  const width = Math.max(PANEL, stops.length * PITCH + 20)
  const x = (at: number): number => 16 + stops.indexOf(at) * ((width - 32) / Math.max(1, stops.length - 1))
  const high = (edge: Edge): number => Math.min(80, 14 + (x(edge.end) - x(edge.start)) * 0.32)
  const arc = (edge: Edge): string => {
    const [left, right] = [x(edge.start), x(edge.end)]
    return `M${left} ${BASE}Q${(left + right) / 2} ${BASE + high(edge) * (edge.best ? -1.6 : 1.6)} ${right} ${BASE}`
  }
  const chosen = (edge: Edge): boolean => edge.best && edge.start === token[0] && edge.end === token[1]
  const order = [...edges].sort((a, b) => Number(a.best) - Number(b.best) || Number(a.second) - Number(b.second))
  const whole = edges.length === lattice.edges.length
  const chart = s(
    'svg',
    {
      class: width > PANEL ? 'chart wide' : 'chart',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      role: 'img',
      'aria-label': `Lattice: ${edges.length} tokens fit, the best path has log probability ${fixed(best)}`,
    },
    ...order.map(edge =>
      s(
        'path',
        {
          class: chosen(edge) ? 'line chosen' : edge.best ? 'line' : edge.second ? 'past second' : 'guide',
          d: arc(edge),
        },
        s('title', null, `${name(text, edge)}: ${fixed(edge.score)}`),
      ),
    ),
    ...edges
      .filter(edge => edge.best)
      .map(edge =>
        s(
          'text',
          {
            class: chosen(edge) ? 'chosen' : undefined,
            x: (x(edge.start) + x(edge.end)) / 2,
            y: BASE - high(edge) * 0.8 - 6,
            'text-anchor': 'middle',
          },
          name(text, edge),
          s('tspan', { class: 'dim' }, ` ${fixed(edge.score, 1)}`),
        ),
      ),
    ...stops.map(at => s('circle', { class: 'node', cx: x(at), cy: BASE, r: 4 })),
  )
  const rival = margin === null ? 'the only one' : `the second best, dashed, is ${fixed(margin)} nats behind`
  return h(
    'div',
    null,
    h('div', { class: 'scroll', tabindex: width > PANEL ? 0 : undefined }, chart),
    h('p', { class: 'note' }, `Best path: log probability ${fixed(best)}, ${rival}.`),
    whole
      ? null
      : h(
          'p',
          { class: 'note' },
          `Drawn around the chosen token; both figures are of the whole piece of ${count(text.length)} bytes.`,
        ),
  )
}

/** Where drawing begins and ends: as many tokens of the best path on either side of the token as there is room for. */
function around(edges: readonly Edge[], [from, to]: readonly [number, number]): [number, number] {
  const path = edges.filter(edge => edge.best).sort((a, b) => a.start - b.start)
  const places = new Set(edges.flatMap(edge => [edge.start, edge.end]))
  const within = (a: number, b: number): number => [...places].filter(at => a <= at && at <= b).length
  for (;;) {
    const left = path.find(edge => edge.end === from && edge.start < from)?.start ?? from
    const right = path.find(edge => edge.start === to && edge.end > to)?.end ?? to
    if ((left === from && right === to) || within(left, right) > PLACES) return [from, to]
    from = left
    to = right
  }
}

function name(text: Uint8Array, { start, end }: Edge): string {
  return label(text.subarray(start, end))
}
