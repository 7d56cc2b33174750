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
  const { hash, carries } = await writeAddress('text', state, textOf(app))
  const link = new URL(location.href)
  link.hash = hash
  const own = namesOf(state).filter(name => app.session.isOwn(name))
  const complete = carries === 'link' && own.length === 0
  return {
    title: titleOf(app),
    link: link.href,
    complete,
    lacks:
      own.length > 0
        ? `${own.join(' and ')} is here for this visit only: send the file along, or save a picture.`
        : 'The text is too long for a link: it opens without it. Save a picture, or send the file along.',
    element: complete ? elementOf(state, app.text.whole()) : null,
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

/** The tokenizers that the view shows. */
function namesOf({ mode, tokenizer, compare }: State): readonly string[] {
  return mode === 'inspect' ? [tokenizer] : mode === 'compare' ? compare : []
}

/** The element that shows exactly the same; `null` where the view has a setting that the element lacks. */
function elementOf(state: State, text: string): ShareView['element'] {
  const { mode, train } = state
  if (mode === 'compare') {
    if (state.specials === 'parse' || state.template) return null
    const shown: Record<string, string> = state.differences ? {} : { mode: 'all' }
    return { tag: 'token-compare', attributes: { tokenizers: state.compare.join(' '), ...shown }, text }
  }
  if (mode === 'train') {
    const usual = train.kind === 'bpe' && train.alphabet === 'bytes' && train.split === 'gpt2' && train.frequency === 2
    if (!usual) return null
    const { size, step } = train
    return { tag: 'token-train', attributes: { merges: String(size), step: String(step ?? size) }, text }
  }
  if (state.template) return null
  const attributes: Record<string, string> = { tokenizer: state.tokenizer }
  if (state.view !== 'text') attributes.view = state.view
  if (state.specials === 'parse') attributes.specials = 'parse'
  return { tag: 'token-text', attributes, text }
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
