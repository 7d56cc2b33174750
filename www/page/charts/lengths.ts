// How long tokens are: bars of a histogram over bytes.

import { h, put, s } from '../dom.ts'
import { plural } from '../format.ts'
import { walkByKeys } from './walk.ts'

export interface LengthBar {
  readonly bytes: number
  readonly tokens: number
}

const HEIGHT = 130
const BOTTOM = 22
/** Lengths beyond share the last bar. */
const MOST = 16

export function lengthsChart(bars: readonly LengthBar[], width: number): HTMLElement {
  const shown = Array.from({ length: MOST }, (_, i) => ({ bytes: i + 1, tokens: 0 }))
  for (const bar of bars) {
    const slot = shown[Math.min(Math.max(bar.bytes, 1), MOST) - 1]
    if (slot) slot.tokens += bar.tokens
  }
  const most = Math.max(1, ...shown.map(bar => bar.tokens))
  const step = (width - 8) / MOST
  const tip = h('div', { class: 'chart-tip', 'aria-live': 'polite' })
  const say = (bar: LengthBar): void =>
    put(
      tip,
      `${plural(bar.tokens, 'token')} of ${bar.bytes === MOST ? `${MOST} or more` : bar.bytes} ${bar.bytes === 1 ? 'byte' : 'bytes'}`,
    )
  const chart = s('svg', {
    class: 'chart',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    role: 'img',
    'aria-label': `Lengths of the tokens in bytes: ${shown
      .filter(bar => bar.tokens > 0)
      .map(bar => `${bar.bytes}: ${bar.tokens}`)
      .join(', ')}`,
  })
  shown.forEach((bar, i) => {
    const tall = (bar.tokens / most) * (HEIGHT - BOTTOM - 18)
    const group = s(
      'g',
      { onpointerenter: () => say(bar) },
      s('rect', { x: i * step, y: 0, width: step, height: HEIGHT - BOTTOM, fill: 'transparent' }),
      s('rect', { class: 'dot', x: i * step + 3, y: HEIGHT - BOTTOM - tall, width: step - 6, height: tall, rx: 2 }),
      s(
        'text',
        { class: 'dim', x: i * step + step / 2, y: HEIGHT - 6, 'text-anchor': 'middle' },
        bar.bytes === MOST ? `${MOST}+` : bar.bytes,
      ),
    )
    chart.append(group)
  })
  walkByKeys(chart, shown.length, i => {
    const bar = shown[i]
    if (bar) say(bar)
  })
  const top = [...shown].sort((a, b) => b.tokens - a.tokens)[0]
  if (top && top.tokens > 0) say(top)
  return h('div', { class: 'chart-box' }, chart, tip)
}
