// The merge tree of a token: its bytes on top, one row per merge in the order they were made, ranks at the side. The
// slider goes through them one by one; what comes later is faint.

import { h, s } from '../dom.ts'
import { count } from '../format.ts'
import { label } from '../visible.ts'

/** A merge in bytes of the pre-token. */
export interface Merge {
  readonly rank: number
  readonly start: number
  readonly middle: number
  readonly end: number
}

const WIDTH = 340
const RANKS = 56
const ROW = 32
const LEAF = 22

interface Node {
  readonly from: number
  readonly to: number
  readonly x: number
  readonly y: number
}

/** The tree of `merges`, all of which lie inside one token of the pre-token `text`. */
export function mergeTree(text: Uint8Array, merges: readonly Merge[]): HTMLElement {
  const leaves = leavesOf(text, merges)
  const room = Math.max(WIDTH - RANKS, leaves.length * 17)
  const width = room + RANKS
  const pitch = Math.min(29, (room - 8) / leaves.length)
  const height = LEAF + 22 + merges.length * ROW
  const chart = s('svg', {
    class: width > WIDTH ? 'chart wide' : 'chart',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': `Merge tree: ${merges.length} merges, from ${leaves.length} symbols to one token`,
  })
  const edges = s('g')
  const nodes = s('g')
  let live: Node[] = leaves.map(([from, to], i) => {
    const x = pitch / 2 + 4 + i * pitch
    nodes.append(box(x, 4, Math.min(pitch - 3, LEAF), LEAF, name(text, from, to), 'node'))
    return { from, to, x, y: 4 + LEAF }
  })
  chart.append(s('text', { class: 'dim', x: width - 4, y: 19, 'text-anchor': 'end' }, 'rank'), edges, nodes)
  const rows = merges.map((merge, i) => {
    const y = 44 + i * ROW
    const children = live.filter(node => node.from >= merge.start && node.to <= merge.end)
    const x = ((children[0]?.x ?? 0) + (children.at(-1)?.x ?? 0)) / 2
    const lines = s('path', {
      class: 'edge',
      d: children.map(child => `M${child.x} ${child.y}V${y - 6}H${x}V${y}`).join(''),
    })
    edges.append(lines)
    const words = name(text, merge.start, merge.end)
    const wide = Math.min([...words].length * 7.4 + 12, room - 4)
    const middle = Math.min(Math.max(x, wide / 2 + 2), room - wide / 2)
    const node = box(middle, y, wide, 20, words, i === merges.length - 1 ? 'hot' : 'node')
    const rank = s('text', { class: 'dim', x: width - 4, y: y + 14, 'text-anchor': 'end' }, count(merge.rank))
    nodes.append(node)
    chart.append(rank)
    live = [...live.filter(other => !children.includes(other)), { from: merge.start, to: merge.end, x, y: y + 20 }]
    return [lines, node, rank]
  })
  const show = (step: number): void => {
    rows.forEach((parts, i) => {
      for (const part of parts) part.classList.toggle('later', i >= step)
    })
  }
  return h(
    'div',
    null,
    h('div', { class: 'scroll', tabindex: width > WIDTH ? 0 : undefined }, chart),
    stepper(merges.length, show),
  )
}

/** Where the symbols that the merges start from lie. */
function leavesOf(text: Uint8Array, merges: readonly Merge[]): [number, number][] {
  const made = new Set<string>()
  const leaves = new Map<number, [number, number]>()
  for (const { start, middle, end } of merges) {
    for (const [from, to] of [
      [start, middle],
      [middle, end],
    ] as const) {
      if (!made.has(`${from} ${to}`)) leaves.set(from, [from, to])
    }
    made.add(`${start} ${end}`)
  }
  return leaves.size > 0 ? [...leaves.values()].sort((a, b) => a[0] - b[0]) : [[0, text.length]]
}

function name(text: Uint8Array, from: number, to: number): string {
  return label(text.subarray(from, to))
}

function box(x: number, y: number, width: number, height: number, words: string, kind: string): SVGGElement {
  return s(
    'g',
    null,
    s('title', null, words),
    s('rect', { class: kind, x: x - width / 2, y, width, height, rx: 4 }),
    s(
      'text',
      { x, y: y + height / 2 + 4, 'text-anchor': 'middle' },
      words.length > 30 ? `${words.slice(0, 29)}…` : words,
    ),
  )
}

/** Back, slider, on: which step is shown. */
export function stepper(steps: number, show: (step: number) => void): HTMLElement {
  const slider = h('input', { type: 'range', min: 0, max: steps, value: steps, 'aria-label': 'Step' })
  const where = h('span', { class: 'num' })
  const go = (step: number): void => {
    slider.value = String(Math.min(Math.max(step, 0), steps))
    where.textContent = `step ${slider.value} of ${steps}`
    show(Number(slider.value))
  }
  slider.addEventListener('input', () => go(Number(slider.value)))
  const back = h(
    'button',
    { class: 'button', type: 'button', 'aria-label': 'step before', onclick: () => go(Number(slider.value) - 1) },
    '◀',
  )
  const next = h(
    'button',
    { class: 'button', type: 'button', 'aria-label': 'next step', onclick: () => go(Number(slider.value) + 1) },
    '▶',
  )
  go(steps)
  return h('div', { class: 'steps' }, back, slider, next, where)
}
