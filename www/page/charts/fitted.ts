// A chart that is drawn for the width that it has: shrunk to fit, its words could not be read.

import { h, put } from '../dom.ts'

/** Draws once the width is known, and again whenever it is another. */
export function fitted(draw: (width: number) => Element): HTMLElement {
  const box = h('div')
  let drawn = 0
  new ResizeObserver(() => {
    const width = Math.round(box.clientWidth)
    if (width === 0 || width === drawn) return
    drawn = width
    put(box, draw(width))
  }).observe(box)
  return box
}
