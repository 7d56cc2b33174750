// The timeline: a column for each pass of the model, with its guesses and what became of them.

import type { Guess, Step } from '../../api/index.ts'
import { h, put } from '../dom.ts'
import { count, fixed, plural } from '../format.ts'
import { percent, shown } from './words.ts'
import type { Writer } from './writer.ts'

/** Rejected guesses that a column names; a tree has up to eighty. */
const NAMED = 4

export interface PassesView {
  readonly element: HTMLElement
  draw(): void
}

export function passesView(writer: Writer): PassesView {
  const strip = h('ol', { class: 'passes', tabindex: 0, 'aria-label': 'Passes' })
  const sums = h('p', { class: 'note num' })
  const element = h(
    'section',
    { class: 'panel', 'aria-label': 'Passes of the model' },
    h('div', { class: 'head' }, h('h2', null, 'Passes: guessed and accepted ✓, rejected ✗, the model’s own ‗')),
    strip,
    sums,
  )
  let drawn: Step[] = []
  return {
    element,
    draw() {
      const { steps } = writer
      element.hidden = steps.length === 0
      const same = drawn.filter((step, index) => steps[index] === step).length
      while (strip.childElementCount > same) strip.lastElementChild?.remove()
      for (const [index, step] of steps.slice(same).entries()) strip.append(column(step, same + index + 1))
      const follows = strip.scrollWidth - strip.clientWidth - strip.scrollLeft < 200
      if (writer.phase.kind === 'working' && follows) strip.scrollLeft = strip.scrollWidth
      drawn = [...steps]
      put(sums, words(steps))
    },
  }
}

function column(step: Step, number: number): HTMLElement {
  const accepted = step.guesses.filter(({ fate }) => fate === 'accepted')
  const rejected = step.guesses.filter(({ fate }) => fate === 'rejected')
  const named = rejected.slice(0, NAMED)
  const others = step.guesses.length - accepted.length - named.length
  const own = step.tokens.filter(({ guessed }) => !guessed)
  return h(
    'li',
    { 'aria-label': `Pass ${number}` },
    h('span', { class: 'pass-number' }, `pass ${number}`),
    ...accepted.map(guess => cell('accepted', guess.text, `✓`, told('accepted', guess))),
    ...named.map(guess => cell('rejected', guess.text, `✗`, told('rejected', guess))),
    others > 0 && h('span', { class: 'pass-more' }, `${count(others)} more`),
    ...own.map(token => cell('own', token.text, '', `the model's own, ${percent(token.probability)}`)),
  )
}

function cell(kind: string, text: string, mark: string, title: string): HTMLElement {
  return h(
    'span',
    { class: `pass-token ${kind}`, title },
    h('span', { class: 'pass-text' }, shown(text)),
    mark && ` ${mark}`,
  )
}

function told(fate: string, { p, q }: Guess): string {
  const model = p === null ? '' : `: the model ${percent(p)}`
  return `${fate}${model}, the draft ${percent(q)}`
}

function words(steps: readonly Step[]): string {
  if (steps.length === 0) return ''
  const sum = (of: (step: Step) => number): number => steps.reduce((sum, step) => sum + of(step), 0)
  const [tokens, passes] = [sum(step => step.tokens.length), sum(step => step.passes)]
  const guesses = sum(step => step.guesses.length)
  const accepted = sum(step => step.guesses.filter(({ fate }) => fate === 'accepted').length)
  const draft = sum(step => step.draftPasses)
  const time = sum(step => step.milliseconds)
  const reading = passes - steps.length
  return [
    `${plural(tokens, 'token')} in ${plural(steps.length, 'pass', 'passes')}: ${fixed(tokens / steps.length)} a pass`,
    reading > 0 ? `${plural(reading, 'pass', 'passes')} before to read the prompt` : '',
    guesses > 0 ? `${count(accepted)} of ${plural(guesses, 'guess', 'guesses')} accepted` : '',
    draft > 0 ? `${plural(draft, 'pass', 'passes')} of the draft model` : '',
    `${fixed(time / tokens, 1)} ms a token`,
  ]
    .filter(part => part !== '')
    .join('; ')
}
