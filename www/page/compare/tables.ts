// The numbers of a comparison: one row per tokenizer, and which kind of text costs which of them more.

import { bar } from '../charts/bar.ts'
import { csv, save } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { count, fixed } from '../format.ts'
import { type Compared, halfCharacters, type Side } from './run.ts'

const LETTERS = ['A', 'B', 'C', 'D']

export function letter(i: number): HTMLElement {
  return h('span', { class: 'letter' }, LETTERS[i] ?? '')
}

export function drawTable(place: HTMLElement, { bytes, sides, comparison }: Compared): void {
  const most = Math.max(1, ...sides.map(side => side.ids.length))
  const first = sides[0]?.ids.length ?? 0
  put(
    place,
    h('caption', { class: 'said' }, 'The tokenizers on this text'),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        ...[
          'Tokenizer',
          'tokens',
          '',
          'bytes per token',
          'half characters',
          'boundaries shared with A',
          'fixed bits',
        ].map(name => h('th', { scope: 'col' }, name)),
      ),
    ),
    h(
      'tbody',
      null,
      ...sides.map((side, i) => {
        const tokens = side.ids.length
        const shared = comparison.shared[i]
        const per = Math.ceil(Math.log2(Math.max(2, side.tokenizer.info.vocabularySize)))
        const more = first > 0 && i > 0 ? Math.round((100 * tokens) / first - 100) : null
        return h(
          'tr',
          null,
          h('td', null, letter(i), side.tokenizer.info.name),
          h('td', { class: 'wide-bar' }, bar(tokens, most, i === 0)),
          h(
            'td',
            null,
            h('b', null, count(tokens)),
            more === null ? '' : ` ${more >= 0 ? '+' : '−'}${Math.abs(more)} %`,
          ),
          h('td', null, tokens > 0 ? fixed(bytes.length / tokens) : '–'),
          h('td', null, count(halfCharacters(bytes, side.spans))),
          h(
            'td',
            null,
            i === 0 || !shared
              ? '–'
              : `${count(shared.sharedBoundaries)} of ${count(comparison.shared[0]?.boundaries ?? 0)}`,
          ),
          h('td', null, count(tokens * per)),
        )
      }),
    ),
  )
}

/** Kinds of text, by the first letter-like character of a token. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['Latin letters', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Arabic, Hebrew', /\p{Script=Arabic}|\p{Script=Hebrew}/u],
  [
    'Indic scripts',
    /\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Kannada}|\p{Script=Malayalam}|\p{Script=Gujarati}|\p{Script=Gurmukhi}|\p{Script=Sinhala}/u,
  ],
  ['Chinese, Japanese, Korean', /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u],
  ['other letters', /\p{L}|\p{M}/u],
  ['digits', /\p{N}/u],
  ['emoji', /\p{Extended_Pictographic}|\p{Regional_Indicator}/u],
  ['punctuation and symbols', /\p{P}|\p{S}/u],
  ['white space', /\s/u],
]
const REST = 'controls and rest'

/** Longest text whose tokens are sorted into kinds. */
const SORTED = 400_000

/** Tokens by kind; a token counts for the first character that is no space, and half a character for its whole. */
export function kinds({
  text,
  bytes,
  sides,
}: Compared): { readonly name: string; readonly tokens: readonly number[] }[] | null {
  if (bytes.length > SORTED) return null
  const kindAt = new Uint8Array(bytes.length)
  const known = new Map<string, number>()
  let at = 0
  for (const character of text) {
    let kind = known.get(character)
    if (kind === undefined) {
      const found = KINDS.findIndex(([, pattern]) => pattern.test(character))
      kind = found < 0 ? KINDS.length : found
      known.set(character, kind)
    }
    const size = utf8Size(character.codePointAt(0) ?? 0)
    kindAt.fill(kind, at, at + size)
    at += size
  }
  const space = KINDS.length - 1
  const table = sides.map(side => tally(side, kindAt, space))
  return [...KINDS.map(([name]) => name), REST]
    .map((name, kind) => ({ name, tokens: table.map(row => row[kind] ?? 0) }))
    .filter(({ tokens }) => tokens.some(n => n > 0))
}

function tally({ spans }: Side, kindAt: Uint8Array, space: number): number[] {
  const counts = new Array<number>(KINDS.length + 1).fill(0)
  for (let i = 0; i < spans.length; i += 2) {
    const from = spans[i] ?? 0
    const to = spans[i + 1] ?? 0
    if (from >= to) continue
    let at = from
    while (at < to && kindAt[at] === space) at += 1
    const kind = kindAt[at < to ? at : from] ?? KINDS.length
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

function utf8Size(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

export function drawKinds(place: HTMLElement, compared: Compared): void {
  const rows = kinds(compared)
  if (!rows) {
    put(place, h('tbody', null, h('tr', null, h('td', null, 'Not for texts this long.'))))
    return
  }
  const most = Math.max(1, ...rows.flatMap(row => row.tokens))
  put(
    place,
    h('caption', { class: 'said' }, 'Tokens by kind of text'),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        h('th', { scope: 'col' }, 'kind'),
        ...compared.sides.map((side, i) =>
          h('th', { scope: 'col', colspan: 2, title: side.tokenizer.info.name }, LETTERS[i] ?? ''),
        ),
      ),
    ),
    h(
      'tbody',
      null,
      ...rows.map(row =>
        h(
          'tr',
          null,
          h('td', null, row.name),
          ...row.tokens.flatMap((n, i) => [
            h('td', null, count(n)),
            h('td', { class: 'kind-bar' }, bar(n, most, i === 0)),
          ]),
        ),
      ),
    ),
  )
}

export function exportKinds(compared: Compared): void {
  const rows = kinds(compared) ?? []
  const names = compared.sides.map(side => side.tokenizer.info.name)
  const total: (string | number)[] = ['all', ...compared.sides.map(side => side.ids.length)]
  save('comparison.csv', csv([['kind', ...names], ...rows.map(row => [row.name, ...row.tokens]), total]), 'text/csv')
}
