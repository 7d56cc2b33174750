// The pictures of the cards about what tokens of a picture are worth.

import type { Shape } from '../../elements/svg.ts'
import { cell } from './image-pictures.ts'
import { dot, line, picture, text } from './pen.ts'

export function rateAndQuality(): Shape {
  return picture(
    'Two curves that rise with the bits; at the same bits one lies higher',
    line('M24 8V70H190'),
    line('M30 64Q70 30 180 18', { hot: true }),
    line('M44 66Q90 50 180 32', { dashed: true }),
    line('M104 70V34', { dashed: true }),
    dot(104, 32, true),
    dot(104, 50),
    text(190, 84, 'bits', { anchor: 'end', dim: true }),
    text(30, 14, 'quality', { anchor: 'start', dim: true }),
  )
}

export function editedIds(): Shape {
  const grid = (x: number, changed: boolean): Shape[] =>
    Array.from({ length: 9 }, (_, at) =>
      cell(
        x + (at % 3) * 22,
        8 + Math.floor(at / 3) * 22,
        20,
        changed && at === 4 ? 'var(--accent)' : `var(--t${(at * 2) % 6})`,
        at === 4,
      ),
    )
  return picture(
    'A grid of cells, one of them with another id, and what changes: that cell',
    grid(12, false),
    line('M84 41H112M106 35l7 6l-7 6', { hot: true }),
    grid(122, true),
    text(44, 84, '33', { dim: true }),
    text(154, 84, '71', { bold: true }),
  )
}

export function languageOfIds(): Shape {
  return picture(
    'Two curves of use against rank: tokens of a text fall evenly, ids of a picture stay level and drop',
    line('M14 8V72H190'),
    line('M18 14L178 66', { dashed: true }),
    line('M18 30H92Q112 32 122 70', { hot: true }),
    text(150, 44, 'text', { dim: true }),
    text(62, 48, 'picture', { bold: true }),
    text(190, 86, 'rank', { anchor: 'end', dim: true }),
  )
}
