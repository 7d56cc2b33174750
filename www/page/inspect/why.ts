// Why is this token here: its trace from the actual run, and its neighbours in the vocabulary. Asked for when a token is
// chosen, not when one is pointed at.

import type { App } from '../app.ts'
import type { FullDocument } from '../engine/soon.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { neighbours } from '../why/neighbours.ts'
import { drawTrace } from '../why/trace.ts'
import type { Desk } from './desk.ts'

export interface WhyView {
  readonly tree: HTMLElement
  readonly neighbours: HTMLElement
  draw(): void
}

export function makeWhy(app: App, desk: Desk): WhyView {
  const tree = h('section', { class: 'panel', id: 'why', 'aria-label': 'Why this token' })
  const beside = h('section', { class: 'panel', id: 'neighbours', 'aria-label': 'Neighbours in the vocabulary' })
  put(
    tree,
    h('h2', null, 'Why'),
    h('p', { class: 'note' }, 'Choose a token: how it came about is drawn here, step by step.'),
  )
  put(beside, h('h2', null, 'Neighbours in the vocabulary'), h('p', { class: 'note' }, 'Tokens that begin alike.'))
  let drawn = ''
  let asked = 0

  const draw = (): void => {
    const { token, tokenizer } = app.store.state
    const detail = token === null ? null : desk.detail(token)
    const document = app.follower.document as FullDocument | null
    if (!detail || !document) return
    const key = `${tokenizer} ${app.follower.tokenizer?.info.name} ${detail.index} ${detail.id} ${detail.span} ${app.text.version}`
    if (key === drawn) return
    drawn = key
    const mine = ++asked
    const at = traceAt(detail.span)
    tree.hidden = document.trace === undefined
    document.trace?.(at).then(
      trace => {
        if (mine === asked) drawTrace(tree, trace, detail)
      },
      (error: unknown) => {
        if (mine === asked && !isAbort(error))
          put(tree, h('h2', null, 'Why'), h('p', { class: 'note' }, reasonOf(error)))
      },
    )
    void neighbours(app, detail).then(
      list => {
        if (mine === asked) put(beside, h('h2', null, 'Neighbours in the vocabulary'), list)
      },
      (error: unknown) => {
        if (mine === asked && !isAbort(error))
          put(beside, h('h2', null, 'Neighbours'), h('p', { class: 'note' }, reasonOf(error)))
      },
    )
  }
  return { tree, neighbours: beside, draw }
}

/** The position to ask about: the start of the token, which lies inside it. */
function traceAt([from]: readonly [number, number]): number {
  return from
}
