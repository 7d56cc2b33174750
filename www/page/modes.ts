// Inspect | Compare | Train, as links, for the modes that are not in the HTML.

import { h } from './dom.ts'
import { MODES, type Mode } from './store/state.ts'

const NAMES: Record<Mode, string> = { inspect: 'Inspect', compare: 'Compare', train: 'Train' }

export function modeLinks(current: Mode): HTMLElement {
  return h(
    'div',
    { class: 'segments modes', role: 'group', 'aria-label': 'What to do with the text' },
    ...MODES.map(mode =>
      h(
        'a',
        { href: `#text/${mode}`, 'data-mode': mode, 'aria-current': mode === current ? 'page' : undefined },
        NAMES[mode],
      ),
    ),
  )
}
