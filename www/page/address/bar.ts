// Keeps the address equal to what is on the screen, and opens what an address asks for. Writing is delayed and replaces
// the entry, so that typing leaves no trail; following a link makes an entry, so that Back works.

import type { App } from '../app.ts'
import type { Rooms } from '../rooms/index.ts'
import { sampleText } from '../samples/index.ts'
import { bytes } from '../format.ts'
import { type Address, missing, readContent, textOf, writeAddress } from './content.ts'
import { readSettings, route } from './settings.ts'

/** Milliseconds of calm before the address is written. */
const CALM = 400
/** UTF-16 units from which a text is written less often. */
const LONG = 400_000

export class AddressBar {
  readonly #app: App
  readonly #rooms: Rooms
  #timer = 0
  #written = location.hash
  #told = false

  constructor(app: App, rooms: Rooms) {
    this.#app = app
    this.#rooms = rooms
  }

  listen(): void {
    this.#app.store.listen((now, before) => {
      if (now.mode !== before.mode) this.#push()
      else this.#later()
    })
    this.#app.text.listen(() => this.#later())
    addEventListener('hashchange', () => void this.#opened())
  }

  #later(): void {
    clearTimeout(this.#timer)
    const calm = this.#app.text.length > LONG ? 4 * CALM : CALM
    this.#timer = window.setTimeout(() => void this.#write(), calm)
  }

  async address(): Promise<Address> {
    return writeAddress('text', this.#app.store.state, textOf(this.#app))
  }

  async #write(): Promise<void> {
    if (this.#rooms.current !== 'text') return
    const { text, follower } = this.#app
    // Soon the engine has a long text as UTF-8, which is stored without a copy on this thread.
    if (text.length > LONG && follower.busy) {
      this.#later()
      return
    }
    const before = location.hash
    const { hash, carries } = await this.address()
    // A link followed while the text was packed: what was on the screen must not take its place.
    if (location.hash !== before || hash === before) return
    this.#written = hash
    history.replaceState(null, '', hash)
    if (carries === 'machine' && !this.#told) {
      this.#told = true
      this.#app.notice('link', {
        title: 'This text is too long for a link',
        text: `It has ${bytes(this.#app.follower.size?.utf8 ?? this.#app.text.length)}. The link carries tokenizer, view and settings; the text is kept on this machine, where the link opens with it. Elsewhere it opens without.`,
      })
    } else if (carries === 'link' && this.#told) {
      this.#told = false
      this.#app.notice('link', null)
    }
  }

  /** Another mode is a place of its own in the history. */
  #push(): void {
    clearTimeout(this.#timer)
    const { mode } = this.#app.store.state
    const r = route(location.hash)
    // A link has already made its entry, however it writes its parameters.
    if (r.room !== 'text' || readSettings(r).mode !== mode) {
      const rest = r.query.toString()
      this.#written = `#text/${mode}${rest ? `?${rest}` : ''}`
      history.pushState(null, '', this.#written)
    }
    this.#later()
  }

  async #opened(): Promise<void> {
    if (location.hash === this.#written) return
    this.#written = location.hash
    const r = route(location.hash)
    this.#rooms.show(r)
    if (this.#rooms.current !== 'text') return
    const { store, text } = this.#app
    const asked = readSettings(r)
    // A link that says nothing of the text (Inspect | Compare | Train, a room) keeps what is there.
    const bare = r.query.size === 0
    if (bare) {
      store.dispatch({ type: 'mode', mode: asked.mode })
      this.#later()
      return
    }
    const content = await readContent(r)
    this.#app.notice('address', content === null ? missing(r) : null)
    store.dispatch({ type: 'open', state: asked })
    const next = content ?? (asked.origin.kind === 'sample' ? sampleText(asked.origin.id) : null)
    if (next !== null && next !== text.whole()) {
      text.replace(next)
      store.dispatch({ type: 'origin', origin: asked.origin })
    }
  }
}
