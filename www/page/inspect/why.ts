// Why is this token here: its trace from the actual run, and its neighbours in the vocabulary. Asked for when a token is
// chosen, not when one is pointed at.

import type { App } from '../app.ts'
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

const NEIGHBOURS = 'Neighbours in the vocabulary'

export function makeWhy(app: App, desk: Desk): WhyView {
  const tree = h('section', { class: 'panel', id: 'why', 'aria-label': 'Why this token' })
  const beside = h('section', { class: 'panel', id: 'neighbours', 'aria-label': NEIGHBOURS })
  let drawn = ''
  let asked = 0

  const say = (place: HTMLElement, title: string, words: string): void =>
    put(place, h('h2', null, title), h('p', { class: 'note' }, words))
  const empty = (): void => {
    asked += 1
    drawn = ''
    say(tree, 'Why', 'Choose a token: how it came about is drawn here, step by step.')
    say(beside, NEIGHBOURS, 'Tokens that are like the chosen one.')
  }
  const draw = (): void => {
    const { token, tokenizer } = app.store.state
    const detail = token === null ? null : desk.detail(token)
    const { document } = app.follower
    if (app.text.length === 0 && drawn !== '') empty()
    if (!detail || !document) return
    const key = `${tokenizer} ${app.follower.tokenizer?.info.name} ${detail.index} ${detail.id} ${detail.span} ${app.text.version}`
    if (key === drawn) return
    drawn = key
    const mine = ++asked
    document.trace(detail.span[0]).then(
      trace => {
        if (mine === asked) drawTrace(tree, trace, detail)
      },
      (error: unknown) => {
        if (mine === asked && !isAbort(error)) say(tree, 'Why', reasonOf(error))
      },
    )
    neighbours(app, detail).then(
      list => {
        if (mine === asked) put(beside, h('h2', null, NEIGHBOURS), list)
      },
      (error: unknown) => {
        if (mine === asked && !isAbort(error)) say(beside, NEIGHBOURS, reasonOf(error))
      },
    )
  }
  empty()
  return { tree, neighbours: beside, draw }
}
