// Undo of settings by the keys that everyone knows. In a field or the editor these keys belong to the text there.

import { say } from './announce.ts'
import type { App } from './app.ts'

export function mountUndo(app: App): void {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey) || takesText(event)) return
    const key = event.key.toLowerCase()
    const redo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)
    if (!redo && key !== 'z') return
    event.preventDefault()
    const done = redo ? app.store.redo() : app.store.undo()
    if (redo) say(done ? 'done again' : 'nothing to do again')
    else say(done ? 'undone' : 'nothing to undo')
  })
}

/** Inputs that hold no text (a slider, a checkbox, a file) leave the keys alone. */
const NO_TEXT = new Set(['range', 'checkbox', 'radio', 'file', 'button'])

/** Whether the keys of this event belong to a text that is being written. */
export function takesText(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}
