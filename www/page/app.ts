// What the views share: the store, the text, the engine. One object, made once, passed down; no globals.

import type { Follower } from './engine/follower.ts'
import type { Session } from './engine/session.ts'
import type { Store } from './store/store.ts'
import type { TextModel } from './text-model.ts'

export interface App {
  readonly store: Store
  readonly text: TextModel
  readonly session: Session
  readonly follower: Follower
  /** The visitor has touched the page: what is heavy may load now. */
  wake(): void
  /** Runs when the page is awake, at once if it is. */
  whenAwake(run: () => void): void
  /** The page shows a message above the room until it is closed or another of the same name replaces it. */
  notice(name: string, notice: Notice | null): void
  /** Takes another text in, from a sample or a file. */
  setText(text: string, origin: import('./store/state.ts').Origin): void
}

/** Something the visitor should know: what happened, what can be done. */
export interface Notice {
  readonly bad?: boolean
  readonly title: string
  readonly text: string
  /** Something to fill in, between the text and the actions. */
  readonly form?: HTMLElement
  readonly actions?: readonly { readonly label: string; run(): void }[]
}
