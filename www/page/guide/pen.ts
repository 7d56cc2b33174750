// Small strokes that the pictures of the guide are made of. A picture is 200 by 88 units; colours are names of the palette, so it follows the theme.

import { shape, type Shape } from '../../elements/svg.ts'

/** Width and height of every picture. */
export const WIDTH = 200
export const HEIGHT = 88

/** A picture with a text for those who can't see it. */
export function picture(label: string, ...shapes: readonly (Shape | readonly Shape[])[]): Shape {
  return shape(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label, class: 'picture' },
    ...shapes.flat(),
  )
}

/** Text; `dim` is for what only explains. */
export function text(
  x: number,
  y: number,
  content: string,
  how: { anchor?: 'start' | 'middle' | 'end'; dim?: boolean; bold?: boolean } = {},
): Shape {
  const attributes = {
    x,
    y,
    'text-anchor': how.anchor ?? 'middle',
    fill: how.dim ? 'var(--ink-3)' : 'var(--ink)',
    'font-size': 12,
    'font-family': 'var(--mono)',
    ...(how.bold ? { 'font-weight': 600 } : {}),
  }
  return shape('text', attributes, content)
}

/** A box with a text: a token on its own. `hot` is what the picture is about. */
export function box(x: number, y: number, width: number, content: string, hot = false): Shape[] {
  return [
    shape('rect', {
      x,
      y,
      width,
      height: 20,
      rx: 3,
      fill: hot ? 'var(--accent-soft)' : 'var(--panel)',
      stroke: hot ? 'var(--accent)' : 'var(--line-2)',
    }),
    text(x + width / 2, y + 14, content),
  ]
}

/** Tokens in a row as the strip draws them: colours in turn, a tick at each start. `first` is the hue of the first. */
export function tokens(x: number, y: number, pieces: readonly string[], first = 0): Shape[] {
  let at = x
  return pieces.flatMap((piece, i) => {
    const width = 7.3 * Array.from(piece).length + 5
    const left = at
    at += width
    return [
      shape('rect', { x: left, y, width, height: 20, fill: `var(--t${(first + i) % 6})` }),
      shape('path', { d: `M${left + 0.75} ${y - 1}v22`, stroke: 'var(--ink-3)', 'stroke-width': 1.5 }),
      text(left + width / 2 + 0.5, y + 14, piece),
    ]
  })
}

/** A line; `hot` for the one that matters, `dashed` for one that did not come about. */
export function line(d: string, how: { hot?: boolean; dashed?: boolean } = {}): Shape {
  return shape('path', {
    d,
    fill: 'none',
    stroke: how.hot ? 'var(--accent)' : 'var(--ink-3)',
    'stroke-width': how.hot ? 2.5 : 1.2,
    ...(how.dashed ? { 'stroke-dasharray': '3 3' } : {}),
  })
}

/** A bar from a base line upwards, or a lying one when `lying`. */
export function bar(x: number, y: number, width: number, height: number, hot = false): Shape {
  return shape('rect', { x, y, width, height, rx: 1.5, fill: hot ? 'var(--accent)' : 'var(--line-2)' })
}

/** A knot of a graph. */
export function dot(x: number, y: number, hot = false): Shape {
  return shape('circle', {
    cx: x,
    cy: y,
    r: 4,
    fill: hot ? 'var(--accent)' : 'var(--panel)',
    stroke: hot ? 'var(--accent)' : 'var(--ink-2)',
  })
}

/** Segments under a character that several tokens share. */
export function shares(x: number, y: number, width: number, count: number, first = 0): Shape[] {
  const each = width / count
  return Array.from({ length: count }, (_, i) =>
    shape('rect', {
      x: x + i * each + 0.5,
      y,
      width: each - 1,
      height: 6,
      rx: 1,
      fill: `var(--t${(first + i) % 6})`,
      stroke: 'var(--line-2)',
    }),
  )
}
