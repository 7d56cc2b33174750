// The language of visual tokens (Chan et al., 2024): the ids of this picture beside as many tokens of a text, under the same
// figures. How steeply use falls, how the number of different ids grows, what the id before tells of the next; and what is
// left of that when the order is lost. Of a grid also which ids stand beside which.

import type { IdNeighbours, IdOrder, IdStatistics, Tokenarium } from '../../../api/index.ts'
import type { App } from '../../app.ts'
import { fitted } from '../../charts/fitted.ts'
import { pairChart } from '../../charts/pair.ts'
import { h, put } from '../../dom.ts'
import { isAbort, reasonOf } from '../../failure.ts'
import { brief, count, plural } from '../../format.ts'
import { declaration } from '../../samples/declaration.ts'
import type { Bench, Result } from '../bench.ts'
import { partAt, partsOf } from '../places.ts'
import { aroundView } from './around.ts'
import { type Growth, growth, heaps } from './growth.ts'
import { hasWalks, middle, type Plane, sequence, spread } from './sequence.ts'
import { countsTable, orderTable } from './tables.ts'
import { sentences } from './words.ts'

/** More ids are not looked at: the page goes through them at once. */
const MOST = 65_536
/** Rows and columns of a grid that are looked at. */
const MOST_SIDE = 256
/** Points of a curve. */
const POINTS = 120
/** A text with fewer tokens says little. */
const FEW = 500

export interface LanguageView {
  readonly element: HTMLElement
  /** The ids at this depth of all cells. */
  draw(depth: number): void
}

/** One of the two that stand side by side. */
export interface Side {
  readonly name: string
  readonly alphabet: number
  readonly stats: IdStatistics
  /** What order is worth, in one or more orders of the same ids. */
  readonly orders: readonly Walked[]
  readonly growth: readonly Growth[]
  readonly heaps: number | null
}

export interface Walked {
  /** For people; `null` where there is but one. */
  readonly walk: string | null
  readonly order: IdOrder
}

/** What neighbourhood tells in this part of a grid. */
interface Around {
  readonly plane: Plane
  readonly found: IdNeighbours
}

interface Text {
  readonly name: string
  readonly ids: Uint32Array
  readonly alphabet: number
}

export function languageView(bench: Bench, app: App): LanguageView {
  const source = h(
    'select',
    { class: 'choice', 'aria-label': 'Text to stand beside' },
    h('option', { value: 'own' }, 'the text of room Text'),
    h('option', { value: 'declaration' }, 'the Declaration of Human Rights'),
  )
  const start = h('button', { class: 'button', type: 'button' }, 'Set beside a text')
  const body = h('div', { class: 'language-body' })
  const choices = h('div', { class: 'language-choices', hidden: true }, h('span', { class: 'has-choice' }, source))
  const element = h(
    'section',
    { class: 'panel language', 'aria-label': 'The language of these ids' },
    h('div', { class: 'head' }, h('h2', null, 'The language of these ids'), h('div', { class: 'grow' }), choices),
    body,
    h('div', { class: 'row' }, start),
  )
  put(
    body,
    h('p', { class: 'note' }, 'Zipf’s law, growth and order of this picture’s ids, beside as many tokens of a text.'),
  )
  let wanted = false
  let depth = 0
  let drawn: unknown = null
  let abort = new AbortController()

  const text = async (signal: AbortSignal): Promise<Text> => {
    const { tokenizer: name } = app.store.state
    const tokenizer = await app.session.tokenizer(name)
    const own = source.value === 'own'
    const whole = own ? app.text.whole() : ((await declaration()).find(({ tag }) => tag === 'en')?.text ?? '')
    // Far more characters than tokens are looked at.
    const { ids } = await tokenizer.encode(whole.slice(0, 8 * MOST), { signal })
    return { name: tokenizer.info.title, ids, alphabet: tokenizer.info.vocabularySize }
  }

  /** `walks` are the same ids in one or more orders. */
  const sideOf = async (
    lab: Tokenarium,
    name: string,
    walks: readonly { readonly walk: string | null; readonly ids: Uint32Array }[],
    alphabet: number,
    signal: AbortSignal,
  ): Promise<Side> => {
    const ids = walks[0]?.ids ?? new Uint32Array(0)
    const [stats, orders] = await Promise.all([
      lab.idStatistics(ids, alphabet, { signal }),
      Promise.all(walks.map(async ({ walk, ids }) => ({ walk, order: await lab.idOrder(ids, alphabet, { signal }) }))),
    ])
    const grown = growth(ids, POINTS)
    return { name, alphabet, stats, orders, growth: grown, heaps: heaps(grown) }
  }

  const aroundOf = async (
    lab: Tokenarium,
    { ids, layout }: Result['tokens'],
    depth: number,
    signal: AbortSignal,
  ): Promise<Around | null> => {
    if (layout.kind !== 'grid') return null
    const plane = middle(ids, layout, depth, MOST_SIDE)
    return { plane, found: await lab.idNeighbours(plane.ids, plane.columns, { signal }) }
  }

  const compare = async (result: Result, signal: AbortSignal): Promise<void> => {
    try {
      const lab = await app.session.lab()
      const other = await text(signal)
      signal.throwIfAborted()
      const { tokens, depth: at } = partAt(result.tokens, Math.min(depth, partsOf(result.tokens).count - 1))
      const rows = sequence(tokens, at, 'rows')
      // Every figure here depends on how much was looked at: as much of both.
      const length = Math.min(rows.length, other.ids.length, MOST)
      const walks = hasWalks(tokens)
        ? [
            { walk: 'picture, row by row', ids: spread(rows, length) },
            { walk: 'along Hilbert’s curve', ids: spread(sequence(tokens, at, 'hilbert'), length) },
          ]
        : [{ walk: null, ids: spread(rows, length) }]
      const texts = [{ walk: null, ids: spread(other.ids, length) }]
      const [picture, words, around] = await Promise.all([
        sideOf(lab, 'picture', walks, tokens.alphabets[at] ?? 1, signal),
        sideOf(lab, 'text', texts, other.alphabet, signal),
        aroundOf(lab, tokens, at, signal),
      ])
      const neighbours = around && (await aroundView(result, at, around.plane, around.found, { signal }))
      signal.throwIfAborted()
      show(result, other, [picture, words], length, neighbours)
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) put(body, h('p', { class: 'note' }, reasonOf(error)))
    }
  }

  const show = (
    result: Result,
    other: Text,
    sides: readonly [picture: Side, text: Side],
    length: number,
    neighbours: HTMLElement | null,
  ): void => {
    const { count: parts, name } = partsOf(result.tokens)
    const which = count(Math.min(depth, parts - 1) + 1)
    const place = parts === 1 ? '' : name === 'level' ? `, level ${which}` : `, id ${which} of each cell`
    put(
      body,
      h(
        'p',
        { class: 'note' },
        `${plural(length, 'id')} of each: ${result.tokenizer.info.title}${place}, and ${other.name} on ${
          source.value === 'own' ? 'the text of room Text' : 'the Declaration of Human Rights'
        }; of the longer one runs of ids from all over.${length < FEW ? ' That is few: a longer text says more.' : ''}`,
      ),
      length > 0 &&
        h(
          'div',
          { class: 'two' },
          chart('Share of the ids by rank', 'rank', 'share', width =>
            pairChart(
              sides.map(({ name, stats }) => ({
                name,
                own: name === 'picture',
                points: stats.rankFrequency.map(({ rank, count: uses }) => ({ x: rank, y: uses / length })),
              })),
              { x: 'rank', y: 'share', format: value => `${brief(100 * value)} %` },
              width,
            ),
          ),
          chart('Different ids as the sequence grows', 'ids', 'different ids', width =>
            pairChart(
              sides.map(side => ({
                name: side.name,
                own: side.name === 'picture',
                points: side.growth.map(({ ids, different }) => ({ x: ids, y: different })),
              })),
              { x: 'ids', y: 'different ids' },
              width,
            ),
          ),
        ),
      length > 0 && countsTable(sides),
      length > 0 && h('h3', null, 'What order is worth'),
      length > 0 &&
        h(
          'p',
          { class: 'note' },
          'Bits an id of an adaptive code, which knows nothing but the ids before; and its perplexity, two to that power, as a share of all ids that there could be.',
        ),
      length > 0 && orderTable(sides),
      length > 0 && h('ul', { class: 'language-words' }, ...sentences(...sides).map(each => h('li', null, each))),
      length > 0 && neighbours,
    )
  }

  const draw = (): void => {
    const { result } = bench
    if (!result || !wanted) return
    const key = [result.tokens.ids, depth, source.value, app.text.version, app.store.state.tokenizer]
    if (Array.isArray(drawn) && key.every((value, at) => value === (drawn as unknown[])[at])) return
    drawn = key
    abort.abort(new DOMException('superseded', 'AbortError'))
    abort = new AbortController()
    void compare(result, abort.signal)
  }

  start.addEventListener('click', () => {
    wanted = true
    // A short text is no language: the declaration stands in, and the visitor's own is one choice away.
    if (app.text.length < 4 * FEW) source.value = 'declaration'
    start.parentElement?.remove()
    choices.hidden = false
    put(body, h('p', { class: 'note' }, 'Loading the tokenizer of room Text …'))
    draw()
    source.focus()
  })
  source.addEventListener('change', draw)

  return {
    element,
    draw(at) {
      depth = at
      draw()
    },
  }
}

function chart(title: string, x: string, y: string, make: (width: number) => Element): HTMLElement {
  return h('figure', { 'aria-label': `${title}: ${y} against ${x}` }, h('figcaption', null, title), fitted(make))
}
