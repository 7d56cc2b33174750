// What 'Share or embed' is given: exactly what is on the screen, as data.

import type { App } from '../app.ts'
import { count, plural } from '../format.ts'
import type { Picture, ShareView } from '../share/view.ts'
import type { State } from '../store/state.ts'
import { textOf, writeAddress } from './content.ts'

/** Longest text that is drawn as a picture, in UTF-16 units. */
const PICTURE = 20_000

/** The view of room Text. */
export async function shareView(app: App): Promise<ShareView> {
  const { state } = app.store
  const text = app.text.whole()
  const { hash, carries } = await writeAddress('text', state, textOf(app))
  const link = new URL(location.href)
  link.hash = hash
  return {
    title: titleOf(app),
    link: link.href,
    complete: carries === 'link',
    element: carries === 'link' ? elementOf(app, state, text) : null,
    picture: state.mode === 'compare' ? () => comparePicture(app) : () => inspectPicture(app),
  }
}

function titleOf(app: App): string {
  const { mode, tokenizer, compare } = app.store.state
  if (mode === 'compare') return compare.join(', ')
  if (mode === 'train') return 'A training'
  const tokens = app.follower.size?.tokens
  return tokens === undefined ? tokenizer : `${tokenizer}, ${plural(tokens, 'token')}`
}

/** The element that shows the same; none for a tokenizer that only this visit has. */
function elementOf(app: App, state: State, text: string): ShareView['element'] {
  const specials: Record<string, string> = state.specials === 'parse' ? { specials: 'parse' } : {}
  if (state.mode === 'compare') {
    if (state.compare.some(name => app.session.isOwn(name))) return null
    return { tag: 'token-compare', attributes: { tokenizers: state.compare.join(' '), ...specials }, text }
  }
  if (state.mode === 'train') {
    const { kind, split, size, step } = state.train
    const attributes: Record<string, string> = { merges: String(size) }
    if (kind !== 'bpe') attributes.model = kind
    if (split !== 'gpt2') attributes.split = split
    if (step !== null) attributes.step = String(step)
    return { tag: 'token-train', attributes, text }
  }
  if (app.session.isOwn(state.tokenizer)) return null
  const view: Record<string, string> = state.view === 'text' ? {} : { view: state.view }
  return { tag: 'token-text', attributes: { tokenizer: state.tokenizer, ...view, ...specials }, text }
}

function readable(text: string): string {
  if (text.length <= PICTURE) return text
  throw new Error(`A picture of more than ${count(PICTURE)} characters would not be readable: shorten the text.`)
}

/** The coloured text of Inspect. */
export async function inspectPicture(app: App): Promise<Picture> {
  return picture(app, [app.store.state.tokenizer])
}

function comparePicture(app: App): Promise<Picture> {
  return picture(app, app.store.state.compare)
}

async function picture(app: App, names: readonly string[]): Promise<Picture> {
  const text = readable(app.text.whole())
  const { specials } = app.store.state
  const rows = []
  for (const name of names) {
    const tokenizer = await app.session.tokenizer(name)
    const { spans } = await tokenizer.encode(text, { specials, spans: true })
    rows.push({ label: name, spans: spans ?? new Uint32Array() })
  }
  return { text, rows }
}
