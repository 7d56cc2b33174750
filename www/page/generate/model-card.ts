// The model's card: what it is, what it learnt from, what it can and cannot; the details are fetched when it is opened.

import type { ModelInfo } from '../../api/index.ts'
import { h, put } from '../dom.ts'
import { reasonOf } from '../failure.ts'
import { bytes, count, fixed } from '../format.ts'

interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** The parts of `models/NAME.json` that are shown; `training/evaluate.py` writes it. */
interface Card {
  readonly data?: readonly { readonly name: string; readonly what: string; readonly licence: string }[]
  readonly limits?: readonly string[]
  readonly training?: { readonly total: { readonly seconds: number; readonly ids: number }; readonly machine: string }
  readonly heldOut?: Readonly<Record<string, { readonly bytes: number; readonly bitsPerByte: Figure }>>
}

export function modelCardView(): { readonly element: HTMLElement; draw(info: ModelInfo): void } {
  const place = h('div')
  const more = h('div')
  const details = h('details', null, h('summary', null, 'Data, training, held-out figures, limits'), more)
  const element = h('section', { class: 'panel model-card', 'aria-label': 'The model' }, place, details)
  let info: ModelInfo | null = null
  let fetched = ''
  const load = async (): Promise<void> => {
    if (info === null || info.card === null || fetched === info.name) return
    const { name, card } = info
    fetched = name
    put(more, h('p', { class: 'note' }, 'Fetching the card …'))
    try {
      const answer = await fetch(card)
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
      const found = (await answer.json()) as Card
      if (fetched === name) put(more, ...parts(found))
    } catch (error) {
      fetched = ''
      put(
        more,
        h('p', { class: 'note' }, `The card could not be fetched: ${reasonOf(error)}`),
        h('button', { class: 'button', type: 'button', onclick: () => void load() }, 'Try again'),
      )
    }
  }
  details.addEventListener('toggle', () => details.open && void load())
  return {
    element,
    draw(next) {
      if (info === next) return
      info = next
      put(
        place,
        h('h2', null, info.title),
        h(
          'p',
          null,
          info.note === '' ? 'From a training run that goes on: no card was written for these weights yet.' : info.note,
        ),
        h(
          'dl',
          null,
          ...row('parameters', count(info.parameters)),
          ...row('to fetch', bytes(info.bytes)),
          ...row('context', `${count(info.context)} tokens of ${info.tokenizer}`),
          ...(info.licence === '' ? [] : row('licence', info.licence)),
          ...(info.source === '' ? [] : row('paper', info.source)),
        ),
      )
      details.hidden = info.card === null
      put(more)
      if (details.open) void load()
    },
  }
}

function row(name: string, value: string): HTMLElement[] {
  return [h('dt', null, name), h('dd', null, value)]
}

function parts({ data = [], limits = [], training, heldOut = {} }: Card): (HTMLElement | false)[] {
  const list = (items: readonly string[]): HTMLElement => h('ul', null, ...items.map(item => h('li', null, item)))
  const figures = Object.entries(heldOut).map(
    ([
      name,
      {
        bytes: size,
        bitsPerByte: { value, low, high },
      },
    ]) =>
      h(
        'tr',
        null,
        h('td', null, name),
        h('td', null, bytes(size)),
        h('td', null, `${fixed(value)} (${fixed(low)} to ${fixed(high)})`),
      ),
  )
  return [
    figures.length > 0 && h('h3', null, 'Held-out text, bits a byte (95 % interval)'),
    figures.length > 0 && h('table', null, ...figures),
    data.length > 0 && h('h3', null, 'Learnt from'),
    data.length > 0 && list(data.map(({ name, what, licence }) => `${name}: ${what} (${licence})`)),
    training !== undefined && h('h3', null, 'Training'),
    training !== undefined &&
      h(
        'p',
        null,
        `${fixed(training.total.seconds / 3600, 1)} hours on ${training.machine}, ${count(training.total.ids)} tokens.`,
      ),
    limits.length > 0 && h('h3', null, 'Limits'),
    limits.length > 0 && list(limits),
  ]
}
