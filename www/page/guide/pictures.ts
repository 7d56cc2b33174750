// The pictures of the cards, built from strokes; what they show is true of the mechanism, most of it of a real tokenizer.

import { shape, type Shape } from '../../elements/svg.ts'
import { bar, box, dot, line, picture, shares, text, tokens } from './pen.ts'

export function mergeTree(): Shape {
  return picture(
    's, h and e: s and h become sh, sh and e become she',
    ...['s', 'h', 'e'].map((letter, i) => box(44 + i * 40, 4, 30, letter)),
    line('M59 24v7h40v-7M79 31v5M79 56v4h60V24M109 60v5'),
    box(60, 36, 38, 'sh'),
    box(86, 65, 46, 'she', true),
  )
}

export function alphabet(): Shape {
  const cells: Shape[] = []
  const hot = new Set([0xc3, 0xa9])
  for (let value = 0; value < 256; value++) {
    const x = 8 + (value % 32) * 5.75
    const y = 6 + Math.floor(value / 32) * 5.75
    cells.push(
      shape('rect', {
        x,
        y,
        width: 4.75,
        height: 4.75,
        rx: 0.8,
        fill: hot.has(value) ? 'var(--accent)' : 'var(--line-2)',
      }),
    )
  }
  return picture(
    '256 cells, one for each byte; two of them make é',
    cells,
    text(8, 76, 'é = c3 a9', { anchor: 'start' }),
    text(192, 76, '256 bytes', { anchor: 'end', dim: true }),
  )
}

export function patterns(): Shape {
  return picture(
    'The same number cut in threes from the left, in single digits and not at all',
    tokens(10, 6, ['123', '456', '7']),
    text(192, 20, 'GPT-4', { anchor: 'end', dim: true }),
    tokens(10, 33, ['1', '2', '3', '4', '5', '6', '7']),
    text(192, 47, 'Qwen', { anchor: 'end', dim: true }),
    tokens(10, 60, ['1234567']),
    text(192, 74, 'one word', { anchor: 'end', dim: true }),
  )
}

export function lattice(): Shape {
  return picture(
    'Five positions joined by arcs; the likeliest path uses a short arc and a long one',
    line('M20 46Q60 4 100 46T180 46M20 46Q100 100 180 46M60 46H180'),
    line('M20 46H60Q120 4 180 46', { hot: true }),
    [20, 60, 100, 140, 180].map(x => dot(x, 46)),
    text(122, 20, '−7.1', { bold: true }),
    text(100, 86, '−11.4', { dim: true }),
  )
}

export function longest(): Shape {
  return picture(
    'tokenizer as token and ##izer: the longest piece that fits, from the left',
    tokens(10, 6, ['token', '##izer']),
    line('M10 46H84', { dashed: true }),
    text(92, 50, 'tokeniz ✗', { anchor: 'start', dim: true }),
    line('M10 60H68', { dashed: true }),
    text(76, 64, 'tokeni ✗', { anchor: 'start', dim: true }),
    line('M10 76H51', { hot: true }),
    text(60, 80, 'token ✓', { anchor: 'start' }),
  )
}

export function fallback(): Shape {
  return picture(
    'The character 𐍈 is not in the vocabulary and becomes four byte tokens',
    box(84, 4, 32, '𐍈', true),
    line('M100 24v8M32 44v-6H168v6M77 44v-6M123 44v-6'),
    ['<F0>', '<90>', '<8D>', '<88>'].map((name, i) => box(10 + i * 45.5, 44, 43, name)).flat(),
    text(100, 82, 'missing, yet not lost', { dim: true }),
  )
}

export function chat(): Shape {
  return picture(
    'A message between the tokens that say whose turn it is',
    box(8, 8, 66, '<start>', true),
    tokens(78, 8, ['user']),
    line('M8 34H192', { dashed: true }),
    tokens(8, 40, ['Why', ' blue', '?']),
    box(112, 40, 52, '<end>', true),
    box(8, 66, 66, '<start>', true),
    tokens(78, 66, ['assistant']),
  )
}

export function pairs(): Shape {
  const counts: readonly [string, number][] = [
    ['h + o', 5],
    ['w + e', 4],
    ['s + h', 4],
    ['l + o', 2],
  ]
  return picture(
    'Pairs with their counts; the first is merged next',
    counts.flatMap(([pair, count], i) => [
      text(10, 17 + i * 21, pair, { anchor: 'start', dim: i > 0 }),
      bar(62, 7 + i * 21, count * 23, 12, i === 0),
      text(72 + count * 23, 17 + i * 21, String(count), { anchor: 'start', dim: i > 0 }),
    ]),
  )
}

export function pruning(): Shape {
  const rows: readonly [number, string][] = [
    [180, '32,000'],
    [136, '24,000'],
    [102, '18,000'],
    [46, '8,000'],
  ]
  return picture(
    'Fewer candidates after every round, down to the size that was asked for',
    rows.flatMap(([width, count], i) => [
      bar(10, 6 + i * 21, width * 0.75, 14, i === rows.length - 1),
      text(18 + width * 0.75, 17 + i * 21, count, { anchor: 'start', dim: i < rows.length - 1 }),
    ]),
  )
}

export function likelihood(): Shape {
  return picture(
    'q + u occurs less often than e + s, but almost every q is followed by u: it is joined first',
    text(10, 20, 'e + s', { anchor: 'start', dim: true }),
    bar(60, 10, 110, 12),
    text(10, 38, 'q + u', { anchor: 'start' }),
    bar(60, 28, 24, 12),
    text(192, 38, 'count', { anchor: 'end', dim: true }),
    line('M10 46H192', { dashed: true }),
    text(10, 64, 'e + s', { anchor: 'start', dim: true }),
    bar(60, 54, 20, 12),
    text(10, 82, 'q + u', { anchor: 'start' }),
    bar(60, 72, 96, 12, true),
    text(192, 64, 'gain', { anchor: 'end', dim: true }),
  )
}

export function dropout(): Shape {
  return picture(
    'Three cuts of one word',
    tokens(30, 6, ['un', 'related']),
    text(176, 20, '1', { dim: true }),
    tokens(30, 33, ['un', 're', 'lat', 'ed'], 2),
    text(176, 47, '2', { dim: true }),
    tokens(30, 60, ['u', 'n', 'relate', 'd'], 4),
    text(176, 74, '3', { dim: true }),
  )
}

export function normal(): Shape {
  return picture(
    'e and a combining accent become one code point',
    box(16, 10, 40, 'e'),
    box(60, 10, 40, '◌́'),
    line('M104 20h22m-6 -5l6 5l-6 5'),
    box(134, 10, 46, 'é', true),
    text(157, 46, 'NFC', { dim: true }),
    box(16, 56, 40, 'ﬁ'),
    line('M62 66h64m-6 -5l6 5l-6 5'),
    box(134, 56, 46, 'fi', true),
    text(94, 84, 'NFKC', { dim: true }),
  )
}

export function halves(): Shape {
  return picture(
    'One emoji of 11 bytes in eight tokens: a segment for each below the glyph',
    shape('text', { x: 100, y: 50, 'text-anchor': 'middle', 'font-size': 44 }, '👩‍🚀'),
    shares(52, 58, 96, 8),
    text(100, 82, '1 character, 8 tokens', { dim: true }),
  )
}

export function parity(): Shape {
  const rows: readonly [string, number][] = [
    ['English', 1],
    ['German', 1.25],
    ['Hindi', 1.55],
    ['Burmese', 3.98],
  ]
  return picture(
    'Tokens for the same text: Burmese takes four times those of English',
    line('M88 4V84', { dashed: true }),
    rows.flatMap(([language, premium], i) => [
      text(58, 17 + i * 21, language, { anchor: 'end', dim: i === 0 }),
      bar(64, 7 + i * 21, premium * 24, 12, i === rows.length - 1),
      text(70 + premium * 24, 17 + i * 21, `${premium}`, { anchor: 'start', dim: true }),
    ]),
  )
}

export function bits(): Shape {
  const rows: readonly [string, number, boolean][] = [
    ['UTF-8', 1984, false],
    ['gzip', 2056, false],
    ['brotli', 1672, false],
    ['ids', 1185, true],
  ]
  return picture(
    'Bits for one short text: the ids under an adaptive code need fewest, the vocabulary not counted',
    rows.flatMap(([name, count, hot], i) => [
      text(50, 17 + i * 21, name, { anchor: 'end', dim: !hot }),
      bar(56, 7 + i * 21, count / 20, 12, hot),
      text(60 + count / 20, 17 + i * 21, count.toLocaleString('en'), { anchor: 'start', dim: true }),
    ]),
  )
}

export function zipf(): Shape {
  return picture(
    'Counts against ranks, both on a logarithmic scale: nearly a line',
    line('M24 6V72H192'),
    line('M26 12L60 22L96 40L132 52L186 70', { hot: true }),
    text(24, 85, 'rank 1', { anchor: 'start', dim: true }),
    text(192, 85, '1,000', { anchor: 'end', dim: true }),
    text(120, 26, 'count ∝ rank⁻¹', { dim: true }),
  )
}

export function three(): Shape {
  return picture(
    'One word cut by three models',
    text(14, 20, 'A', { bold: true }),
    tokens(28, 6, ['t', 'oken', 'iz', 'er']),
    text(14, 47, 'B', { bold: true }),
    tokens(28, 33, ['to', 'k', 'en', 'ize', 'r'], 2),
    text(14, 74, 'C', { bold: true }),
    tokens(28, 60, ['to', '##k', '##en', '##ize', '##r'], 4),
  )
}
