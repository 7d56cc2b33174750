// Bits against quality of many pictures: a dot for each, the mean of each series as a cross as large as its interval.

import { h, put, s } from '../dom.ts'
import { brief } from '../format.ts'
import { decades, steps } from './axes.ts'
import { fitted } from './fitted.ts'
import { walkByKeys } from './walk.ts'

export interface Dot {
  /** Bits a pixel. */
  readonly rate: number
  readonly quality: number
  /** What is told of it. */
  readonly words: string
}

interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

export interface Series {
  readonly name: string
  readonly dots: readonly Dot[]
  readonly rate: Interval
  readonly quality: Interval
}

const HEIGHT = 250
const [LEFT, RIGHT, TOP, BOTTOM] = [38, 12, 18, 212]
/** Series are told apart by shape. */
const SHAPES: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0`,
  (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
  (x, y) => `M${x} ${y - 4}l4 7h-8z`,
  (x, y) => `M${x} ${y - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`,
]

/** `unit` is that of the quality. */
export function cloudChart(series: readonly Series[], unit: string): HTMLElement {
  return fitted(width => draw(series, unit, width))
}

function draw(series: readonly Series[], unit: string, width: number): HTMLElement {
  const dots = series.flatMap((each, place) => each.dots.map(dot => ({ ...dot, place })))
  const log = (rate: number): number => Math.log10(Math.max(rate, 1e-6))
  const rates = dots.map(({ rate }) => log(rate))
  const qualities = dots.map(({ quality }) => quality)
  // Room about the dots: those of equal pictures lie on one place.
  const [from, to] = widened(Math.min(...rates), Math.max(...rates), 0.2)
  const [low, high] = widened(Math.min(...qualities), Math.max(...qualities), 1)
  const x = (rate: number): number => LEFT + ((log(rate) - from) / (to - from || 1)) * (width - LEFT - RIGHT)
  const y = (quality: number): number => BOTTOM - ((quality - low) / (high - low || 1)) * (BOTTOM - TOP)
  const tip = h('p', { class: 'chart-tip', 'aria-live': 'polite' })
  const ring = s('circle', { class: 'mark', r: 7, visibility: 'hidden' })
  const chart = s('svg', {
    class: 'chart rate-chart cloud',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    role: 'img',
    'aria-label': `Bits a pixel against ${unit}, a dot for each picture: ${series
      .map(({ name, rate, quality }) => `${name}, ${brief(rate.mean)} bits a pixel, ${brief(quality.mean)}`)
      .join('; ')}`,
  })
  for (const tick of decades(from, to)) {
    chart.append(
      s('path', { class: 'guide', d: `M${x(tick).toFixed(1)} ${TOP}V${BOTTOM}` }),
      s('text', { class: 'dim', x: x(tick), y: BOTTOM + 16, 'text-anchor': 'middle' }, brief(tick)),
    )
  }
  for (const tick of steps(low, high)) {
    chart.append(
      s('path', { class: 'guide', d: `M${LEFT} ${y(tick).toFixed(1)}H${width - RIGHT}` }),
      s('text', { class: 'dim', x: LEFT - 6, y: y(tick) + 4, 'text-anchor': 'end' }, brief(tick)),
    )
  }
  chart.append(
    s('text', { class: 'dim', x: LEFT, y: 10 }, unit),
    s('text', { class: 'dim', x: (LEFT + width - RIGHT) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, 'bits a pixel'),
  )
  const show = (index: number): void => {
    const dot = dots[index]
    if (!dot) return
    ring.setAttribute('cx', x(dot.rate).toFixed(1))
    ring.setAttribute('cy', y(dot.quality).toFixed(1))
    ring.setAttribute('visibility', 'visible')
    put(tip, `${series[dot.place]?.name}: ${dot.words}`)
  }
  const last = series.length - 1
  dots.forEach(({ rate, quality, place }, index) => {
    const shape = SHAPES[place % SHAPES.length]?.(x(rate), y(quality))
    chart.append(
      s('path', { class: place === last ? 'dot' : 'spot', d: shape }),
      s('circle', { cx: x(rate), cy: y(quality), r: 9, fill: 'transparent', onpointerenter: () => show(index) }),
    )
  })
  series.forEach(({ rate, quality }, place) => {
    chart.append(
      s('path', {
        class: place === last ? 'cross own' : 'cross',
        d: `M${x(rate.low)} ${y(quality.mean)}H${x(rate.high)}M${x(rate.mean)} ${y(quality.low)}V${y(quality.high)}`,
      }),
    )
  })
  chart.append(ring)
  walkByKeys(chart, dots.length, show)
  show(0)
  return h('div', { class: 'chart-box' }, chart, tip)
}

/** At least `least` more on both sides, and a twentieth. */
function widened(from: number, to: number, least: number): [number, number] {
  const more = Math.max((to - from) / 20, to - from < 2 * least ? least : 0)
  return [from - more, to + more]
}
