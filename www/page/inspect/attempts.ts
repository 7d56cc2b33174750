// The ways in which counters of tokens differ from each other, each as something to count: special tokens parsed or not,
// the tokens around a text, a chat message around it, ends of lines, spaces at the ends, a normal form, another encoding.

import type { TextTokenizer } from '../../api/index.ts'
import type { App } from '../app.ts'

export interface Attempt {
  readonly words: string
  /** What to say when nothing changes. */
  readonly same: string
  count(signal: AbortSignal): Promise<number>
}

/** Encodings that counters on the web use most. */
const COMMON = ['o200k_base', 'cl100k_base', 'p50k_base', 'gpt2'] as const

interface Variant {
  readonly words: string
  readonly text: string
}

/** The text as other programs hand it on; those equal to the text are left out. */
function variants(text: string): Variant[] {
  const all: Variant[] = [
    { words: 'with a newline at its end', text: text.endsWith('\n') ? text : `${text}\n` },
    { words: 'without white space at its ends', text: text.trim() },
    { words: 'with CRLF at ends of lines', text: text.replace(/\r?\n/g, '\r\n') },
    { words: 'with LF at ends of lines', text: text.replace(/\r\n?/g, '\n') },
    { words: 'in normal form NFC', text: text.normalize('NFC') },
    { words: 'in normal form NFD', text: text.normalize('NFD') },
    { words: 'with runs of white space as one space', text: text.replace(/\s+/gu, ' ') },
  ]
  const seen = new Set([text])
  return all.filter(variant => {
    if (seen.has(variant.text)) return false
    seen.add(variant.text)
    return true
  })
}

/** One change at a time. */
export async function attempts(app: App): Promise<Attempt[]> {
  const { specials, template } = app.store.state
  const tokenizer = await app.session.tokenizer(app.store.state.tokenizer)
  const text = app.text.whole()
  const options = { specials, template }
  const list: Attempt[] = [
    {
      words: specials === 'parse' ? 'special tokens as text' : '“<|…|>” parsed as special tokens',
      same: '±0, none typed',
      count: signal => tokenizer.count(text, { ...options, specials: specials === 'parse' ? 'text' : 'parse', signal }),
    },
    {
      words: template ? 'without what the model adds around it' : 'with what the model adds around it',
      same: '±0, this family adds nothing',
      count: signal => tokenizer.count(text, { ...options, template: !template, signal }),
    },
    ...variants(text).map(variant => ({
      words: variant.words,
      same: '±0',
      count: (signal: AbortSignal) => tokenizer.count(variant.text, { ...options, signal }),
    })),
  ]
  if (tokenizer.info.chatTemplate) {
    list.push({ words: 'as one chat message of a user', same: '±0', count: () => asMessage(tokenizer, text) })
  }
  const { name } = tokenizer.info
  for (const other of COMMON) {
    if (other === name) continue
    list.push({
      words: `with ${other}`,
      same: '±0',
      count: async signal => (await app.session.tokenizer(other)).count(text, { specials, signal }),
    })
  }
  return list
}

async function asMessage(tokenizer: TextTokenizer, text: string): Promise<number> {
  const { ids } = await tokenizer.chat([{ role: 'user', content: text }], { addGenerationPrompt: true })
  return ids.length
}

/** Every combination of encoding, text, specials and frame. */
export async function* combinations(
  app: App,
  signal: AbortSignal,
): AsyncGenerator<{ readonly words: string; readonly tokens: number }> {
  const text = app.text.whole()
  const texts: Variant[] = [{ words: 'as it is', text }, ...variants(text)]
  const names = [...new Set([app.store.state.tokenizer, ...COMMON])]
  for (const name of names) {
    const tokenizer = await app.session.tokenizer(name)
    const counted = new Set<string>()
    for (const variant of texts) {
      for (const specials of ['text', 'parse'] as const) {
        for (const template of [false, true]) {
          signal.throwIfAborted()
          const tokens = await tokenizer.count(variant.text, { specials, template, signal })
          // The same number by a longer way says nothing.
          const key = `${tokens}`
          if (counted.has(key)) continue
          counted.add(key)
          const words = [
            name,
            variant.words === 'as it is' ? '' : `the text ${variant.words}`,
            specials === 'parse' ? 'special tokens parsed' : '',
            template ? 'with what the model adds' : '',
          ]
          yield { words: words.filter(Boolean).join(', '), tokens }
        }
      }
    }
    if (tokenizer.info.chatTemplate) {
      yield { words: `${name}, as one chat message of a user`, tokens: await asMessage(tokenizer, text) }
    }
  }
  for (const [words, tokens] of rough(text)) yield { words, tokens }
}

/** The rules of thumb that some counters use instead of a tokenizer. */
function rough(text: string): [string, number][] {
  const bytes = new TextEncoder().encode(text).length
  const words = text.split(/\s+/u).filter(Boolean).length
  return [
    ['characters divided by four, a rule of thumb and no tokenizer', Math.ceil(text.length / 4)],
    ['characters divided by four, rounded down, a rule of thumb and no tokenizer', Math.floor(text.length / 4)],
    ['bytes divided by four, a rule of thumb and no tokenizer', Math.ceil(bytes / 4)],
    ['words divided by 0.75, a rule of thumb and no tokenizer', Math.ceil(words / 0.75)],
    ['words, which are not tokens', words],
    ['UTF-16 units, which are not tokens', text.length],
    ['code points, which are not tokens', [...text].length],
    ['bytes, which are not tokens', bytes],
  ]
}
