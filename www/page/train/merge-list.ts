// The list of steps around the one that is looked at. Steps are asked for as they come into view; a press goes there.

import { h, put } from '../dom.ts'
import { count } from '../format.ts'
import type { TrainingSession } from './session.ts'
import { idsOf } from './step.ts'

/** Steps shown before and after the present one. */
const AROUND = 7

export async function drawMergeList(
  place: HTMLElement,
  session: TrainingSession,
  step: number,
  choose: (step: number) => void,
  current: () => boolean,
): Promise<void> {
  const from = Math.max(1, Math.min(step - AROUND, session.training.steps - 2 * AROUND))
  const to = Math.min(session.training.steps, Math.max(from, 1) + 2 * AROUND)
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  const states = await Promise.all(numbers.map(n => session.at(n)))
  await session.learn(states.flatMap(idsOf))
  if (!current()) return
  put(
    place,
    ...states.map(state => {
      const { change } = state
      const merge = change.kind === 'merged' ? change.merges[0] : undefined
      const words =
        change.kind === 'pruned'
          ? `${count(change.count)} dropped`
          : merge
            ? `${session.name(merge.left)} + ${session.name(merge.right)} → ${session.name(merge.result)}`
            : ''
      return h(
        'li',
        null,
        h(
          'button',
          {
            type: 'button',
            class: state.step > step ? 'later' : undefined,
            'aria-current': state.step === step ? 'true' : undefined,
            onclick: () => choose(state.step),
          },
          h('small', null, count(state.step)),
          h('span', null, words),
          h('small', null, merge ? `${count(merge.count)}×` : ''),
        ),
      )
    }),
  )
}
