// The language of visual tokens (Chan et al., 2024): the ids of this picture beside as many tokens of a text, under the same
// figures. How steeply use falls, how the number of different ids grows, what the id before tells of the next; and what is
// left of that when the order is lost.

import type { IdStatistics, Tokenarium } from '../../../api/index.ts'
import type { App } from '../../app.ts'
import { fitted } from '../../charts/fitted.ts'
import { pairChart } from '../../charts/pair.ts'
import { h, put } from '../../dom.ts'
import { isAbort, reasonOf } from '../../failure.ts'
import { brief, count, fixed, plural } from '../../format.ts'
import { declaration } from '../../samples/declaration.ts'
import type { Bench, Result } from '../bench.ts'
import { partAt, partsOf } from '../places.ts'
import { type Growth, growth, heaps, type OrderBits, orderBits, shuffled } from './order.ts'
import { hasWalks, sequence, spread, type Walk } from './sequence.ts'
import { sentences } from './words.ts'

/** More ids are not looked at: the page goes through them at once. */
const MOST = 65_536
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
  readonly order: OrderBits
  /** The same after the ids were shuffled. */
  readonly mixed: OrderBits
  readonly growth: readonly Growth[]
  readonly heaps: number | null
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
  const walk = h(
    'select',
    { class: 'choice', 'aria-label': 'Order of the cells' },
    h('option', { value: 'rows' }, 'row by row'),
    h('option', { value: 'hilbert' }, 'along Hilbert’s curve'),
  )
  const start = h('button', { class: 'button', type: 'button' }, 'Set beside a text')
  const body = h('div', { class: 'language-body' })
  const choices = h(
    'div',
    { class: 'language-choices', hidden: true },
    h('span', { class: 'has-choice' }, source),
    h('span', { class: 'has-choice' }, walk),
  )
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

  const sideOf = async (
    lab: Tokenarium,
    name: string,
    ids: Uint32Array,
    alphabet: number,
    signal: AbortSignal,
  ): Promise<Side> => {
    const stats = await lab.idStatistics(ids, alphabet, { signal })
    const grown = growth(ids, POINTS)
    return {
      name,
      alphabet,
      stats,
      order: orderBits(ids, alphabet),
      mixed: orderBits(shuffled(ids), alphabet),
      growth: grown,
      heaps: heaps(grown),
    }
  }

  const compare = async (result: Result, signal: AbortSignal): Promise<void> => {
    try {
      const lab = await app.session.lab()
      const other = await text(signal)
      signal.throwIfAborted()
      const { tokens, depth: at } = partAt(result.tokens, Math.min(depth, partsOf(result.tokens).count - 1))
      const all = sequence(tokens, at, hasWalks(tokens) ? (walk.value as Walk) : 'rows')
      // Every figure here depends on how much was looked at: as much of both.
      const length = Math.min(all.length, other.ids.length, MOST)
      const [picture, words] = await Promise.all([
        sideOf(lab, 'picture', spread(all, length), tokens.alphabets[at] ?? 1, signal),
        sideOf(lab, 'text', spread(other.ids, length), other.alphabet, signal),
      ])
      signal.throwIfAborted()
      show(result, other, picture, words, length)
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) put(body, h('p', { class: 'note' }, reasonOf(error)))
    }
  }

  const show = (result: Result, other: Text, picture: Side, words: Side, length: number): void => {
    const { count: parts, name } = partsOf(result.tokens)
    const sides = [picture, words]
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
      length > 0 && h('div', { class: 'scrolls' }, table(picture, words)),
      length > 0 && h('ul', { class: 'language-words' }, ...sentences(picture, words).map(each => h('li', null, each))),
    )
  }

  const draw = (): void => {
    const { result } = bench
    if (!result || !wanted) return
    const key = [result.tokens.ids, depth, source.value, walk.value, app.text.version, app.store.state.tokenizer]
    if (Array.isArray(drawn) && key.every((value, at) => value === (drawn as unknown[])[at])) return
    drawn = key
    walk.parentElement?.toggleAttribute('hidden', !hasWalks(result.tokens))
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
  walk.addEventListener('change', draw)

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

function table(picture: Side, text: Side): HTMLElement {
  const value = (found: number | null, digits: number): string => (found === null ? '–' : fixed(found, digits))
  const rows: [string, string, (side: Side) => string][] = [
    [
      'different ids',
      'of all that there could be',
      ({ stats, alphabet }) => `${count(stats.distinct)} of ${count(alphabet)}`,
    ],
    [
      'Zipf exponent',
      'minus the slope of log count against log rank, ranks 1 to 1,000',
      ({ stats: { zipf } }) =>
        zipf.exponent.value === null ? '–' : `${fixed(zipf.exponent.value, 2)}, R² ${value(zipf.rSquared.value, 3)}`,
    ],
    ['Heaps exponent', 'slope of log different ids against log ids', side => value(side.heaps, 2)],
    ['entropy, bits an id', 'Shannon entropy of the frequencies', ({ stats }) => value(stats.entropy.value, 2)],
    ['adaptive code, bits an id', 'starts from nothing, counts along', ({ order }) => fixed(order.none, 2)],
    ['… that sees the id before', 'the same, each id behind the one before it', ({ order }) => fixed(order.left, 2)],
    ['… after the ids were shuffled', 'what is left when there is no order', ({ mixed }) => fixed(mixed.left, 2)],
  ]
  return h(
    'table',
    { class: 'files language-table' },
    h('thead', null, h('tr', null, ...['', 'picture', 'text'].map(name => h('th', { scope: 'col' }, name)))),
    h(
      'tbody',
      null,
      ...rows.map(([name, definition, tell]) =>
        h(
          'tr',
          { title: definition },
          h('th', { scope: 'row' }, name),
          h('td', null, tell(picture)),
          h('td', null, tell(text)),
        ),
      ),
    ),
  )
}
