// What a room is to the page. Room Text stands in the HTML and is no such room: everything else is loaded when opened.

import type { Route } from '../address/settings.ts'
import type { App } from '../app.ts'
import type { ShareView } from '../share/view.ts'

/** A room that was opened; it stays, hidden while another is on the screen. */
export interface Room {
  /** The address has changed: what follows the room's name is the room's own to read, and never makes it fail. */
  open(route: Route): void
  /** Another room has taken the screen: what runs for the eye alone ends. */
  hide?(): void
  /** What 'Share or embed' offers; without it, the address alone. */
  share?(): Promise<ShareView>
}

export interface RoomEntry {
  /** First word of its addresses. */
  readonly name: string
  /** As the bar says it. */
  readonly title: string
  /** It uses the module that models run in: the bar says what they run on. */
  readonly engine?: boolean
  /**
   * Draws the room into `place`, an empty element of its own, as `route` asks, and reaches text and engine through
   * `app`. A room keeps its state in the address by `history.replaceState`.
   */
  mount(place: HTMLElement, app: App, route: Route): Promise<Room>
}
