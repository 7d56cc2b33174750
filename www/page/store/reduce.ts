// Every way in which the state changes. Pure: same state, same action, same result; a result that equals what was is
// the same object, so that the store can tell that nothing happened.

import {
  LIMITS,
  type Message,
  type Mode,
  type Origin,
  type State,
  type Tab,
  type TrainState,
  type View,
} from './state.ts'

export type Action =
  | { type: 'mode'; mode: Mode }
  | { type: 'tokenizer'; name: string }
  | { type: 'compare'; at: number; name: string }
  | { type: 'compare-add'; name: string }
  | { type: 'compare-remove'; at: number }
  | { type: 'view'; view: View }
  | { type: 'specials'; specials: State['specials'] }
  | { type: 'template'; template: boolean }
  | { type: 'context'; context: number }
  | { type: 'price'; price: number | null }
  | { type: 'tab'; tab: Tab }
  | { type: 'differences'; differences: boolean }
  | { type: 'token'; token: number | null }
  | { type: 'train'; train: Partial<TrainState> }
  | { type: 'chat'; chat: readonly Message[] }
  | { type: 'origin'; origin: Origin }
  | { type: 'theme'; theme: State['theme'] }
  /** Another state altogether: an address was opened. */
  | { type: 'open'; state: State }

/** Actions that undo does not step over one by one: they follow the pointer or the text. */
export const PASSING: ReadonlySet<Action['type']> = new Set(['token', 'origin'])

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'mode':
      return change(state, { mode: action.mode })
    case 'tokenizer':
      return change(state, { tokenizer: action.name, token: null })
    case 'compare':
      return change(state, { compare: state.compare.map((name, at) => (at === action.at ? action.name : name)) })
    case 'compare-add':
      return state.compare.length < LIMITS.compare ? change(state, { compare: [...state.compare, action.name] }) : state
    case 'compare-remove':
      return state.compare.length > 2
        ? change(state, { compare: state.compare.filter((_, at) => at !== action.at) })
        : state
    case 'view':
      return change(state, { view: action.view })
    case 'specials':
      return change(state, { specials: action.specials, token: null })
    case 'template':
      return change(state, { template: action.template, token: null })
    case 'context':
      return change(state, { context: within(action.context, 1, LIMITS.context) })
    case 'price':
      return change(state, { price: action.price === null ? null : Math.min(Math.max(action.price, 0), LIMITS.price) })
    case 'tab':
      return change(state, { tab: action.tab })
    case 'differences':
      return change(state, { differences: action.differences })
    case 'token':
      return change(state, { token: action.token })
    case 'train':
      return change(state, { train: train(state.train, action.train) })
    case 'chat':
      return change(state, { chat: action.chat })
    case 'origin':
      return change(state, { origin: action.origin })
    case 'theme':
      return change(state, { theme: action.theme })
    case 'open':
      return action.state
  }
}

function change(state: State, part: Partial<State>): State {
  const same = Object.entries(part).every(([key, value]) => equal(state[key as keyof State], value))
  return same ? state : { ...state, ...part }
}

/** Equality of plain data; the values are small. */
export function equal(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

function within(n: number, least: number, most: number): number {
  return Number.isFinite(n) ? Math.min(Math.max(Math.round(n), least), most) : least
}

/** Other options train anew: the step that was looked at means nothing then. */
function train(now: TrainState, part: Partial<TrainState>): TrainState {
  const next = { ...now, ...part }
  const again = part.step === undefined && !equal(now, next)
  return {
    ...next,
    size: within(next.size, 1, LIMITS.trainSize),
    frequency: within(next.frequency, 1, LIMITS.frequency),
    step: again ? null : next.step,
  }
}
