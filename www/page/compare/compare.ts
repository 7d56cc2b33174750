// Compare: two to four tokenizers on the same text. The text is the one of Inspect; 'Edit the text' brings its editor here.

import type { App } from '../app.ts'
import { byId, h, put } from '../dom.ts'
import { isAbort, reasonOf, remedyOf, titleOf } from '../failure.ts'
import { bytes, count } from '../format.ts'
import { modeLinks } from '../modes.ts'
import { LIMITS } from '../store/state.ts'
import { openPicker } from '../picker/picker.ts'
import { chooseOwn } from '../picker/own.ts'
import { borrowEditor } from '../editor/borrow.ts'
import { samplesButton } from '../samples/button.ts'
import { drawCuts } from './cuts.ts'
import { makeParity } from './parity.ts'
import { Rows } from './rows.ts'
import { type Compared, firstEndingAfter, runComparison } from './run.ts'
import { drawKinds, drawTable, exportKinds, letter } from './tables.ts'

/** Milliseconds of calm before an edited text is compared anew. */
const CALM = 250
/** Milliseconds before a comparison offers to be cancelled. */
const PATIENCE = 250

export function mountCompare(app: App): void {
  const rows = new Rows()
  const picks = h('div', { class: 'row picks' })
  const words = h('span', { class: 'num', role: 'status' })
  const cancel = h('button', { class: 'button', type: 'button', hidden: true }, 'Cancel')
  const again = h('button', { class: 'button', type: 'button', hidden: true }, 'Compare')
  const colours = h('div', { class: 'segments', role: 'group', 'aria-label': 'Colours' })
  const place = h('div', { class: 'borrowed', hidden: true })
  const edit = h('button', { class: 'button', type: 'button', 'aria-expanded': 'false' }, 'Edit the text')
  const table = h('table', { id: 'compare-table' })
  const kinds = h('table', { id: 'compare-kinds' })
  const cuts = h('section', { class: 'panel token-card', id: 'cuts', 'aria-label': 'The difference that is looked at' })
  const parity = makeParity(app)
  const before = h('button', { class: 'button', type: 'button', 'aria-label': 'difference before' }, '◀')
  const after = h('button', { class: 'button', type: 'button', 'aria-label': 'next difference' }, '▶')
  const where = h('span', { class: 'num', id: 'compare-where' })
  const first = h(
    'section',
    { class: 'panel first', 'aria-label': 'The same text by each tokenizer' },
    h('div', { class: 'head' }, modeLinks('compare'), picks, h('span', { class: 'grow' }), samplesButton(app), edit),
    place,
    rows.element,
    h(
      'div',
      { class: 'foot' },
      colours,
      h('span', null, 'coloured and ', h('b', { class: 'accent' }, '▴'), ': not shared by all'),
      words,
      cancel,
      again,
      h('span', { class: 'grow' }),
      h('span', { class: 'walk' }, before, where, after),
    ),
  )
  const tablePanel = h(
    'section',
    { class: 'panel fades' },
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Counts per tokenizer' }, table),
  )
  const kindsPanel = h(
    'section',
    { class: 'panel fades' },
    h(
      'div',
      { class: 'head' },
      h('h2', null, 'Where they differ: tokens by kind of text'),
      h('span', { class: 'grow' }),
      h('button', { class: 'quiet', type: 'button', onclick: () => compared && exportKinds(compared) }, 'CSV'),
    ),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Tokens by kind of text' }, kinds),
  )
  const cols = h(
    'div',
    { class: 'cols', id: 'compare' },
    h('div', { class: 'stack' }, first, tablePanel, kindsPanel),
    h('aside', { class: 'stack' }, cuts, parity.element),
  )
  byId('room-text').append(cols)

  let compared: Compared | null = null
  let abort = new AbortController()
  let at = 0
  let timer = 0
  let key = ''

  const show = (reveal = false): void => {
    if (!compared) return
    const { regions } = compared.comparison
    const total = regions.length >> 1
    at = Math.min(at, Math.max(0, total - 1))
    const region = total > 0 ? (regions[2 * at] ?? 0) : null
    rows.show(compared, region === null ? 0 : pageOf(compared, region, rows.page), app.store.state.differences)
    rows.point(region, reveal)
    where.textContent = total === 0 ? 'no difference' : `${count(at + 1)} of ${count(total)}`
    before.disabled = total === 0
    after.disabled = total === 0
    drawCuts(cuts, compared, at)
  }
  const step = (by: number): void => {
    const total = (compared?.comparison.regions.length ?? 0) >> 1
    if (total === 0) return
    at = (at + by + total) % total
    show(true)
  }
  before.addEventListener('click', () => step(-1))
  after.addEventListener('click', () => step(1))
  rows.onpress = byte => {
    if (!compared) return
    at = Math.min(firstEndingAfter(compared.comparison.regions, byte), (compared.comparison.regions.length >> 1) - 1)
    show()
  }

  const run = async (): Promise<void> => {
    const { compare, specials, template } = app.store.state
    const now = `${compare.join()} ${specials} ${template} ${app.text.version}`
    if (now === key || app.store.state.mode !== 'compare') return
    key = now
    abort.abort(new DOMException('superseded', 'AbortError'))
    const mine = new AbortController()
    abort = mine
    const { signal } = mine
    cols.dataset.state = 'stale'
    again.hidden = true
    // A quick run would only make the button flicker.
    const patience = window.setTimeout(() => (cancel.hidden = mine !== abort), PATIENCE)
    try {
      const running = runComparison(app, signal, (name, done, total) => {
        if (!signal.aborted) words.textContent = total ? `${name}: ${bytes(done)} of ${bytes(total)}` : `${name} …`
      })
      // A vocabulary on its way is kept for the next time, but not waited for.
      const result = await Promise.race([running, aborted(signal)])
      if (signal.aborted) return
      compared = result
      app.notice('compare', null)
      words.textContent = ''
      drawTable(table, result)
      drawKinds(kinds, result)
      show()
    } catch (error) {
      clearTimeout(patience)
      // A newer run writes from here on.
      if (mine !== abort) return
      cancel.hidden = true
      if (isAbort(error)) {
        words.textContent = 'cancelled'
        again.hidden = false
        return
      }
      key = ''
      words.textContent = ''
      app.notice('compare', {
        bad: true,
        title: titleOf(error),
        text: `${reasonOf(error)} ${remedyOf(error)}`,
        actions: [{ label: 'Try again', run: () => void run() }],
      })
    }
    clearTimeout(patience)
    cancel.hidden = true
    cols.dataset.state = 'ready'
  }
  cancel.addEventListener('click', () => abort.abort(new DOMException('cancelled', 'AbortError')))
  again.addEventListener('click', () => {
    key = ''
    void run()
  })

  const drawPicks = (): void => {
    const { compare } = app.store.state
    put(
      picks,
      ...compare.flatMap((name, i) => {
        const pick: HTMLButtonElement = h(
          'button',
          { class: 'pick', type: 'button', 'aria-haspopup': 'listbox' },
          letter(i),
          name,
        )
        pick.addEventListener(
          'click',
          () => void choose(pick, name, chosen => app.store.dispatch({ type: 'compare', at: i, name: chosen })),
        )
        const remove = h(
          'button',
          {
            class: 'quiet remove',
            type: 'button',
            'aria-label': `Remove ${name}`,
            onclick: () => app.store.dispatch({ type: 'compare-remove', at: i }),
          },
          '×',
        )
        return compare.length > 2 ? [h('span', { class: 'picked' }, pick, remove)] : [pick]
      }),
    )
    if (compare.length < LIMITS.compare) {
      const more: HTMLButtonElement = h(
        'button',
        { class: 'button', type: 'button', 'aria-haspopup': 'listbox' },
        '+ one more',
      )
      more.addEventListener(
        'click',
        () => void choose(more, '', name => app.store.dispatch({ type: 'compare-add', name })),
      )
      picks.append(more)
    }
  }
  const choose = async (anchor: HTMLElement, chosen: string, done: (name: string) => void): Promise<void> => {
    openPicker(anchor, {
      catalog: await app.session.catalog(),
      chosen,
      choose: done,
      own: source => void chooseOwn(app, source, done),
    })
  }
  const drawColours = (): void => {
    const { differences } = app.store.state
    put(
      colours,
      ...([true, false] as const).map(value =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': String(differences === value),
            onclick: () => app.store.dispatch({ type: 'differences', differences: value }),
          },
          value ? 'Differences' : 'All colours',
        ),
      ),
    )
  }
  borrowEditor(app, 'compare', place, edit)

  const draw = (): void => {
    cols.hidden = app.store.state.mode !== 'compare'
    if (cols.hidden) return
    void run()
  }
  app.store.listen((now, previous) => {
    if (now.compare !== previous.compare) {
      drawPicks()
      parity.stale()
    }
    if (now.differences !== previous.differences) {
      drawColours()
      show()
    }
    draw()
  })
  app.text.listen(() => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void run(), CALM)
  })
  drawPicks()
  drawColours()
  draw()
}

/** Fails when the signal is given. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

/** Where the page of a difference begins: the page on the screen where it is there, else a line a little before it. */
function pageOf(compared: Compared, byte: number, page: { from: number; to: number }): number {
  const at = new TextDecoder().decode(compared.bytes.subarray(0, byte)).length
  if (page.to > page.from && at >= page.from && at < page.to) return page.from
  if (at < 2000) return 0
  const line = compared.text.lastIndexOf('\n', at - 200)
  const from = line > at - 2500 ? line + 1 : at - 200
  const unit = compared.text.charCodeAt(from)
  return unit >= 0xdc00 && unit <= 0xdfff ? from + 1 : from
}
