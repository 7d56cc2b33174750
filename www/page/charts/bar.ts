// One horizontal bar, as wide as its share of the largest. An SVG rectangle: no inline style, prints, exports.

import { s } from '../dom.ts'

export function bar(value: number, most: number, ours = false): SVGSVGElement {
  const share = most > 0 ? Math.max(0, Math.min(1, value / most)) : 0
  return s(
    'svg',
    { class: ours ? 'us' : undefined, width: '100%', height: 10, 'aria-hidden': 'true', focusable: 'false' },
    s('rect', { width: `${Math.max(share * 100, value > 0 ? 0.6 : 0)}%`, height: 10, rx: 3 }),
  )
}
