// One store: the state, who listens, and the way back. Views are functions of the state; nothing else holds it.

import { type Action, PASSING, reduce } from './reduce.ts'
import type { State } from './state.ts'

type Listener = (state: State, before: State) => void

/** So many steps back are kept. */
const DEPTH = 100

export class Store {
  #state: State
  readonly #listeners = new Set<Listener>()
  #past: State[] = []
  #future: State[] = []

  constructor(first: State) {
    this.#state = first
  }

  get state(): State {
    return this.#state
  }

  /** Calls the listener after every change. The function returned ends that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  dispatch(action: Action): void {
    const before = this.#state
    const next = reduce(before, action)
    if (next === before) return
    if (!PASSING.has(action.type)) {
      this.#past.push(before)
      if (this.#past.length > DEPTH) this.#past.shift()
      this.#future = []
    }
    this.#move(next)
  }

  /** One step back; false when there is none. The text has a history of its own, in the editor. */
  undo(): boolean {
    return this.#step(this.#past, this.#future)
  }

  /** One step forward again. */
  redo(): boolean {
    return this.#step(this.#future, this.#past)
  }

  #step(from: State[], to: State[]): boolean {
    const target = from.pop()
    if (!target) return false
    to.push(this.#state)
    this.#move({ ...target, origin: this.#state.origin })
    return true
  }

  #move(next: State): void {
    const before = this.#state
    this.#state = next
    for (const listener of [...this.#listeners]) listener(next, before)
  }
}
