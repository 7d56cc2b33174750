// The pictures of the cards about pictures.

import { shape, type Shape } from '../../elements/svg.ts'
import { square } from './fitted-drawings.ts'
import { line, picture, text } from './pen.ts'

export const cell = (x: number, y: number, side: number, fill: string, hot = false): Shape =>
  shape('rect', {
    x,
    y,
    width: side,
    height: side,
    fill,
    ...(hot ? { stroke: 'var(--accent)', 'stroke-width': 2.5 } : {}),
  })

export function patches(): Shape {
  const cells: Shape[] = []
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 6; column++) {
      cells.push(cell(8 + column * 18, 8 + row * 18, 16.5, `var(--t${(row * 5 + column * 2) % 6})`))
    }
  }
  return picture(
    'A picture cut into squares; one of them is taken out, with its samples as ids',
    cells,
    cell(44, 26, 16.5, 'none', true),
    line('M62 34H132', { hot: true }),
    text(140, 30, '118', { anchor: 'start' }),
    text(140, 46, '121', { anchor: 'start' }),
    text(140, 62, '117 …', { anchor: 'start' }),
  )
}

export function frequencies(): Shape {
  const waves: Shape[] = []
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const [x, y] = [10 + column * 19, 8 + row * 19]
      waves.push(cell(x, y, 17, 'var(--line-2)'))
      const stripes = column + 1
      for (let stripe = 0; stripe < stripes; stripe++) {
        for (let band = 0; band <= row; band++) {
          if ((stripe + band) % 2 === 0) continue
          const [width, height] = [17 / stripes, 17 / (row + 1)]
          waves.push(
            shape('rect', { x: x + stripe * width, y: y + band * height, width, height, fill: 'var(--panel)' }),
          )
        }
      }
    }
  }
  return picture(
    'Waves from flat to fine, and the amount of each: mostly 0 at the fine end',
    waves,
    text(104, 22, '46 −7 3 0', { anchor: 'start', bold: true }),
    text(104, 40, '−5 2 0 0', { anchor: 'start' }),
    text(104, 58, '1 0 0 0', { anchor: 'start', dim: true }),
    text(104, 76, '0 0 0 0', { anchor: 'start', dim: true }),
  )
}

export function embedded(): Shape {
  return picture(
    'A pyramid of details in the corner of a square, and a stream of bits that is cut anywhere',
    square(8, 8, 36, 36, 'var(--line-2)'),
    square(46, 8, 36, 36, 'var(--t1)'),
    square(8, 46, 36, 36, 'var(--t1)'),
    square(46, 46, 36, 36, 'var(--t2)'),
    square(8, 8, 17, 17, 'var(--t0)'),
    text(96, 40, '1 0 1 1 0 0 1', { anchor: 'start' }),
    text(96, 58, '0 0 1 0 …', { anchor: 'start', dim: true }),
    line('M150 22V66', { hot: true }),
  )
}

export function pyramid(): Shape {
  return picture(
    'A small picture, and what each larger one adds to it',
    square(8, 50, 16, 16, 'var(--t0)'),
    text(33, 63, '+', { dim: true }),
    square(42, 34, 32, 32, 'var(--panel)'),
    line('M42 34h32v32h-32z'),
    line('M46 60L58 42L70 58', { hot: true }),
    text(83, 63, '+', { dim: true }),
    line('M92 10h56v56h-56z'),
    line('M98 58L104 46M110 34L120 20L128 32M136 44L142 56', { hot: true }),
    text(160, 63, '+ …', { anchor: 'start', dim: true }),
    text(16, 82, '1', { dim: true }),
    text(58, 82, '4', { dim: true }),
    text(120, 82, '16 cells', { dim: true }),
  )
}
