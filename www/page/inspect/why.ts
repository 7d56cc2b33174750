// Why is this token here: its trace from the actual run, and its neighbours in the vocabulary. Asked for when a token is
// chosen, not when one is pointed at.

import type { App } from '../app.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { neighbours } from '../why/neighbours.ts'
import { chosenIn } from '../why/chosen.ts'
import { drawTrace } from '../why/trace.ts'
import type { Desk, Detail } from './desk.ts'

export interface WhyView {
  readonly tree: HTMLElement
  readonly neighbours: HTMLElement
  draw(): void
}

const NEIGHBOURS = 'Neighbours in the vocabulary'
const AROUND = 'The family puts this token around every text: none of the text was cut for it.'

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
    tree.dataset.state = 'ready'
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
    const fromNothing = detail.utf8[0] === detail.utf8[1]
    tree.dataset.state = 'stale'
    document
      .trace(detail.span[0])
      .then(
        trace => {
          if (mine !== asked) return
          const focus = chosenIn(trace, detail, twins(desk, detail))
          if (focus !== null) drawTrace(tree, trace, focus, detail, document.size.utf8)
          else say(tree, 'Why', fromNothing ? AROUND : 'The model does not tell how this token came about.')
        },
        (error: unknown) => {
          if (mine === asked && !isAbort(error)) say(tree, 'Why', fromNothing ? AROUND : reasonOf(error))
        },
      )
      .finally(() => {
        if (mine === asked) tree.dataset.state = 'ready'
      })
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

/** How many tokens just before the chosen one have its id and come from the same bytes. */
function twins(desk: Desk, { index, id, utf8 }: Detail): number {
  let found = 0
  for (;;) {
    const before = desk.detail(index - 1 - found)
    if (before?.id !== id || before.utf8[0] !== utf8[0] || before.utf8[1] !== utf8[1]) return found
    found += 1
  }
}
