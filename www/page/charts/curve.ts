// Tokens of the text after each step of a training; the step that is looked at is marked.

import { s } from '../dom.ts'
import { count } from '../format.ts'
import { fitted } from './fitted.ts'

const HEIGHT = 170
const LEFT = 52
const BOTTOM = 140

export interface Curve {
  readonly element: Element
  /** Marks a step. */
  mark(step: number): void
}

/** `choose` is called with the step that is pressed. */
export function curveChart(tokens: readonly number[], name: string, choose: (step: number) => void): Curve {
  let drawn: Curve | null = null
  let marked = tokens.length - 1
  return {
    element: fitted(width => {
      drawn = draw(tokens, name, choose, width)
      drawn.mark(marked)
      return drawn.element
    }),
    mark(step) {
      marked = step
      drawn?.mark(step)
    },
  }
}

function draw(tokens: readonly number[], name: string, choose: (step: number) => void, width: number): Curve {
  const last = Math.max(1, tokens.length - 1)
  const most = Math.max(1, ...tokens)
  const x = (step: number): number => LEFT + (step / last) * (width - LEFT - 14)
  const y = (n: number): number => BOTTOM - (n / most) * 122
  const path = (to: number): string =>
    thin(tokens, to)
      .map(([step, n], i) => `${i === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(n).toFixed(1)}`)
      .join('')
  const past = s('path', { class: 'line' })
  const stem = s('path', { class: 'axis', 'stroke-dasharray': '2 3' })
  const dot = s('circle', { class: 'dot', r: 5 })
  const value = s('text')
  const element = s(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'img',
      'aria-label': `Tokens of the text after each of ${last} ${name}: from ${tokens[0] ?? 0} to ${tokens.at(-1) ?? 0}`,
    },
    s('path', { class: 'axis', d: `M${LEFT} 10V${BOTTOM}H${width - 8}` }),
    s('path', { class: 'past', d: path(last) }),
    past,
    stem,
    dot,
    value,
    s('text', { class: 'dim', x: LEFT - 6, y: 22, 'text-anchor': 'end' }, count(most)),
    s('text', { class: 'dim', x: LEFT - 6, y: BOTTOM + 4, 'text-anchor': 'end' }, '0'),
    s('text', { class: 'dim', x: LEFT, y: BOTTOM + 18 }, '0'),
    s('text', { class: 'dim', x: x(last), y: BOTTOM + 18, 'text-anchor': 'end' }, count(last)),
    s('text', { class: 'dim', x: (LEFT + width) / 2, y: BOTTOM + 18, 'text-anchor': 'middle' }, name),
  )
  element.addEventListener('click', event => {
    const box = element.getBoundingClientRect()
    const at = (((event.clientX - box.left) / box.width) * width - LEFT) / (width - LEFT - 14)
    choose(Math.round(Math.min(Math.max(at, 0), 1) * last))
  })
  return {
    element,
    mark(step) {
      const n = tokens[step] ?? 0
      past.setAttribute('d', path(step))
      stem.setAttribute('d', `M${x(step)} ${y(n)}V${BOTTOM}`)
      dot.setAttribute('cx', String(x(step)))
      dot.setAttribute('cy', String(y(n)))
      const right = step > last * 0.8
      value.setAttribute('x', String(x(step) + (right ? -8 : 8)))
      value.setAttribute('text-anchor', right ? 'end' : 'start')
      value.setAttribute('y', String(y(n) - 9))
      value.textContent = count(n)
    },
  }
}

/** At most some hundred points of the curve up to a step. */
function thin(tokens: readonly number[], to: number): [number, number][] {
  const stride = Math.max(1, Math.ceil(to / 300))
  const points: [number, number][] = []
  for (let step = 0; step < to; step += stride) points.push([step, tokens[step] ?? 0])
  points.push([to, tokens[to] ?? 0])
  return points
}
