// Rooms under the bar. Text is in the HTML; the others are linked from the registry, since they need script, and each
// gets a place of its own when it is first opened.

import type { App } from '../app.ts'
import type { Route } from '../address/settings.ts'
import { BackendChip } from '../backend/chip.ts'
import { attributes, byId, h, put } from '../dom.ts'
import { reasonOf } from '../failure.ts'
import type { ShareView } from '../share/view.ts'
import { ROOMS } from './registry.ts'
import type { Room, RoomEntry } from './room.ts'

interface Opened {
  readonly place: HTMLElement
  /** `null` while it is loaded. */
  room: Room | null
  /** The address last asked for. */
  route: Route
  failed: boolean
}

export class Rooms {
  readonly #app: App
  readonly #opened = new Map<string, Opened>()
  readonly #backend: BackendChip
  #current = 'text'
  #compare = false
  #train = false

  constructor(app: App) {
    this.#app = app
    this.#backend = new BackendChip(app)
    document
      .querySelector('.rooms')
      ?.append(...ROOMS.map(({ name, title }) => h('a', { href: `#${name}`, 'data-room': name }, title)))
    app.store.listen((now, before) => {
      if (now.mode !== before.mode) this.#mode()
    })
    byId('share').addEventListener('click', () => void this.#share())
  }

  get current(): string {
    return this.#current
  }

  show(r: Route): void {
    const entry = ROOMS.find(({ name }) => name === r.room)
    this.#current = entry?.name ?? 'text'
    for (const link of document.querySelectorAll<HTMLElement>('.rooms a')) {
      const current = link.dataset.room === this.#current
      attributes(link, { 'aria-current': current ? 'page' : undefined })
      // On a phone the rooms scroll.
      if (current) link.scrollIntoView({ block: 'nearest', inline: 'center' })
    }
    this.#backend.show(entry?.engine ?? false)
    byId('room-text').hidden = entry !== undefined
    byId('room-other').hidden = entry === undefined
    for (const [name, { place, room }] of this.#opened) {
      if (name !== entry?.name && !place.hidden) room?.hide?.()
      place.hidden = name !== entry?.name
    }
    if (entry) void this.#open(entry, r)
    else this.#mode()
  }

  async #open(entry: RoomEntry, asked: Route): Promise<void> {
    let opened = this.#opened.get(entry.name)
    if (opened && !opened.failed) {
      opened.route = asked
      opened.room?.open(asked)
      return
    }
    opened ??= { place: h('div'), room: null, route: asked, failed: false }
    this.#opened.set(entry.name, opened)
    opened.route = asked
    opened.failed = false
    const { place } = opened
    put(place)
    byId('room-other').append(place)
    try {
      const room = await entry.mount(place, this.#app, asked)
      opened.room = room
      if (opened.route !== asked) room.open(opened.route)
    } catch (error) {
      opened.failed = true
      const again = (): void => void this.#open(entry, opened.route)
      put(
        place,
        h('p', { class: 'note' }, `${entry.title} could not be loaded: ${reasonOf(error)}`),
        h('button', { class: 'button', type: 'button', onclick: again }, 'Try again'),
      )
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
      void import('../compare/compare.ts').then(m => m.mountCompare(this.#app))
    }
    if (mode === 'train' && !this.#train) {
      this.#train = true
      void import('../train/train.ts').then(m => m.mountTrain(this.#app))
    }
  }

  async #share(): Promise<void> {
    this.#app.wake()
    const { openShare } = await import('../share/index.ts')
    openShare(byId('share'), await this.#view())
  }

  async #view(): Promise<ShareView> {
    const entry = ROOMS.find(({ name }) => name === this.#current)
    if (!entry) return (await import('../address/share.ts')).shareView(this.#app)
    const made = await this.#opened.get(entry.name)?.room?.share?.()
    return made ?? { title: entry.title, link: location.href, complete: true, element: null, picture: null }
  }
}
