// 'You expected another number?': the count explained from actual runs of the engine on this very text. Each row changes
// one thing and counts again; the visitor may type a number and sees which combination gives it, or that none does.

import type { App } from '../app.ts'
import { byId, h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { count, plural } from '../format.ts'
import { type Attempt, attempts, combinations } from './attempts.ts'

/** Longest text that is counted over and over. */
const LONGEST = 2_000_000

export function mountExpected(app: App): { toggle(): void; stale(): void } {
  const rows = h('div', { class: 'ladder', 'aria-live': 'polite' })
  const field = h('input', {
    class: 'field num',
    type: 'number',
    min: 0,
    id: 'expected-number',
    'aria-label': 'The number you expected',
    placeholder: 'your number',
  })
  const answer = h('p', { role: 'status' })
  const find = h('button', { class: 'button', type: 'button', onclick: () => void search() }, 'Find what gives it')
  const panel = h(
    'section',
    { class: 'panel', id: 'expected', hidden: true, 'aria-label': 'You expected another number?' },
    h(
      'div',
      { class: 'head' },
      h('h2', null, 'You expected another number?'),
      h('span', { class: 'grow' }),
      h('button', { class: 'quiet', type: 'button', onclick: () => close() }, 'Close'),
    ),
    rows,
    h('div', { class: 'row expected' }, h('label', { for: 'expected-number' }, 'I expected'), field, 'tokens', find),
    answer,
  )
  byId('figures').after(panel)
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter') void search()
  })

  let abort = new AbortController()
  let timer = 0
  const close = (): void => {
    panel.hidden = true
    abort.abort(new DOMException('closed', 'AbortError'))
    byId('expected-open').focus()
  }
  const explain = async (): Promise<void> => {
    abort.abort(new DOMException('superseded', 'AbortError'))
    abort = new AbortController()
    const { signal } = abort
    const base = app.follower.size?.tokens
    if (base === undefined) return
    if (app.text.length > LONGEST) {
      put(
        rows,
        h('p', { class: 'note wide' }, 'This text is too long to be counted in every way at once: shorten it to see.'),
      )
      return
    }
    const list = await attempts(app)
    const results = new Map<Attempt, number | string>()
    const draw = (): void => {
      put(rows, ...first(app, base), ...list.flatMap(attempt => line(attempt, results.get(attempt), base)))
    }
    draw()
    for (const attempt of list) {
      try {
        results.set(attempt, await attempt.count(signal))
      } catch (error) {
        if (isAbort(error) || signal.aborted) return
        results.set(attempt, reasonOf(error))
      }
      if (signal.aborted) return
      draw()
    }
  }
  const search = async (): Promise<void> => {
    const wanted = Number(field.value)
    if (field.value === '' || !Number.isInteger(wanted) || wanted < 0) {
      answer.textContent = 'Type a whole number.'
      return
    }
    if (app.text.length > LONGEST) {
      answer.textContent = 'This text is too long to be counted in every way at once.'
      return
    }
    const { signal } = abort
    answer.textContent = 'Counting …'
    const found: string[] = []
    let nearest: { words: string; tokens: number } | null = null
    let tried = 0
    try {
      for await (const { words, tokens } of combinations(app, signal)) {
        tried += 1
        if (tokens === wanted) found.push(words)
        else if (!nearest || Math.abs(tokens - wanted) < Math.abs(nearest.tokens - wanted)) nearest = { words, tokens }
        answer.textContent = `Counting … ${tried} ways tried`
      }
    } catch (error) {
      if (!isAbort(error)) answer.textContent = reasonOf(error)
      return
    }
    answer.textContent =
      found.length > 0
        ? `${count(wanted)} is what comes of: ${found.slice(0, 4).join('; or ')}.`
        : `None of ${plural(tried, 'combination')} gives ${count(wanted)}.${nearest ? ` Nearest: ${count(nearest.tokens)}, ${nearest.words}.` : ''} A tool that divides characters by four, or a model whose vocabulary is not public, can give any number.`
  }
  return {
    toggle() {
      panel.hidden = !panel.hidden
      if (!panel.hidden) {
        app.wake()
        void explain()
        field.focus()
      }
    },
    stale() {
      if (panel.hidden || app.follower.phase.kind !== 'ready') return
      clearTimeout(timer)
      timer = window.setTimeout(() => void explain(), 300)
    },
  }
}

function first(app: App, base: number): HTMLElement[] {
  const { tokenizer, specials, template } = app.store.state
  const how = [
    tokenizer,
    specials === 'parse' ? 'special tokens parsed' : 'special tokens as text',
    template ? 'with what the model adds' : 'the text alone',
  ]
  return [
    h('span', { class: 'sum' }, `This text: ${how.join(', ')}`),
    h('span'),
    h('output', { class: 'sum' }, count(base)),
    h('div', { class: 'rule' }),
  ]
}

function line(attempt: Attempt, result: number | string | undefined, base: number): HTMLElement[] {
  const shown =
    result === undefined
      ? '…'
      : typeof result === 'string'
        ? '–'
        : result === base
          ? attempt.same
          : `${count(result)} (${result > base ? '+' : '−'}${count(Math.abs(result - base))})`
  return [
    h('span', typeof result === 'string' ? { title: result } : null, attempt.words),
    h('span'),
    h('output', null, shown),
  ]
}
