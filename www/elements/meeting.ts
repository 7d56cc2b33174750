// The one place where copies of `embed.js` and the script that they load meet: a property of the window under a symbol.

import type { Tokenarium } from '../api/index.ts'
import type { ElementNames } from './registry.ts'

/** Key of the meeting place. */
export const PLACE = Symbol.for('tokenarium.embed')

/** A window with the meeting place. */
export interface Place {
  [PLACE]?: {
    /** Definitions by version: a second copy of the same one adds names to the first, so that both share one engine. */
    define: Record<string, (names: ElementNames) => void>
    /** Those who wait for the API, by the address of the script that brings it: versions differ in it. */
    waiting: Map<string, Set<(api: typeof Tokenarium) => void>>
  }
}
