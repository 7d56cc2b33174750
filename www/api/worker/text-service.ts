/**
 * The operations on text tokenizers. The modules `text` and `tools` are compiled from the same Rust here, so both
 * workers make their table from this one.
 */

import type * as TextModule from '#wasm/text'
import type { EncodeOptions } from '../types.ts'
import { TokenariumError } from '../error.ts'
import type { EncodedText, TextOperations, WireText } from '../operations.ts'
import { openSource, packSource } from './sources.ts'
import { operation, type ServiceOf } from './operation.ts'
import type { Call } from './runtime.ts'
import { segments } from './segments.ts'
import { inSlices } from './slices.ts'
import { countUnpairedSurrogates, textOf, utf8 } from './text-input.ts'
import { storedBytes } from './vocabulary-files.ts'

/** The part of a wasm module that this table uses. */
export type TextWasm = typeof TextModule

/** Objects by handle. */
export class Handles<T extends { free(): void }> {
  readonly #objects = new Map<number, T>()

  set(handle: number, object: T): void {
    this.#objects.get(handle)?.free()
    this.#objects.set(handle, object)
  }

  /** @throws `freed` */
  get(handle: number): T {
    const object = this.#objects.get(handle)
    if (object !== undefined) return object
    throw new TokenariumError('freed', 'This object was freed before.', 'Load it again.')
  }

  free(handle: number): void {
    this.#objects.get(handle)?.free()
    this.#objects.delete(handle)
  }
}

/** The table of operations over `wasm`; `tokenizers` may be filled by others too. */
export function textService(
  wasm: TextWasm,
  tokenizers: Handles<TextModule.Tokenizer> = new Handles(),
): ServiceOf<TextOperations> {
  const settings = (options: EncodeOptions) => makeSettings(wasm, options)

  async function encode(
    call: Call<unknown>,
    tokenizer: TextModule.Tokenizer,
    text: WireText,
    options: EncodeOptions,
  ): Promise<EncodedText> {
    const bytes = await utf8(text)
    const replacedSurrogates = countUnpairedSurrogates(text)
    if (!options.spans) {
      const job = new wasm.IdsJob(tokenizer, bytes, settings(options))
      return inSlices(call, job, done => freeing(done, () => ({ ids: done.takeIds(), replacedSurrogates })))
    }
    const job = new wasm.SpansJob(tokenizer, bytes, settings(options))
    return inSlices(call, job, done =>
      freeing(done, () => ({
        ids: done.takeIds(),
        spans: options.unit === 'utf16' ? done.takeSpansUtf16() : done.takeSpans(),
        replacedSurrogates,
      })),
    )
  }

  return {
    free: operation(({ handle }) => {
      tokenizers.free(handle)
      return null
    }),

    load: operation(async call => {
      const { file, base } = await openSource(call, call.input)
      await call.turn()
      const tokenizer = wasm.Tokenizer.load(file, base)
      tokenizers.set(call.handle, tokenizer)
      return tokenizer.facts()
    }),

    encode: operation(call => encode(call, tokenizers.get(call.handle), call.input.text, call.input.options)),

    count: operation(async call => {
      const { text, options } = call.input
      const tokenizer = tokenizers.get(call.handle)
      const job = new wasm.CountJob(tokenizer, await utf8(text), settings(options))
      return inSlices(call, job, done => freeing(done, () => done.count()))
    }),

    decode: operation(({ handle, input }) =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(tokenizers.get(handle).decode(input)),
    ),

    bytes: operation(({ handle, input }) => {
      const parts = tokenizers.get(handle).bytes(input)
      return freeing(parts, () => ({ bytes: parts.takeBytes(), ends: parts.takeEnds() }))
    }),

    statistics: operation(async call => {
      const { text, pricePerMillion, contextWindow } = call.input
      const bytes = await utf8(text)
      const job = new wasm.StatisticsJob(tokenizers.get(call.handle), bytes, settings({}))
      job.pricePerMillion = pricePerMillion
      job.contextWindow = contextWindow
      return inSlices(call, job, async done => {
        const { graphemes, words } = await segments(call, textOf(text, bytes))
        return done.finish(graphemes ?? undefined, words ?? undefined)
      })
    }),

    compare: operation(async call => {
      const furthest = Math.max(0, ...call.input.map(spans => spans.at(-1) ?? 0))
      const job = new wasm.CompareJob(furthest)
      for (const spans of call.input) job.add(spans)
      return inSlices(call, job, done => done.finish())
    }),

    entries: operation(({ handle, input }) => tokenizers.get(handle).entries(input.from, input.count)),

    search: operation(call => {
      const { query, limit } = call.input
      const tokenizer = tokenizers.get(call.handle)
      const job = typeof query === 'string' ? tokenizer.searchText(query, limit) : tokenizer.searchBytes(query, limit)
      return inSlices(call, job, done => done.finish())
    }),

    packVocabulary: operation(call => packSource(call, call.input)),

    storedBytes: operation(({ input }) => storedBytes(input.clear)),
  }
}

/** Takes from an object of the wasm module and frees it. */
export function freeing<R>(object: { free(): void }, take: () => R): R {
  try {
    return take()
  } finally {
    object.free()
  }
}

function makeSettings(wasm: TextWasm, options: EncodeOptions): TextModule.Settings {
  const settings = new wasm.Settings()
  settings.parseSpecials = options.specials === 'parse'
  settings.template = options.template ?? false
  settings.dropout = options.dropout
  settings.alpha = options.sample?.alpha
  settings.seed = options.sample?.seed ?? 0n
  return settings
}
