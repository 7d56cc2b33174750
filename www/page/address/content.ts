// How the text travels with an address: a sample by its name, up to 6 KB packed in the link, more in IndexedDB on this
// machine (then the page says that the link opens without it).

import type { App, Notice } from '../app.ts'
import type { State } from '../store/state.ts'
import { keep, kept } from './kept.ts'
import { pack, unpack } from './pack.ts'
import { type Route, writeSettings } from './settings.ts'

/** An address and what becomes of the text in it. */
export interface Address {
  readonly hash: string
  /** `link`: the text is in it; `machine`: it stays here. */
  readonly carries: 'link' | 'machine'
}

/** Texts larger than this are not even tried: they would not pack into 6 KB unless they say nothing. */
const TRIED = 400_000

/** The text of an address, as one string and, where the engine has it, as UTF-8. */
export interface Text {
  readonly length: number
  readonly version: number
  whole(): string
  utf8(): Promise<Blob | null>
}

/** What the page shows, as the text of an address. */
export function textOf({ text, follower }: Pick<App, 'text' | 'follower'>): Text {
  return {
    length: text.length,
    get version() {
      return text.version
    },
    whole: () => text.whole(),
    utf8: () => follower.utf8(),
  }
}

/** The address of a state with its text. */
export async function writeAddress(room: string, state: State, text: Text): Promise<Address> {
  const query = writeSettings(state)
  let carries: Address['carries'] = 'link'
  if (state.origin.kind !== 'sample') {
    const packed = text.length <= TRIED ? await pack(text.whole()) : null
    if (packed !== null) {
      query.set('d', packed)
    } else {
      const utf8 = await text.utf8()
      query.set('kept', await keep(text.version, utf8 ?? text.whole()))
      carries = 'machine'
    }
  }
  const rest = query.toString()
  return { hash: `#${room}/${state.mode}${rest ? `?${rest}` : ''}`, carries }
}

/** The text of an address: `undefined` where it names none, `null` where it names one that can't be had here. */
export async function readContent(r: Route): Promise<string | null | undefined> {
  const plain = r.query.get('x')
  if (plain !== null) return plain
  const packed = r.query.get('d')
  if (packed !== null) return unpack(packed)
  const key = r.query.get('kept')
  if (key !== null) return kept(key)
  return undefined
}

/** What is said where an address names a text that can't be had here. */
export function missing(r: Route): Notice {
  return {
    title: 'The text of this link is not here',
    text: r.query.has('kept')
      ? 'It was too long for a link and is kept on the machine that made it. The settings are open with another text.'
      : 'The link is damaged. The settings are open with another text.',
  }
}
