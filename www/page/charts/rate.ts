// Bits against quality: a curve for each way to write the picture. Names stand at the ends of curves; of those that find no
// room the one that is looked at is told. Points are chosen by a press or by keys.

import { s } from '../dom.ts'
import { brief } from '../format.ts'
import { decades, steps } from './axes.ts'
import { type Label, placed } from './labels.ts'

export interface RatePoint {
  readonly curve: string
  /** Bits a pixel. */
  readonly rate: number
  readonly quality: number
}

export interface RateChart {
  readonly element: SVGSVGElement
  /** Marks a point by its place in the list, and its curve. */
  mark(index: number): void
}

export interface RateOptions {
  /** The curve in the accent. */
  readonly own: string
  /** Curves that the others are held against. */
  readonly yardsticks: readonly string[]
  /** Of the quality. */
  readonly unit: string
  readonly width: number
  /** Is told the point that is looked at. */
  hover(index: number): void
  /** Is told the one that is pressed. */
  choose(index: number): void
}

/** Wider ones have room for whole names. */
const WIDE = 560
const [LEFT, TOP, FOOT] = [34, 20, 38]
const DASHES = ['6 4', '2 3', '9 3 2 3', '1 4'] as const
/** A point is meant within this distance. */
const REACH = 26

export function rateChart(points: readonly RatePoint[], options: RateOptions): RateChart {
  const { own, yardsticks, unit, width, hover, choose } = options
  const wide = width >= WIDE
  const height = wide ? 340 : 290
  const right = wide ? 156 : 66
  const bottom = height - FOOT
  const rates = points.map(({ rate }) => log(rate))
  const qualities = points.map(({ quality }) => quality)
  const [from, to] = [Math.min(...rates), Math.max(...rates)]
  const [low, high] = [Math.min(...qualities), Math.max(...qualities)]
  const x = (rate: number): number => LEFT + 6 + ((log(rate) - from) / (to - from || 1)) * (width - LEFT - 6 - right)
  const y = (quality: number): number => bottom - 6 - ((quality - low) / (high - low || 1)) * (bottom - 6 - TOP)
  const names = [...new Set(points.map(({ curve }) => curve))]
  const ring = s('circle', { class: 'mark', r: 7, visibility: 'hidden' })
  const element = s('svg', {
    class: 'chart rate-chart',
    viewBox: `0 0 ${width} ${height}`,
    role: 'group',
    'aria-label': `Bits a pixel against ${unit}: ${names.join(', ')}. Arrow keys go from point to point, Enter opens one.`,
    tabindex: 0,
  })
  for (const tick of decades(from, to)) {
    const at = x(tick)
    element.append(
      s('path', { class: 'guide', d: `M${at.toFixed(1)} ${TOP}V${bottom}` }),
      s('text', { class: 'dim', x: at, y: bottom + 15, 'text-anchor': 'middle' }, brief(tick)),
    )
  }
  for (const tick of steps(low, high)) {
    element.append(
      s('path', { class: 'guide', d: `M${LEFT} ${y(tick).toFixed(1)}H${width - right}` }),
      s('text', { class: 'dim', x: LEFT - 6, y: y(tick) + 4, 'text-anchor': 'end' }, brief(tick)),
    )
  }
  element.append(
    s('text', { class: 'dim', x: 0, y: 10 }, unit),
    s('text', { class: 'dim', x: (LEFT + width - right) / 2, y: height - 4, 'text-anchor': 'middle' }, 'bits a pixel'),
  )

  const spots = points.map(({ rate, quality }) => ({ x: x(rate), y: y(quality) }))
  const kind = (name: string): string => (name === own ? 'mine' : yardsticks.includes(name) ? 'yard' : 'rest')
  const lines = new Map<string, SVGElement>()
  const labels: Label[] = []
  // What matters is drawn last, over the others, and has its name placed first.
  const weight = (name: string): number => ['rest', 'yard', 'mine'].indexOf(kind(name))
  for (const name of names.toSorted((a, b) => weight(a) - weight(b))) {
    const along = points.filter(({ curve }) => curve === name).sort((a, b) => a.rate - b.rate)
    const d = along
      .map(({ rate, quality }, at) => `${at === 0 ? 'M' : 'L'}${x(rate).toFixed(1)} ${y(quality).toFixed(1)}`)
      .join('')
    const dashes = name === own ? undefined : DASHES[names.indexOf(name) % DASHES.length]
    const line = s('path', { class: `curve ${kind(name)}`, 'stroke-dasharray': dashes, d })
    lines.set(name, line)
    element.append(line)
    for (const { rate, quality } of along) {
      element.append(
        s('circle', {
          class: `spot ${kind(name)}`,
          cx: x(rate).toFixed(1),
          cy: y(quality).toFixed(1),
          r: kind(name) === 'rest' ? 2.5 : 3.5,
        }),
      )
    }
    const last = along.at(-1)
    if (last) {
      const needed = kind(name) !== 'rest'
      const text = wide || name.length <= 13 ? name : `${name.slice(0, 12)}…`
      labels.unshift({ text, name, x: x(last.rate), y: y(last.quality), needed })
    }
  }
  for (const { label, x: at, y: line, anchor } of placed(labels, spots, { width, top: TOP, bottom })) {
    const text = s('text', { class: kind(label.name), x: at, y: line, 'text-anchor': anchor }, label.text)
    element.append(text)
  }
  element.append(ring)

  const nearest = (event: MouseEvent): number | null => {
    const box = element.getBoundingClientRect()
    const scale = width / box.width
    const [px, py] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]
    let best: number | null = null
    let least = REACH
    spots.forEach((spot, index) => {
      const distance = Math.hypot(spot.x - px, spot.y - py)
      if (distance < least) [best, least] = [index, distance]
    })
    return best
  }
  element.addEventListener('pointermove', event => {
    const index = nearest(event)
    element.style.cursor = index === null ? '' : 'pointer'
    if (index !== null) hover(index)
  })
  element.addEventListener('click', event => {
    const index = nearest(event)
    if (index !== null) choose(index)
  })

  /** Curve after curve, each from few bits to many. */
  const key = ({ curve, rate }: RatePoint): number => names.indexOf(curve) * 1e6 + x(rate)
  const order = points.map((point, index) => ({ index, at: key(point) })).sort((a, b) => a.at - b.at)
  let place = -1
  element.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0
    const there = order[place]
    if (event.key === 'Enter' && there !== undefined) choose(there.index)
    else if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    place = Math.min(Math.max(place + step, 0), order.length - 1)
    const now = order[place]
    if (now !== undefined) hover(now.index)
  })
  return {
    element,
    mark(index) {
      const [point, spot] = [points[index], spots[index]]
      if (!point || !spot) return
      ring.setAttribute('cx', spot.x.toFixed(1))
      ring.setAttribute('cy', spot.y.toFixed(1))
      ring.setAttribute('visibility', 'visible')
      for (const [name, line] of lines) line.classList.toggle('looked', name === point.curve)
      place = order.findIndex(each => each.index === index)
    },
  }
}

function log(rate: number): number {
  return Math.log10(Math.max(rate, 1e-6))
}
