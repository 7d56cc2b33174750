// The ids of this picture by use: what each paints alone, how often it is used, and where. Figures on them are those of
// room Text. A cell has several ids; those at one place of all cells share an alphabet and are looked at together.

import type { IdStatistics } from '../../api/index.ts'
import { fitted } from '../charts/fitted.ts'
import { zipfChart } from '../charts/zipf.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { brief, count, fixed } from '../format.ts'
import { bar } from '../charts/bar.ts'
import type { Bench, Result } from './bench.ts'
import { decodeCells, drawPart } from './cell-pictures.ts'
import { componentsView } from './components.ts'
import { cellsIn, type Part, partAt, partsOf, usesOf } from './places.ts'
import { plainCell } from './plain.ts'

/** So many ids are drawn, the most used first. */
const SHOWN = 40
/** Side of one in CSS pixels. */
const SIDE = 44

export interface CodesView {
  readonly element: HTMLElement
  /** The ids at this depth of all cells; `null` stays at the depth that is shown. */
  draw(depth: number | null): void
}

/** `veil` darkens all but the cells that it is given; `looked` is told which id of a cell is looked at. */
export function codesView(
  bench: Bench,
  veil: (cells: readonly number[] | null) => void,
  looked: (depth: number) => void,
): CodesView {
  const depthInput = h('input', {
    type: 'number',
    class: 'id-value',
    min: 1,
    step: 1,
    'aria-label': 'Which id of a cell',
  })
  const depthLine = h('span', { class: 'id-line' })
  const codes = h('div', { class: 'codes', role: 'group', 'aria-label': 'Ids by use' })
  const curve = h('div')
  const figures = h('dl', { class: 'figures-list' })
  const components = componentsView(bench, depth => draw(depth))
  const element = h(
    'section',
    { class: 'panel codes-panel', 'aria-label': 'Ids of this picture by use' },
    h('div', { class: 'head' }, h('h2', null, 'Ids by use, this picture'), h('div', { class: 'grow' }), depthLine),
    components.element,
    h('div', { class: 'two' }, codes, h('div', null, curve, figures)),
  )
  let abort = new AbortController()
  let drawn: { readonly ids: Uint32Array; readonly depth: number; readonly name: string } | null = null
  let chosen: number | null = null

  depthInput.addEventListener('change', () => {
    const wanted = depthInput.valueAsNumber - 1
    draw(Number.isInteger(wanted) ? wanted : null)
    depthInput.value = String((drawn?.depth ?? 0) + 1)
  })

  const draw = (wanted: number | null): void => {
    const { result } = bench
    if (!result) return
    const { tokens } = result
    const { count: parts, name } = partsOf(tokens)
    // The finest level holds most of a pyramid.
    const first = tokens.layout.kind === 'pyramid' ? parts - 1 : 0
    const before = drawn?.name === name ? drawn.depth : first
    const depth = Math.min(Math.max(0, wanted ?? before), parts - 1)
    if (drawn?.ids === tokens.ids && drawn.depth === depth) return
    drawn = { ids: tokens.ids, depth, name }
    looked(depth)
    components.draw(depth)
    chosen = null
    abort.abort(new DOMException('superseded', 'AbortError'))
    abort = new AbortController()
    depthInput.max = String(parts)
    depthInput.value = String(depth + 1)
    put(
      depthLine,
      parts > 1 &&
        h(
          'label',
          { class: 'id-line' },
          name === 'level' ? 'level' : 'id',
          depthInput,
          `of ${count(parts)}${name === 'level' ? '' : ' of a cell'}`,
        ),
    )
    void show(result, partAt(tokens, depth), abort.signal)
  }

  const show = async (result: Result, part: Part, signal: AbortSignal): Promise<void> => {
    const { tokens, depth } = part
    const uses = usesOf(tokens, depth).slice(0, SHOWN)
    try {
      const [pictures, stats] = await Promise.all([
        codePictures(result, depth, uses, signal),
        result.tokenizer.stats(tokens, { depth, signal }),
      ])
      if (signal.aborted) return
      put(codes, ...uses.map((use, index) => code(part, use, uses[0]?.uses ?? 1, pictures?.[index] ?? null)))
      put(
        curve,
        fitted(width => zipfChart(stats.rankFrequency, width)),
      )
      put(figures, ...rows(stats, tokens.alphabets[depth] ?? 1))
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) put(codes, h('p', { class: 'note' }, reasonOf(error)))
    }
  }

  const code = (
    part: Part,
    { id, uses }: { id: number; uses: number },
    most: number,
    picture: HTMLCanvasElement | null,
  ): HTMLElement => {
    const button = h(
      'button',
      { type: 'button', 'aria-pressed': 'false', title: `Show where ${id} is used` },
      picture,
      bar(uses, most, true),
      h('span', null, h('b', null, id), ` ×${count(uses)}`),
    )
    picture?.setAttribute('aria-hidden', 'true')
    button.addEventListener('click', () => {
      chosen = chosen === id ? null : id
      veil(chosen === null ? null : cellsIn(part, id))
      for (const other of codes.children)
        other.setAttribute('aria-pressed', String(other === button && chosen !== null))
    })
    return button
  }

  return { element, draw }
}

/** What each id paints, the others of its cell saying nothing; `null` where cells do not stand for themselves. */
async function codePictures(
  result: Result,
  depth: number,
  uses: readonly { id: number }[],
  signal: AbortSignal,
): Promise<HTMLCanvasElement[] | null> {
  const { layout } = result.tokens
  if (layout.kind !== 'grid') return null
  const ids = new Uint32Array(uses.length * layout.depth)
  const plain = plainCell(result.tokens)
  uses.forEach(({ id }, index) => {
    ids.set(plain, index * layout.depth)
    ids[index * layout.depth + depth] = id
  })
  const picture = await decodeCells(result, layout, ids, 1, { signal })
  const { side } = layout
  return uses.map(({ id }, index) =>
    drawPart(picture, { x: 0, y: index * side, width: side, height: side }, SIDE, `What ${id} paints`),
  )
}

function rows(stats: IdStatistics, alphabet: number): HTMLElement[] {
  const { entropy, utilisation, zipf } = stats
  const row = (words: string, value: string, note: string, definition: string): HTMLElement[] => [
    h('dt', { title: definition }, words),
    h('dd', { title: definition }, value, h('span', { class: 'note' }, ` ${note}`)),
  ]
  const number = ({ value }: { value: number | null }, digits: number): string =>
    value === null ? '–' : fixed(value, digits)
  return [
    ...row('different ids', count(stats.distinct), `of ${count(alphabet)} possible`, 'Ids that occur at least once'),
    ...row(
      'utilisation',
      utilisation.value === null ? '–' : `${brief(100 * utilisation.value)} %`,
      `n = ${count(stats.ids)} ids`,
      'Share of the alphabet that occurs in this picture',
    ),
    ...row(
      'entropy',
      number(entropy, 2),
      `bits an id, of ${fixed(Math.log2(alphabet), 2)}`,
      'Shannon entropy of the frequencies',
    ),
    ...row(
      'Zipf exponent',
      number(zipf.exponent, 2),
      zipf.exponent.value === null ? String(zipf.exponent.undefined) : `R² ${number(zipf.rSquared, 3)}`,
      'Minus the slope of log count against log rank, ranks 1 to 1,000',
    ),
  ]
}
