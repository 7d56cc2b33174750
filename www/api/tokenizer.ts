/** A text tokenizer on the page's side: arguments checked and sent, answers given their names. */

import { codecSizes } from './codec-sizes.ts'
import { openDocument } from './document.ts'
import type { Engine } from './client/engine.ts'
import type { CallOptions } from './client/module.ts'
import { encodeStream } from './client/stream.ts'
import { TokenariumError } from './error.ts'
import type { EncodedText, VocabularySource, WireText } from './operations.ts'
import type {
  EncodeOptions,
  Entry,
  Job,
  Stats,
  StatsOptions,
  ChatMessage,
  ChatOptions,
  ChatTokens,
  RankedTokens,
  Explanation,
  Text,
  Trace,
  TextDocument,
  TextInfo,
  TextTokenizer,
  TextTokens,
  Unit,
  VocabularyBrowser,
} from './types.ts'

/** A text longer than this, in bytes or UTF-16 units, goes to the lane of long jobs. */
const LONG_TEXT = 1 << 16

/** A tokenizer that lives in a worker. */
export class LiveTokenizer implements TextTokenizer {
  readonly info: TextInfo
  readonly vocabulary: VocabularyBrowser
  readonly #engine: Engine
  readonly #module: 'text' | 'tools'
  readonly #handle: number
  /** What makes its `.vocab` file; nothing for one that needs a regex engine, which that format does not run. */
  readonly #source: VocabularySource | undefined

  constructor(
    engine: Engine,
    module: 'text' | 'tools',
    handle: number,
    info: TextInfo,
    source: VocabularySource | undefined,
  ) {
    this.#engine = engine
    this.#module = module
    this.#handle = handle
    this.#source = source
    this.info = info
    const entries = (from: number, count: number): Promise<Entry[]> =>
      engine.call(module, 'entries', handle, { from, count })
    this.vocabulary = {
      size: info.vocabularySize,
      page: entries,
      get: async id => {
        const [entry] = await entries(id, 1)
        if (entry !== undefined) return entry
        const size = info.vocabularySize
        throw new TokenariumError('unknown-id', `Id ${id} is not in the vocabulary of ${size}.`, 'Check the number.', {
          id,
          position: 0,
        })
      },
      neighbours: id => engine.call(module, 'neighbours', handle, id),
      search: (query, { limit = 100, signal } = {}) =>
        engine.call(module, 'search', handle, { query, limit }, { signal }),
    }
  }

  async encode(input: Text, options: EncodeOptions & Job = {}): Promise<TextTokens> {
    const text = wireText(input)
    const encoded = await this.#engine.call(
      this.#module,
      'encode',
      this.#handle,
      { text, options: encodeOptions(options) },
      callOptions(options, text),
    )
    return textTokens(this.info, encoded, options.unit)
  }

  async count(input: Text, options: EncodeOptions & Job = {}): Promise<number> {
    const text = wireText(input)
    const wire = { text, options: encodeOptions(options) }
    return this.#engine.call(this.#module, 'count', this.#handle, wire, callOptions(options, text))
  }

  async *encodeStream(
    stream: ReadableStream<Uint8Array>,
    options: EncodeOptions & Job = {},
  ): AsyncGenerator<TextTokens, void, void> {
    const parts = encodeStream(this.#engine, this.#module, this.#handle, stream, encodeOptions(options), options)
    for await (const part of parts) yield textTokens(this.info, part, options.unit)
  }

  decode(tokens: TextTokens | Uint32Array, job: Job = {}): Promise<string> {
    const ids = 'ids' in tokens ? tokens.ids : tokens
    return this.#engine.call(this.#module, 'decode', this.#handle, owned(ids), callOptions(job, ids))
  }

  bytes(ids: Uint32Array): Promise<{ bytes: Uint8Array; ends: Uint32Array }> {
    return this.#engine.call(this.#module, 'bytes', this.#handle, owned(ids), callOptions({}, ids))
  }

  async nBest(text: string, n: number): Promise<RankedTokens[]> {
    const best = await this.#engine.call(this.#module, 'nBest', this.#handle, { text, count: n })
    return best.map(({ score, ...encoded }) => ({ ...textTokens(this.info, encoded, 'utf8'), score }))
  }

  async chat(messages: readonly ChatMessage[], options: ChatOptions & Job = {}): Promise<ChatTokens> {
    const { signal, template = null, variables = {}, addGenerationPrompt = false } = options
    const conversation = JSON.stringify({ ...variables, messages, add_generation_prompt: addGenerationPrompt })
    const call = { signal }
    const found = await this.#engine.call(this.#module, 'chatTemplate', this.#handle, null, call)
    const source = template ?? found.source
    if (source === null) {
      throw new TokenariumError(
        'unsupported',
        `No chat template was published with ${this.info.name}.`,
        'Choose a tokenizer that has one, or give one as options.template.',
      )
    }
    const render = { ...found, source, conversation }
    const { text, ends } = await this.#engine.call('chat', 'renderChat', 0, render, call)
    const tokens = await this.encode(text, { specials: 'parse', spans: true, unit: 'utf16', signal })
    const starts = (tokens.spans ?? new Uint32Array()).filter((_, index) => index % 2 === 0)
    const count = { starts, ends: Uint32Array.from(ends) }
    return { ...tokens, text, perMessage: await this.#engine.call('chat', 'tokensPerMessage', 0, count, call) }
  }

  trace(text: string, at: number, unit: Unit = 'utf8'): Promise<Trace> {
    return this.#engine.call(this.#module, 'trace', this.#handle, { text, at, unit })
  }

  async explain(tokens: TextTokens, index: number, input?: Text): Promise<Explanation> {
    const start = tokens.spans?.[2 * index]
    if (input === undefined || start === undefined) {
      throw new TokenariumError(
        'invalid-argument',
        'explain needs the text and tokens with spans.',
        'Encode with { spans: true } and give the same text as the third argument.',
      )
    }
    const text = typeof input === 'string' ? input : await new Blob([wireText(input) as BlobPart]).text()
    return { kind: 'trace', trace: await this.trace(text, start, tokens.unit) }
  }

  async stats(input: Text, options: StatsOptions & Job = {}): Promise<Stats> {
    const text = wireText(input)
    const { signal, onProgress, pricePerMillion, contextWindow } = options
    const wire = { text, pricePerMillion, contextWindow, options: encodeOptions(options) }
    const [statistics, sizes] = await Promise.all([
      this.#engine.call(this.#module, 'statistics', this.#handle, wire, callOptions({ signal, onProgress }, text)),
      codecSizes(this.#engine, text, options),
    ])
    return { ...statistics, ...sizes }
  }

  async open(text: Text, options: EncodeOptions & Job = {}): Promise<TextDocument> {
    const tokenizer = { handle: this.#handle, info: this.info }
    return openDocument(this.#engine, this.#module, tokenizer, wireText(text), encodeOptions(options), options)
  }

  async export(format: 'tokenizer.json' | 'vocab'): Promise<Blob> {
    if (this.#source !== undefined) {
      const operation = format === 'vocab' ? 'packVocabulary' : 'tokenizerJson'
      return this.#engine.call('tools', operation, 0, this.#source)
    }
    throw new TokenariumError(
      'unsupported',
      `${this.info.name} was read from a file that needs a regex engine.`,
      'Use the file that it was read from.',
    )
  }

  free(): Promise<void> {
    return this.#engine.free(this.#module, this.#handle)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.free()
  }
}

/** The text in a form that crosses without more than itself: a view takes its whole buffer along. */
export function wireText(text: Text): WireText {
  if (!ArrayBuffer.isView(text)) return text
  return owned(text)
}

function owned<T extends Uint8Array | Uint32Array>(view: T): T {
  const whole = view.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength
  return whole ? view : (view.slice() as T)
}

function encodeOptions(options: EncodeOptions): EncodeOptions {
  const { specials, template, spans, unit, dropout, sample } = options
  if (dropout !== undefined && !(dropout >= 0 && dropout <= 1)) {
    throw new TokenariumError('invalid-argument', `dropout is ${dropout}.`, 'Give a probability from 0 to 1.')
  }
  return { specials, template, spans, unit, dropout, sample }
}

function callOptions({ signal, onProgress, transfer }: Job, text: WireText | Uint32Array): CallOptions {
  const long = length(text) > LONG_TEXT
  return { signal, onProgress, transfer, lane: long ? 'long' : 'interactive' }
}

function length(text: WireText | Uint32Array): number {
  if (text instanceof Blob) return text.size
  return text instanceof ArrayBuffer ? text.byteLength : text.length
}

function textTokens(info: TextInfo, encoded: EncodedText, unit: Unit = 'utf8'): TextTokens {
  return {
    format: 1,
    tokenizer: info.name,
    layout: { kind: 'sequence' },
    alphabets: [info.vocabularySize],
    bits: encoded.ids.length * Math.ceil(Math.log2(info.vocabularySize)),
    sideInformationBits: 0,
    unit,
    ...encoded,
  }
}
