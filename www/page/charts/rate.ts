// Bits against quality: one curve each, labelled at its end; points are chosen by a press or by keys.

import { s } from '../dom.ts'
import { brief } from '../format.ts'

export interface RatePoint {
  readonly curve: string
  /** Bits a pixel. */
  readonly rate: number
  readonly quality: number
}

export interface RateChart {
  readonly element: SVGSVGElement
  /** Marks a point by its place in the list. */
  mark(index: number): void
}

const WIDTH = 300
const HEIGHT = 250
const [LEFT, RIGHT, TOP, BOTTOM] = [30, 80, 18, 212]
const DASHES = ['', '6 4', '2 3', '9 3 2 3', '1 4'] as const
/** Labels at the ends of curves keep this distance. */
const LINE = 14

/**
 * `own` is the curve drawn in the accent; `hover` is told the point that is looked at, `choose` the one that is pressed.
 */
export function rateChart(
  points: readonly RatePoint[],
  own: string,
  unit: string,
  hover: (index: number) => void,
  choose: (index: number) => void,
): RateChart {
  const rates = points.map(({ rate }) => Math.log10(Math.max(rate, 1e-6)))
  const qualities = points.map(({ quality }) => quality)
  const [from, to] = [Math.min(...rates), Math.max(...rates)]
  const [low, high] = [Math.min(...qualities), Math.max(...qualities)]
  const x = (rate: number): number =>
    LEFT + ((Math.log10(Math.max(rate, 1e-6)) - from) / (to - from || 1)) * (WIDTH - LEFT - RIGHT)
  const y = (quality: number): number => BOTTOM - ((quality - low) / (high - low || 1)) * (BOTTOM - TOP)
  const names = [...new Set(points.map(({ curve }) => curve))]
  const ring = s('circle', { class: 'mark', r: 7 })
  const element = s('svg', {
    class: 'chart rate-chart',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'group',
    'aria-label': `Bits a pixel against ${unit}: ${names.join(', ')}. Arrow keys go from point to point, Enter opens one.`,
    tabindex: 0,
  })
  for (const tick of decades(from, to)) {
    const at = x(tick)
    element.append(
      s('path', { class: 'guide', d: `M${at.toFixed(1)} ${TOP}V${BOTTOM}` }),
      s('text', { class: 'dim', x: at, y: BOTTOM + 16, 'text-anchor': 'middle' }, brief(tick)),
    )
  }
  for (const tick of steps(low, high)) {
    element.append(
      s('path', { class: 'guide', d: `M${LEFT} ${y(tick).toFixed(1)}H${WIDTH - RIGHT}` }),
      s('text', { class: 'dim', x: LEFT - 6, y: y(tick) + 4, 'text-anchor': 'end' }, brief(tick)),
    )
  }
  element.append(
    s('text', { class: 'dim', x: LEFT, y: 10 }, unit),
    s('text', { class: 'dim', x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, 'bits a pixel'),
  )
  const ends: { name: string; x: number; y: number; own: boolean }[] = []
  names.forEach((name, place) => {
    const curve = points.filter(point => point.curve === name).sort((a, b) => a.rate - b.rate)
    const last = curve.at(-1)
    if (!last) return
    const d = curve
      .map(({ rate, quality }, at) => `${at === 0 ? 'M' : 'L'}${x(rate).toFixed(1)} ${y(quality).toFixed(1)}`)
      .join('')
    const dashes = name === own ? undefined : DASHES[place % DASHES.length] || undefined
    element.append(s('path', { class: name === own ? 'line' : 'past', 'stroke-dasharray': dashes, d }))
    ends.push({ name, x: x(last.rate), y: y(last.quality), own: name === own })
  })
  points.forEach((point, index) => {
    element.append(
      s('circle', {
        class: point.curve === own ? 'dot' : 'spot',
        cx: x(point.rate).toFixed(1),
        cy: y(point.quality).toFixed(1),
        r: 3.5,
      }),
      s('circle', {
        class: 'catch',
        cx: x(point.rate).toFixed(1),
        cy: y(point.quality).toFixed(1),
        r: 11,
        fill: 'transparent',
        onpointerenter: () => hover(index),
        onclick: () => choose(index),
      }),
    )
  })
  for (const { name, x: at, y: high, own } of apart(ends)) {
    element.append(s('text', { class: own ? 'own' : undefined, x: at + 8, y: high + 4 }, short(name)))
  }
  element.append(ring)

  const order = points.map((_, index) => index).sort((a, b) => key(points, a) - key(points, b))
  let place = -1
  element.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0
    const there = order[place]
    if (event.key === 'Enter' && there !== undefined) choose(there)
    else if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    place = Math.min(Math.max(place + step, 0), order.length - 1)
    const now = order[place]
    if (now !== undefined) hover(now)
  })
  return {
    element,
    mark(index) {
      const point = points[index]
      if (!point) return
      ring.setAttribute('cx', x(point.rate).toFixed(1))
      ring.setAttribute('cy', y(point.quality).toFixed(1))
      place = order.indexOf(index)
    },
  }

  /** Curve after curve, each from few bits to many. */
  function key(all: readonly RatePoint[], index: number): number {
    const point = all[index]
    return point ? names.indexOf(point.curve) * 1e6 + x(point.rate) : 0
  }
}

/** 1, 2 and 5 of each power of ten; only the powers where there would be too many. */
function decades(from: number, to: number): number[] {
  const all: number[] = []
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    for (const digit of to - from > 2 ? [1] : [1, 2, 5]) all.push(digit * 10 ** power)
  }
  return all.filter(tick => Math.log10(tick) >= from - 1e-9 && Math.log10(tick) <= to + 1e-9)
}

function steps(low: number, high: number): number[] {
  const rough = (high - low || 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(digit => digit * power).find(each => each >= rough) ?? rough
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => (first + at) * step)
}

/** Labels one below the other where they would meet. */
function apart<E extends { y: number }>(ends: readonly E[]): E[] {
  const placed: E[] = []
  for (const end of [...ends].sort((a, b) => a.y - b.y)) {
    const before = placed.at(-1)
    placed.push({ ...end, y: before ? Math.max(end.y, before.y + LINE) : end.y })
  }
  return placed
}

function short(name: string): string {
  return name.length > 10 ? `${name.slice(0, 9)}…` : name
}
