// Rooms under the bar. Text is in the HTML; others are loaded when opened and get the place beside it.

import type { App } from './app.ts'
import { type Route, route } from './address/settings.ts'
import { attributes, byId, h, put } from './dom.ts'
import { reasonOf } from './failure.ts'

interface Mounted {
  update(path: string): void
  close(): void
}

export class Rooms {
  readonly #app: App
  #current = 'text'
  #guide: Mounted | null = null
  #compare = false
  #train = false

  constructor(app: App) {
    this.#app = app
    app.store.listen((now, before) => {
      if (now.mode !== before.mode) this.#mode()
    })
    byId('share').addEventListener('click', () => void this.#share())
  }

  get current(): string {
    return this.#current
  }

  show(r: Route): void {
    this.#current = r.room === 'guide' ? 'guide' : 'text'
    for (const link of document.querySelectorAll<HTMLElement>('.rooms a')) {
      attributes(link, { 'aria-current': link.dataset.room === this.#current ? 'page' : undefined })
    }
    byId('room-text').hidden = this.#current !== 'text'
    byId('room-other').hidden = this.#current === 'text'
    if (this.#current === 'guide') void this.#openGuide(r.path)
    else this.#mode()
  }

  async #openGuide(path: string): Promise<void> {
    const place = byId('room-other')
    if (this.#guide) {
      this.#guide.update(path)
      return
    }
    try {
      const { mountGuide } = await import('./guide/index.ts')
      this.#guide ??= mountGuide(place, path)
    } catch (error) {
      put(place, h('p', null, `The guide could not be loaded: ${reasonOf(error)}`))
    }
  }

  #mode(): void {
    const { mode } = this.#app.store.state
    for (const link of document.querySelectorAll<HTMLElement>('.modes a')) {
      attributes(link, { 'aria-current': link.dataset.mode === mode ? 'page' : undefined })
    }
    byId('inspect').hidden = mode !== 'inspect'
    if (mode === 'compare' && !this.#compare) {
      this.#compare = true
      void import('./compare/compare.ts').then(m => m.mountCompare(this.#app))
    }
    if (mode === 'train' && !this.#train) {
      this.#train = true
      void import('./train/train.ts').then(m => m.mountTrain(this.#app))
    }
  }

  async #share(): Promise<void> {
    this.#app.wake()
    const { openShare } = await import('./share/index.ts')
    const { shareView } = await import('./address/share.ts')
    openShare(byId('share'), await shareView(this.#app, route(location.hash).room))
  }
}
