// What a card of the guide is. Cards are data: a new mechanism is a line in a chapter and a picture.

import type { Shape } from '../../elements/svg.ts'
import type { ElementView } from '../share/view.ts'

/** A paper or a specification that a mechanism comes from. */
export interface Source {
  readonly title: string
  readonly authors: string
  readonly year: number
  /** Where it appeared. */
  readonly venue: string
  /** `Sennrich et al. 2016` */
  readonly short: string
}

/** A view of the playground: the part of its address after `#`. */
export interface OpenState {
  /** What the button says: `Open in Train`. */
  readonly label: string
  readonly path: 'text/inspect' | 'text/compare' | 'text/train' | 'image' | 'generate'
  readonly settings: Readonly<Record<string, string>>
}

/** One mechanism. */
export interface Card {
  /** In the address: `#guide/ID`. */
  readonly id: string
  readonly title: string
  /** One line on the small card. */
  readonly line: string
  readonly sentences: readonly [string, string, string]
  /** What to look for once it is open. */
  readonly look: readonly string[]
  readonly sources: readonly Source[]
  readonly picture: () => Shape
  readonly open: OpenState
  /** The element that shows the mechanism in somebody else's page, where there is one. */
  readonly embed: ElementView | null
  /** Ids of cards to read next. */
  readonly next: readonly string[]
}

/** Cards that belong together, in the order to read them. */
export interface Chapter {
  readonly title: string
  readonly line: string
  readonly cards: readonly Card[]
}

/** The address of a state, from `#` on. */
export function hashOf(state: OpenState): string {
  return `#${state.path}?${new URLSearchParams(state.settings).toString().replaceAll('+', '%20')}`
}
