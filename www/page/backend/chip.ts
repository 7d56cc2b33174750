// The chip in the bar that says what the engine runs on and why; a press opens the panel. It stands in the rooms whose
// registry line asks for it.

import type { App } from '../app.ts'
import { attributes, byId, h, write } from '../dom.ts'
import type { Panel } from './panel.ts'
import { chipWords } from './words.ts'

export class BackendChip {
  readonly #app: App
  readonly #runs = h('b')
  readonly #why = h('span', { class: 'extra' })
  readonly #dot = h('span', { class: 'dot', 'aria-hidden': 'true' })
  readonly #chip = h(
    'button',
    { class: 'chip', id: 'backend', type: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', hidden: true },
    this.#dot,
    this.#runs,
    this.#why,
  )
  #panel: Promise<Panel> | null = null

  constructor(app: App) {
    this.#app = app
    this.#chip.addEventListener('click', () => void this.#open())
    byId('theme').before(this.#chip)
  }

  /** Shows or hides it; the engine is asked for only where it is shown. */
  show(shown: boolean): void {
    attributes(this.#chip, { hidden: !shown })
    if (shown && this.#runs.textContent === '') void this.#follow()
  }

  async #follow(): Promise<void> {
    const lab = await this.#app.session.lab()
    const draw = (): void => {
      const { runs, why } = chipWords(lab.backend)
      write(this.#runs, runs)
      write(this.#why, `· ${why}`)
      attributes(this.#chip, { 'aria-label': `The engine runs on: ${runs}, ${why}` })
      attributes(this.#dot, { 'data-kind': lab.backend.kind })
    }
    lab.on('backend', draw)
    draw()
  }

  async #open(): Promise<void> {
    this.#panel ??= Promise.all([import('./panel.ts'), this.#app.session.lab()]).then(([m, lab]) => new m.Panel(lab))
    const panel = await this.#panel
    panel.open(this.#chip)
  }
}
