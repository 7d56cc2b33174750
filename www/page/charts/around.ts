// A cell in the middle of the cells around it, each the darker the more the middle tells of it. An offset and its opposite
// tell as much of each other, so one half is measured and both are drawn.

import type { IdOffset } from '../../api/index.ts'
import { h, put, s } from '../dom.ts'
import { fixed } from '../format.ts'
import { walkByKeys } from './walk.ts'

/** Side of a cell in CSS pixels, at most. */
const LARGEST = 46
const GAP = 2
/** So little is drawn as nothing, whatever the most is. */
const FAINT = 0.1
/** Words on it are still read. */
const STRONGEST = 0.55

export function aroundChart(offsets: readonly IdOffset[], width: number): HTMLElement {
  const far = Math.max(...offsets.map(({ down }) => down))
  const cells = 2 * far + 1
  const side = Math.min(LARGEST, Math.floor(width / cells))
  const most = Math.max(FAINT, ...offsets.map(above))
  const tip = h('div', { class: 'chart-tip', 'aria-live': 'polite' }, 'Point at a cell for its numbers.')
  const [strongest] = [...offsets].sort((a, b) => above(b) - above(a))
  const chart = s('svg', {
    class: 'chart wide around',
    width: cells * side,
    height: cells * side,
    viewBox: `0 0 ${cells * side} ${cells * side}`,
    role: 'img',
    'aria-label': `Bits a cell tells of the cells around it${strongest ? `; most: ${told(strongest)}` : ''}`,
  })
  const square = (across: number, down: number, ...inside: Node[]): SVGElement =>
    s('g', { transform: `translate(${(far + across) * side} ${(far + down) * side})` }, ...inside)
  const words = (text: string): SVGElement =>
    s('text', { x: (side - GAP) / 2, y: side / 2 + 3, 'text-anchor': 'middle' }, text)
  const box = { width: side - GAP, height: side - GAP, rx: 3 }
  for (const offset of offsets) {
    for (const sign of [1, -1]) {
      const bits = above(offset)
      const cell = square(
        sign * offset.across,
        sign * offset.down,
        s('title', null, told(offset)),
        s('rect', { class: 'ground', ...box }),
        s('rect', { class: 'share', ...box, 'fill-opacity': ((STRONGEST * bits) / most).toFixed(3) }),
        words(offset.bits.value === null ? '–' : fixed(bits, 2)),
      )
      cell.addEventListener('pointerenter', () => put(tip, told(offset)))
      chart.append(cell)
    }
  }
  chart.append(square(0, 0, s('rect', { class: 'middle', ...box })))
  walkByKeys(chart, offsets.length, index => {
    const offset = offsets[index]
    if (offset) put(tip, told(offset))
  })
  return h('div', { class: 'chart-box' }, chart, tip)
}

/** Bits above chance. */
function above({ bits, chance }: IdOffset): number {
  return Math.max(0, (bits.value ?? 0) - (chance.value ?? 0))
}

function told(offset: IdOffset): string {
  const { across, down, bits, chance } = offset
  const beside = across === 0 ? '' : `${Math.abs(across)} to the ${across > 0 ? 'right' : 'left'}`
  const below = down === 0 ? '' : `${down} down`
  const place = [beside, below].filter(Boolean).join(', ')
  if (bits.value === null) return `${place}: no two cells lie so far apart`
  return `${place}: ${fixed(above(offset), 2)} bits (${fixed(bits.value, 2)} counted, ${fixed(chance.value ?? 0, 2)} by chance)`
}
