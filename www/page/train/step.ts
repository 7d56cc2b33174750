// One step of a training as the page draws it: the sentence, the pairs, the words, the merge list.

import type { TrainingState } from '../../api/index.ts'
import { bar } from '../charts/bar.ts'
import { h, put } from '../dom.ts'
import { count, fixed, plural } from '../format.ts'
import { label } from '../visible.ts'
import type { TrainingSession } from './session.ts'

/** Rows of pairs, words, dropped pieces. */
const PAIRS = 9
const WORDS = 24

/** Ids that a state names. */
export function idsOf(state: TrainingState): number[] {
  const ids: number[] = []
  if (state.change.kind === 'merged')
    for (const merge of state.change.merges) ids.push(merge.left, merge.right, merge.result)
  for (const candidate of state.candidates) if (candidate.kind === 'pair') ids.push(candidate.left, candidate.right)
  return ids
}

export function drawSentence(place: HTMLElement, state: TrainingState, session: TrainingSession): void {
  const { change } = state
  const token = (id: number): HTMLElement => h('code', { class: 'made' }, session.name(id))
  if (change.kind === 'start') {
    put(
      place,
      state.candidates.some(c => c.kind === 'piece')
        ? 'The seed vocabulary: every string that might be a token.'
        : 'Before the first merge: the alphabet alone.',
    )
  } else if (change.kind === 'merged') {
    const [first, ...more] = change.merges
    if (!first) put(place, 'Nothing was joined.')
    else {
      put(
        place,
        `Step ${count(state.step)}: `,
        token(first.left),
        ' + ',
        token(first.right),
        ' → ',
        token(first.result),
        `, seen ${plural(first.count, 'time')}; ${plural(first.removed, 'token')} fewer. It is id ${first.result}.`,
        more.length > 0 ? ` ${plural(more.length, 'more pair')} in the same step.` : '',
      )
    }
  } else {
    put(
      place,
      `Round ${count(state.step)}: ${plural(change.count, 'token')} dropped, those first that cost the text least: `,
      ...change.dropped
        .slice(0, 8)
        .flatMap(piece => [h('code', { class: 'made' }, label(Uint8Array.from(piece.bytes))), ' ']),
    )
  }
}

export function drawPairs(place: HTMLElement, state: TrainingState, session: TrainingSession): void {
  const shown = state.candidates.slice(0, PAIRS)
  if (shown.length === 0) {
    put(place, h('p', { class: 'note wide' }, 'Nothing is left to choose from.'))
    return
  }
  const weight = (candidate: (typeof shown)[number]): number =>
    candidate.kind === 'pair' ? (candidate.gain > 0 ? candidate.gain : candidate.count) : candidate.loss
  const most = Math.max(1e-12, ...shown.map(weight))
  put(
    place,
    ...shown.flatMap((candidate, i) => {
      const name =
        candidate.kind === 'pair'
          ? `${session.name(candidate.left)} + ${session.name(candidate.right)}`
          : label(Uint8Array.from(candidate.bytes))
      const value =
        candidate.kind === 'pair'
          ? candidate.gain > 0
            ? fixed(candidate.gain, 1)
            : count(candidate.count)
          : candidate.loss.toExponential(1)
      return [
        h('span', { class: 'mono' }, name),
        h('div', { class: i === 0 ? 'us' : undefined }, bar(weight(candidate), most, i === 0)),
        h('output', { class: 'num' }, value),
      ]
    }),
  )
}

export function drawWords(place: HTMLElement, state: TrainingState): void {
  const made =
    state.change.kind === 'merged' ? new Set(state.change.merges.map(merge => merge.result)) : new Set<number>()
  put(
    place,
    ...state.words.slice(0, WORDS).map(word => {
      let at = 0
      const pieces = word.ends.map((end, i) => {
        const piece = h(
          'i',
          { class: made.has(word.tokens[i] ?? -1) ? 'hot' : undefined },
          label(Uint8Array.from(word.bytes.slice(at, end))),
        )
        at = end
        return piece
      })
      return h('div', null, h('span', { class: 'word-pieces' }, ...pieces), h('small', null, `×${count(word.count)}`))
    }),
  )
}
