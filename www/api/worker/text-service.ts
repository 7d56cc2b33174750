/**
 * The operations on text tokenizers. The modules `text` and `tools` are compiled from the same Rust here, so both
 * workers make their table from this one.
 */

import type * as TextModule from '#wasm/text'
import type { EncodeOptions } from '../types.ts'
import type { EncodedText, TextOperations, WireText } from '../operations.ts'
import { documentService, traced } from './document-service.ts'
import { freeing, Handles } from './handles.ts'
import { encodeStream } from './streaming.ts'
import { openSource } from './sources.ts'
import { operation, type ServiceOf } from './operation.ts'
import type { Call } from './runtime.ts'
import { segments } from './segments.ts'
import { inSlices } from './slices.ts'
import { countUnpairedSurrogates, textOf, utf8 } from './text-input.ts'
import { storedBytes } from './vocabulary-files.ts'

/** The part of a wasm module that this table uses. */
export type TextWasm = typeof TextModule

/** The table of operations over `wasm`; `tokenizers` may be filled by others too, `others` are freed with them. */
export function textService(
  wasm: TextWasm,
  tokenizers: Handles<TextModule.Tokenizer> = new Handles(),
  others: readonly Handles<{ free(): void }>[] = [],
): ServiceOf<TextOperations> {
  const documents = new Handles<TextModule.Document>()
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
      documents.free(handle)
      for (const kind of others) kind.free(handle)
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

    encodeStream: operation(call => encodeStream(call, wasm, tokenizers.get(call.handle), settings(call.input))),

    decode: operation(({ handle, input }) =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(tokenizers.get(handle).decode(input)),
    ),

    bytes: operation(({ handle, input }) => {
      const parts = tokenizers.get(handle).bytes(input)
      return freeing(parts, () => ({ bytes: parts.takeBytes(), ends: parts.takeEnds() }))
    }),

    statistics: operation(async call => {
      const { text, pricePerMillion, contextWindow, options } = call.input
      const bytes = await utf8(text)
      const job = new wasm.StatisticsJob(tokenizers.get(call.handle), bytes, settings(options))
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

    nBest: operation(({ handle, input }) => {
      const { text, count } = input
      const replacedSurrogates = countUnpairedSurrogates(text)
      const best = tokenizers.get(handle).nBest(new TextEncoder().encode(text), count, settings({}))
      return best.map(ranked =>
        freeing(ranked, () => ({
          ids: ranked.takeIds(),
          spans: ranked.takeSpans(),
          score: ranked.score,
          replacedSurrogates,
        })),
      )
    }),

    trace: operation(({ handle, input }) => {
      const text = new TextEncoder().encode(input.text)
      return traced(tokenizers.get(handle).trace(text, input.at, input.unit === 'utf16', settings({})), input.at)
    }),

    neighbours: operation(({ handle, input }) => tokenizers.get(handle).neighbours(input)),

    chatTemplate: operation(({ handle }) => {
      const [begin = '', end = '', source = null] = tokenizers.get(handle).chatTemplate()
      return { source, begin, end }
    }),

    entries: operation(({ handle, input }) => tokenizers.get(handle).entries(input.from, input.count)),

    search: operation(call => {
      const { query, limit } = call.input
      const tokenizer = tokenizers.get(call.handle)
      const job = typeof query === 'string' ? tokenizer.searchText(query, limit) : tokenizer.searchBytes(query, limit)
      return inSlices(call, job, done => done.finish())
    }),

    ...documentService(wasm, tokenizers, documents, settings),

    storedBytes: operation(({ input }) => storedBytes(input.clear)),
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
