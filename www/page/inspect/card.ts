// The chosen token: what it is, where it is, what it stands for.

import type { App } from '../app.ts'
import { h, put } from '../dom.ts'
import { codePoint, count, hex } from '../format.ts'
import { label, textOf } from '../visible.ts'
import type { Desk, Detail } from './desk.ts'

/** Longest token that is written out; a vocabulary has tokens of 128 spaces. */
const LONGEST = 64

export interface CardView {
  readonly element: HTMLElement
  /** Shows the token; `preview` when it is only pointed at. */
  draw(): void
}

export function makeCard(app: App, desk: Desk): CardView {
  const element = h('section', { class: 'panel token-card', 'aria-label': 'The chosen token' })
  let drawn = ''
  const draw = (): void => {
    const index = desk.hovered ?? app.store.state.token
    const detail = index === null ? null : desk.detail(index)
    if (!detail) {
      if (drawn !== 'none')
        put(element, h('h2', null, 'Token'), h('p', { class: 'note' }, 'Point at a token, or put the caret into one.'))
      drawn = 'none'
      return
    }
    const key = `${detail.index} ${detail.id} ${detail.span} ${app.follower.size?.tokens} ${app.store.state.tokenizer}`
    if (key === drawn) return
    drawn = key
    put(element, ...rows(app, detail))
  }
  return { element, draw }
}

function rows(app: App, detail: Detail): HTMLElement[] {
  const total = app.follower.size?.tokens ?? 0
  const { id, bytes } = detail
  const text = textOf(bytes)
  const whole = label(bytes)
  const shown = whole.length > LONGEST ? `${whole.slice(0, LONGEST)} …` : whole
  const points = text === null ? null : [...text].slice(0, 24).map(c => codePoint(c.codePointAt(0) ?? 0))
  const cut = text === null
  const added = app.follower.tokenizer?.info.added.find(token => token.id === id)
  return [
    h('h2', null, `Token ${count(detail.index + 1)} of ${count(total)}`),
    h('div', { class: `big t${detail.index % 6}`, dir: 'auto' }, shown || '∅'),
    h(
      'dl',
      null,
      ...row('id', String(id)),
      ...row(
        bytes.length === 1 ? 'byte' : 'bytes',
        bytes.length === 0 ? 'none' : hex(bytes.subarray(0, 64)) + (bytes.length > 64 ? ' …' : ''),
      ),
      ...(points ? row(points.length === 1 ? 'code point' : 'code points', points.join(' ')) : []),
      ...(cut ? row('cut', `part of “${detail.text}”: begins or ends inside a character`) : []),
      ...row(
        'offset',
        detail.utf8[0] === detail.utf8[1]
          ? `at byte ${count(detail.utf8[0])}, from nothing`
          : `bytes ${count(detail.utf8[0])} … ${count(detail.utf8[1])}`,
      ),
      ...(added ? row('kind', added.special ? 'special token' : 'added token') : []),
      ...row('vocabulary', `${count(id)} of ${count(app.follower.tokenizer?.info.vocabularySize ?? 0)}`),
    ),
  ]
}

function row(name: string, value: string, title?: string): HTMLElement[] {
  return [h('dt', null, name), h('dd', title && title !== value ? { title } : null, value)]
}
