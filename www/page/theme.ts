// Dark, light, or as the system: one button that goes round.

import type { App } from './app.ts'
import { byId } from './dom.ts'
import type { State } from './store/state.ts'

const NEXT: Record<State['theme'], State['theme']> = { auto: 'light', light: 'dark', dark: 'auto' }
const NAMES: Record<State['theme'], string> = { auto: 'as the system', light: 'light', dark: 'dark' }

export function mountTheme(app: App): void {
  const button = byId('theme')
  const draw = (): void => {
    const { theme } = app.store.state
    if (theme === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    button.setAttribute('aria-label', `Colours: ${NAMES[theme]}`)
    button.title = `Colours: ${NAMES[theme]}`
  }
  button.addEventListener('click', () => app.store.dispatch({ type: 'theme', theme: NEXT[app.store.state.theme] }))
  app.store.listen((now, before) => {
    if (now.theme !== before.theme) draw()
  })
  draw()
}
