// The pictures of the cards about writing.

import type { Shape } from '../../elements/svg.ts'
import { bar, box, dot, line, picture, text, tokens } from './pen.ts'

export function sampling(): Shape {
  const heights = [44, 26, 15, 8, 5, 3]
  return picture(
    'Bars of falling height, the last ones cut off; one of the others is drawn',
    heights.map((height, at) => bar(20 + at * 26, 64 - height, 18, height, at === 1)),
    line('M121 12V72', { dashed: true }),
    text(29, 80, 'the', { dim: true }),
    text(55, 80, 'her', { bold: true }),
    text(140, 28, 'cut off', { anchor: 'start', dim: true }),
  )
}

export function speculative(): Shape {
  return picture(
    'Four guesses in a row: two stand, one is wrong, the one behind it goes; one token comes free',
    text(6, 24, 'draft', { anchor: 'start', dim: true }),
    box(48, 10, 32, 'was', true),
    box(84, 10, 16, 'a', true),
    box(104, 10, 34, 'big'),
    box(142, 10, 34, 'dog'),
    line('M106 20H136', { hot: true }),
    text(6, 70, 'model', { anchor: 'start', dim: true }),
    line('M64 32V54', {}),
    line('M92 32V54', {}),
    box(48, 56, 32, 'was', true),
    box(84, 56, 16, 'a', true),
    box(104, 56, 44, 'small', true),
  )
}

export function trie(): Shape {
  return picture(
    'Behind the last words a tree of what followed them before; one branch is kept',
    tokens(6, 34, ['in', 'the']),
    line('M58 44H84', { hot: true }),
    line('M58 44L84 18'),
    line('M58 44L84 70'),
    box(86, 8, 40, 'rain'),
    box(86, 34, 40, 'tree', true),
    box(86, 60, 40, 'sea'),
    line('M126 44H146', { hot: true }),
    box(148, 34, 20, '.', true),
  )
}

export function recycling(): Shape {
  return picture(
    'A table: behind each token the likeliest ones of the last time; it is followed as a tree',
    tokens(6, 10, ['the']),
    text(44, 25, 'sea sun cat', { anchor: 'start' }),
    tokens(6, 38, ['sea']),
    text(44, 53, 'was . and', { anchor: 'start' }),
    tokens(6, 66, ['cat']),
    text(44, 81, 'sat was is', { anchor: 'start' }),
    dot(142, 44, true),
    line('M146 44L166 24', { hot: true }),
    line('M146 44H166'),
    line('M146 44L166 64'),
    dot(170, 22, true),
    dot(170, 44),
    dot(170, 66),
    line('M174 22L188 14', { hot: true }),
    line('M174 22L188 30'),
  )
}

export function bits(): Shape {
  return picture(
    'Tokens with a bar under each: the unexpected ones cost many bits',
    tokens(8, 8, ['the', 'cat', 'sat', 'on', 'Mars']),
    [4, 14, 8, 3, 38].map((height, at) => bar(16 + at * 34, 34, 18, height, at === 4)),
    text(160, 84, 'bits', { dim: true }),
  )
}
