// The pictures of the cards about tokens that fit the picture.

import { shape, type Shape } from '../../elements/svg.ts'
import { bar, dot, line, picture, text } from './pen.ts'

export const square = (x: number, y: number, width: number, height: number, fill: string): Shape =>
  shape('rect', { x, y, width, height, fill })

export function codebooks(): Shape {
  const entries = [0, 1, 2, 3].map(entry => square(12, 8 + entry * 19, 16, 16, `var(--t${entry})`))
  return picture(
    'A patch is compared with the entries of a list, and the nearest gives its number',
    entries,
    square(150, 34, 20, 20, 'var(--t2)'),
    line('M146 44H34', { hot: true }),
    text(44, 20, '0', { anchor: 'start', dim: true }),
    text(44, 58, '2', { anchor: 'start', bold: true }),
    text(44, 77, '3', { anchor: 'start', dim: true }),
  )
}

export function products(): Shape {
  const columns = [0, 1, 2, 3].flatMap(group =>
    [0, 1, 2].map(entry => square(14 + group * 46, 10 + entry * 18, 30, 14, `var(--t${(group + entry) % 6})`)),
  )
  return picture(
    'Four short lists side by side: one entry of each makes a code',
    columns,
    line('M29 35L75 17L121 53L167 35', { hot: true }),
    text(100, 80, '12 entries, 81 codes'),
  )
}

export function levels(): Shape {
  const places = [30, 62, 84, 100, 116, 138, 170]
  return picture(
    'A bell curve over levels that lie close where numbers are frequent',
    line('M12 66C70 66 76 12 100 12S130 66 188 66'),
    line('M12 70H188'),
    places.map(x => line(`M${x} 66V76`, { hot: x === 138 })),
    dot(138, 54, true),
  )
}

export function wholePictures(): Shape {
  const sum = [0, 1, 2].flatMap(at => [
    square(12 + at * 46, 20, 32, 32, `var(--t${at})`),
    text(50 + at * 46, 40, at === 2 ? '=' : '+', { bold: true }),
  ])
  return picture(
    'Whole pictures, each by its own amount, add up to a picture',
    sum,
    square(154, 20, 32, 32, 'var(--t3)'),
    [0, 1, 2].map(at => line(`M${28 + at * 46} 62V${78 - at * 5}`, { hot: at === 0 })),
  )
}

export function gaussians(): Shape {
  const ellipse = (x: number, y: number, rx: number, ry: number, turn: number, fill: string): Shape =>
    shape('ellipse', { cx: x, cy: y, rx, ry, fill, transform: `rotate(${turn} ${x} ${y})`, 'fill-opacity': 0.8 })
  return picture(
    'Ellipses of several sizes and slants that cover a picture, small ones along an edge',
    ellipse(54, 30, 40, 18, 10, 'var(--t0)'),
    ellipse(150, 58, 42, 20, -8, 'var(--t2)'),
    ellipse(92, 48, 14, 6, 40, 'var(--t4)'),
    ellipse(112, 64, 12, 5, 40, 'var(--t4)'),
    ellipse(76, 34, 12, 5, 40, 'var(--t1)'),
    dot(92, 48, true),
  )
}

export function merged(): Shape {
  const cells: Shape[] = []
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const kind = row === 0 || (row === 1 && column > 1) ? 0 : column < 2 ? 1 : 2
      cells.push(square(10 + column * 18, 8 + row * 18, 16.5, 16.5, `var(--t${kind})`))
    }
  }
  return picture(
    'Sixteen cells of three kinds become three tokens of different sizes',
    cells,
    line('M90 42H118', { hot: true }),
    [6, 6, 4].map((size, at) => bar(126, 14 + at * 22, size * 9, 14, at === 0)),
  )
}

export function components(): Shape {
  // Slopes and waves as a few stripes: lighter, middle, darker.
  const shades = ['var(--t1)', 'var(--t0)', 'var(--accent)']
  const wave = (x: number, across: readonly number[], down: boolean): Shape[] =>
    across.map((shade, at) =>
      down
        ? square(x, 10 + at * 10, 40, 10, shades[shade] ?? '')
        : square(x + at * 10, 10, 10, 40, shades[shade] ?? ''),
    )
  return picture(
    'Four components of patches, from flat to fine, and how much of each a patch has: less and less',
    square(10, 10, 40, 40, 'var(--t0)'),
    wave(57, [0, 1, 1, 2], false),
    wave(104, [0, 1, 1, 2], true),
    wave(151, [0, 2, 2, 0], false),
    [34, 20, 13, 5].map((size, at) => bar(10 + at * 47, 62, size, 12, at === 0)),
  )
}

export function quadtree(): Shape {
  const cells: Shape[] = []
  const add = (x: number, y: number, side: number): void => {
    // Cells that the slope goes through are split.
    const [above, below] = [y + side < 60 - 0.45 * (x + side - 60), y > 60 - 0.45 * (x - 60)]
    if (above || below || side <= 5) {
      cells.push(square(x, y, side - 0.8, side - 0.8, above ? 'var(--t0)' : below ? 'var(--line-2)' : 'var(--t1)'))
      return
    }
    const half = side / 2
    for (const [right, down] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      add(x + right * half, y + down * half, half)
    }
  }
  add(60, 4, 80)
  return picture('A square split into four again and again, only where an edge runs through it', cells)
}
