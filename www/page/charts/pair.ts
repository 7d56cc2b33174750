// A few curves in one plane, both axes logarithmic, each named at its end. For small charts side by side.

import { s } from '../dom.ts'
import { brief } from '../format.ts'
import { decades } from './axes.ts'
import { type Label, placed } from './labels.ts'

export interface NamedCurve {
  readonly name: string
  /** The one in the accent; the others are dashed. */
  readonly own: boolean
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

const HEIGHT = 210
const [LEFT, RIGHT, TOP, FOOT] = [46, 20, 22, 38]

/** All values are above zero. */
export function pairChart(
  curves: readonly NamedCurve[],
  axes: { readonly x: string; readonly y: string; readonly format?: (value: number) => string },
  width: number,
): SVGSVGElement {
  const all = curves.flatMap(({ points }) => points)
  const { format = brief } = axes
  const bottom = HEIGHT - FOOT
  const [from, to] = range(all.map(({ x }) => x))
  const [low, high] = range(all.map(({ y }) => y))
  const x = (value: number): number => LEFT + ((Math.log10(value) - from) / (to - from)) * (width - LEFT - RIGHT)
  const y = (value: number): number => bottom - ((Math.log10(value) - low) / (high - low)) * (bottom - TOP)
  const element = s('svg', {
    class: 'chart rate-chart',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    role: 'img',
    'aria-label': `${axes.y} against ${axes.x}: ${curves
      .map(({ name, points }) => `${name} from ${format(points[0]?.y ?? 0)} to ${format(points.at(-1)?.y ?? 0)}`)
      .join('; ')}`,
  })
  for (const tick of decades(from, to)) {
    element.append(
      s('path', { class: 'guide', d: `M${x(tick).toFixed(1)} ${TOP}V${bottom}` }),
      s('text', { class: 'dim', x: x(tick), y: bottom + 15, 'text-anchor': 'middle' }, brief(tick)),
    )
  }
  for (const tick of decades(low, high)) {
    element.append(
      s('path', { class: 'guide', d: `M${LEFT} ${y(tick).toFixed(1)}H${width - RIGHT}` }),
      s('text', { class: 'dim', x: LEFT - 6, y: y(tick) + 4, 'text-anchor': 'end' }, format(tick)),
    )
  }
  element.append(
    s('text', { class: 'dim', x: 0, y: 10 }, axes.y),
    s('text', { class: 'dim', x: (LEFT + width - RIGHT) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, axes.x),
  )
  const labels: Label[] = []
  const spots: { x: number; y: number }[] = []
  for (const { name, own, points } of curves) {
    const places = points.map(point => ({ x: x(point.x), y: y(point.y) }))
    const d = places.map((at, index) => `${index === 0 ? 'M' : 'L'}${at.x.toFixed(1)} ${at.y.toFixed(1)}`).join('')
    element.append(
      s('path', { class: own ? 'curve mine' : 'curve yard', 'stroke-dasharray': own ? undefined : '6 4', d }),
    )
    spots.push(...places)
    const last = places.at(-1)
    if (last) labels.push({ text: name, name: own ? 'mine' : 'yard', ...last, needed: true })
  }
  for (const { label, x: at, y: line, anchor } of placed(labels, spots, { width, top: TOP, bottom })) {
    element.append(s('text', { class: label.name, x: at, y: line, 'text-anchor': anchor }, label.text))
  }
  return element
}

/** In powers of ten; never empty. */
function range(values: readonly number[]): [number, number] {
  const [least, most] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))]
  return most - least < 1e-9 ? [least, least + 1] : [least, most]
}
