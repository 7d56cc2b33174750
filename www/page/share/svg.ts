// A measured picture as an SVG file that needs nothing around it. Lines keep their measured width (`textLength`), so the colours fit also where
// the reader's font is another one.

import { shape, toMarkup } from '../../elements/svg.ts'
import type { Layout } from './layout.ts'

/** The file. */
export function layoutToSvg(layout: Layout): string {
  const { colours } = layout
  const hue = (index: number): string => colours[`t${index % 6}` as 't0']
  const picture = shape(
    'svg',
    { viewBox: `0 0 ${n(layout.width)} ${n(layout.height)}`, width: n(layout.width), height: n(layout.height) },
    shape('title', {}, layout.title),
    shape('rect', { width: '100%', height: '100%', fill: colours.paper }),
    ...layout.fills.map(each => shape('rect', { ...box(each), fill: hue(each.hue) })),
    shape(
      'g',
      { 'font-family': layout.font.family, 'font-size': layout.font.size, fill: colours.ink },
      ...layout.lines.map(line =>
        shape(
          'text',
          {
            x: n(line.right ? line.x + line.width : line.x),
            y: n(line.baseline),
            textLength: n(line.width),
            lengthAdjust: 'spacingAndGlyphs',
            'xml:space': 'preserve',
            ...(line.right ? { direction: 'rtl' } : {}),
          },
          line.text,
        ),
      ),
    ),
    shape('path', { d: strokes(layout, false), stroke: colours.tick, 'stroke-width': 1.5 }),
    shape('path', { d: strokes(layout, true), stroke: colours.accent, 'stroke-width': 2 }),
    ...layout.shares.map(each =>
      shape('rect', { ...box(each), rx: 1, fill: hue(each.hue), stroke: colours['line-2'] }),
    ),
    ...layout.labels.map(label =>
      shape(
        'text',
        { x: n(label.x), y: n(label.baseline), 'font-family': 'sans-serif', 'font-size': 12, fill: colours['ink-2'] },
        label.text,
      ),
    ),
  )
  return `${toMarkup(picture)}\n`
}

function strokes(layout: Layout, apart: boolean): string {
  return layout.ticks
    .filter(tick => tick.apart === apart)
    .map(tick => `M${n(tick.x)} ${n(tick.y)}v${n(tick.height)}`)
    .join('')
}

function box({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Record<string, number> {
  return { x: n(x), y: n(y), width: n(width), height: n(height) }
}

function n(value: number): number {
  return Math.round(value * 100) / 100
}
