// A document over plain encoding: every edit encodes the whole text again. For tokenizers that cannot open documents.

import type { EncodeOptions, Job, Stats, StatsOptions, TextTokenizer } from '../../api/index.ts'
import type { TextDocument, TextSize, TokenWindow } from './soon.ts'

export async function openWhole(
  tokenizer: TextTokenizer,
  text: string,
  options: EncodeOptions & Job,
): Promise<TextDocument> {
  const document = new WholeDocument(tokenizer, text, options)
  await document.encode()
  return document
}

class WholeDocument implements TextDocument {
  readonly #tokenizer: TextTokenizer
  readonly #options: EncodeOptions & Job
  #text: string
  #ids: Uint32Array = new Uint32Array()
  #spans: Uint32Array = new Uint32Array()
  #utf8: Uint32Array = new Uint32Array()
  #version = 0
  size: TextSize = { utf8: 0, utf16: 0, codePoints: 0, tokens: 0 }

  constructor(tokenizer: TextTokenizer, text: string, options: EncodeOptions & Job) {
    this.#tokenizer = tokenizer
    this.#text = text
    this.#options = { specials: options.specials, template: options.template }
  }

  async encode(): Promise<void> {
    const text = this.#text
    const [utf16, utf8] = await Promise.all(
      (['utf16', 'utf8'] as const).map(unit => this.#tokenizer.encode(text, { ...this.#options, spans: true, unit })),
    )
    this.#ids = utf8?.ids ?? this.#ids
    this.#spans = utf16?.spans ?? this.#spans
    this.#utf8 = utf8?.spans ?? this.#utf8
    this.size = {
      utf8: new TextEncoder().encode(text).length,
      utf16: text.length,
      codePoints: [...text].length,
      tokens: this.#ids.length,
    }
  }

  async edit(from: number, to: number, insert: string): Promise<void> {
    this.#text = this.#text.slice(0, from) + insert + this.#text.slice(to)
    this.#version += 1
    await this.encode()
  }

  window(from: number, to: number): Promise<TokenWindow> {
    let first = 0
    while (first < this.#ids.length && (this.#spans[2 * first + 1] ?? 0) < from) first += 1
    let last = first
    while (last < this.#ids.length && (this.#spans[2 * last] ?? 0) <= to) last += 1
    return Promise.resolve({
      version: this.#version,
      first,
      ids: this.#ids.slice(first, last),
      spans: this.#spans.slice(2 * first, 2 * last),
      utf8: this.#utf8.slice(2 * first, 2 * last),
    })
  }

  trace(): Promise<unknown> {
    return Promise.reject(new Error('The trace of this tokenizer cannot be shown.'))
  }

  stats(options?: StatsOptions & Job): Promise<Stats> {
    return this.#tokenizer.stats(this.#text, options)
  }

  free(): Promise<void> {
    return Promise.resolve()
  }
}
