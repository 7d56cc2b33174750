// Compare and Train show the text drawn; to change it they borrow the one editor of the page, which goes back to Inspect
// when the mode changes. There is never a second copy of the text.

import type { App } from '../app.ts'
import { byId } from '../dom.ts'
import type { Mode } from '../store/state.ts'

/** `toggle` shows and hides the editor in `place` while `mode` is on. */
export function borrowEditor(app: App, mode: Mode, place: HTMLElement, toggle: HTMLElement): void {
  const editor = byId('ed')
  const home = byId('strip-place')
  const give = (): void => {
    if (place.contains(editor)) home.before(editor)
    place.hidden = true
    toggle.setAttribute('aria-expanded', 'false')
  }
  toggle.addEventListener('click', () => {
    if (!place.hidden) {
      give()
      return
    }
    place.append(editor)
    place.hidden = false
    toggle.setAttribute('aria-expanded', 'true')
    const focusable =
      editor.querySelector<HTMLElement>('.host')?.shadowRoot?.querySelector<HTMLElement>('.cm-content') ??
      editor.querySelector<HTMLElement>('pre')
    focusable?.focus()
  })
  app.store.listen(now => {
    if (now.mode !== mode) give()
  })
}
