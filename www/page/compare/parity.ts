// Language parity: the same declaration in many languages, counted here and now with the chosen tokenizers, when asked.

import type { App } from '../app.ts'
import { fitted } from '../charts/fitted.ts'
import { type ParityRow, parityChart } from '../charts/parity.ts'
import { csv, save } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { count } from '../format.ts'
import { declaration, type Language } from '../samples/declaration.ts'

const LETTERS = ['A', 'B', 'C', 'D']
/** Counted languages that the chart shows before 'all' is pressed. */
const FEW = ['en', 'zh', 'es', 'ar', 'hi', 'ru', 'pt', 'ja', 'de', 'ko', 'sw', 'th', 'ta', 'my']

/** Counts that were made, by tokenizer and language. */
const counted = new Map<string, number>()

export function makeParity(app: App): { element: HTMLElement; stale(): void } {
  const chart = h('div')
  const words = h('span', { class: 'num', role: 'status' })
  const run = h('button', { class: 'button', type: 'button', id: 'parity-run' }, 'Count 14 languages')
  const all = h('button', { class: 'button', type: 'button', id: 'parity-all' }, 'All 65')
  const cancel = h('button', { class: 'button', type: 'button', hidden: true }, 'Cancel')
  const table = h('button', { class: 'quiet', type: 'button', hidden: true }, 'CSV')
  const element = h(
    'section',
    { class: 'panel', id: 'parity', 'aria-label': 'Tokens per language' },
    h('div', { class: 'head' }, h('h2', null, 'Tokens per language, English = 1'), h('span', { class: 'grow' }), table),
    chart,
    h('div', { class: 'row' }, run, all, cancel, words),
    h(
      'p',
      { class: 'note' },
      'Universal Declaration of Human Rights, the whole text in each language, in normal form NFC; logarithmic axis.',
    ),
  )
  let abort = new AbortController()
  let shown: string[] = []

  const rowsOf = (list: readonly Language[]): ParityRow[] => {
    const { compare } = app.store.state
    const base = compare.map(name => counted.get(`${name} en`) ?? null)
    return list
      .map(language => ({
        name: language.name,
        values: compare.map((name, i) => {
          const n = counted.get(`${name} ${language.tag}`)
          const english = base[i]
          return n === undefined || !english ? null : n / english
        }),
      }))
      .filter(row => row.values.some(v => v !== null))
      .sort((a, b) => (a.values[0] ?? 99) - (b.values[0] ?? 99))
  }
  const start = async (tags: readonly string[] | null): Promise<void> => {
    abort.abort(new DOMException('superseded', 'AbortError'))
    const mine = new AbortController()
    abort = mine
    const { signal } = mine
    cancel.hidden = false
    words.textContent = 'Loading …'
    try {
      const list = (await declaration()).filter(l => tags === null || tags.includes(l.tag))
      shown = list.map(l => l.tag)
      const { compare } = app.store.state
      let done = 0
      for (const name of compare) {
        const tokenizer = await app.session.tokenizer(name)
        for (const language of list) {
          signal.throwIfAborted()
          const key = `${name} ${language.tag}`
          if (!counted.has(key)) counted.set(key, await tokenizer.count(language.text, { signal }))
          done += 1
          words.textContent = `${count(done)} of ${count(list.length * compare.length)} counted`
        }
        put(
          chart,
          fitted(width => parityChart(rowsOf(list), LETTERS, width)),
        )
      }
      words.textContent = ''
      table.hidden = false
    } catch (error) {
      // A newer run writes from here on.
      if (mine !== abort) return
      words.textContent = isAbort(error) ? 'Cancelled.' : reasonOf(error)
    }
    cancel.hidden = true
  }
  run.addEventListener('click', () => void start(FEW))
  all.addEventListener('click', () => void start(null))
  cancel.addEventListener('click', () => abort.abort(new DOMException('cancelled', 'AbortError')))
  table.addEventListener('click', async () => {
    const { compare } = app.store.state
    const list = (await declaration()).filter(l => shown.includes(l.tag))
    save(
      'languages.csv',
      csv([
        ['language', 'tag', ...compare],
        ...list.map(l => [l.name, l.tag, ...compare.map(name => counted.get(`${name} ${l.tag}`) ?? '')]),
      ]),
      'text/csv',
    )
  })
  return {
    element,
    /** Other tokenizers: what was shown is counted for them, too. */
    stale() {
      if (shown.length > 0) void start(shown)
    },
  }
}
