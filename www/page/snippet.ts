// Code to take away, as 'Share or embed' and the Guide offer it.

import { copy } from './clipboard.ts'
import { h } from './dom.ts'

/** A button without a look of its own: the place it stands in gives it one. */
export function plainButton(label: string, run: () => void): HTMLButtonElement {
  return h('button', { type: 'button', onclick: run }, label)
}

/** A button that copies `text` and says so. */
export function copyButton(text: string): HTMLButtonElement {
  const button = plainButton('Copy', () => void copy(text, button))
  return button
}
