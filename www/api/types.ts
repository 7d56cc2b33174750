/**
 * The shapes of the public API. Text in UTF-8 bytes unless a `unit` or the word UTF-16 says otherwise.
 * Types of what the engine computes (trace, statistics, vocabulary entries, training states) are generated from Rust.
 */

import type {
  AddedFact,
  Comparison,
  Entry,
  Figure,
  LengthCount,
  RankedCount,
  Statistics,
  TextFigures,
  Zipf,
} from '#wasm/text'
import type { Progress } from './protocol.ts'

export type { AddedFact, Comparison, Entry, Figure, LengthCount, RankedCount, Statistics, TextFigures, Zipf }
export type { Progress }

/** What positions in a text count. */
export type Unit = 'utf8' | 'utf16'

/** What every call that may take long accepts. */
export interface Job {
  /** Ends the work at its next slice; the call rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Told at most every 50 ms how far the work is. */
  onProgress?: ((progress: Progress) => void) | undefined
  /** Move the buffers of the input into the worker instead of copying them; they are empty afterwards. */
  transfer?: boolean | undefined
}

/** Bytes in any of the forms that a browser has. */
export type Bytes = Blob | ArrayBuffer | Uint8Array

/** A text; bytes are UTF-8 and are read in the worker. An unpaired surrogate or a broken byte reads as U+FFFD. */
export type Text = string | Bytes

/** How the ids of an encoding are arranged. */
export type Layout = { kind: 'sequence' }

/** What an encoding is, for text as for any other kind of input. */
export interface Tokens {
  readonly format: 1
  /** Name of the tokenizer. */
  tokenizer: string
  layout: Layout
  ids: Uint32Array
  /** How many different ids there are, one number per stream. */
  alphabets: number[]
  /** What the ids cost without a model: ids × ceil(log2 of the alphabet). */
  bits: number
  /** Bits that a decoder needs besides. */
  sideInformationBits: number
}

/** The encoding of a text. */
export interface TextTokens extends Tokens {
  /** Start and end of each token in the original text: `2 × ids.length` numbers. Empty for tokens from nothing. */
  spans?: Uint32Array
  /** What `spans` count. */
  unit: Unit
  /** Unpaired surrogates in a JavaScript string that were read as U+FFFD. */
  replacedSurrogates: number
}

/** How to encode. */
export interface EncodeOptions {
  /** Special tokens that stand in the text: read as plain text (default), or parsed. */
  specials?: 'text' | 'parse' | undefined
  /** Add the tokens that the family puts around a text (`[CLS]`, `<s>` …). Default: no. */
  template?: boolean | undefined
  /** Also return where each token stands. Default: no. */
  spans?: boolean | undefined
  /** What spans count. Default: UTF-8 bytes. */
  unit?: Unit | undefined
  /** BPE dropout: each merge is skipped with this probability, 0 to 1; `sample.seed` seeds it. */
  dropout?: number | undefined
  /** Unigram sampling: a path is drawn with probability ∝ P^alpha. */
  sample?: { alpha: number; seed: bigint } | undefined
}

/** What is known of something that can be loaded. */
export interface Info {
  readonly name: string
  readonly kind: 'text'
  /** Its kind of model: `bpe`, `unigram`, `wordpiece` … */
  readonly model: string
  /** How many ids there are, special ones included. */
  readonly vocabularySize: number
  /** To download, what it shares with others included. */
  readonly bytes: number
  /** Licence of the vocabulary, not of this library. Empty for a visitor's own file. */
  readonly licence: string
  /** Where the vocabulary comes from: package, version, file. */
  readonly source: readonly string[]
  /** Who made it. */
  readonly maker: string
  /** Models that use it, as people call them, with the tokens that their context holds. */
  readonly models: readonly { readonly name: string; readonly context: number | null }[]
  /** Names of tokenizers that give the same ids for every text. */
  readonly equalTo: readonly string[]
}

/** What is known of a text tokenizer once it is loaded. */
export interface TextInfo extends Info {
  /** Whether the maker published a chat template with it. */
  readonly chatTemplate: boolean
  /** Special and other added tokens. */
  readonly added: readonly AddedFact[]
}

/** An object that lives in a worker. Free it when done, or let `await using` do so. */
export interface Handle extends AsyncDisposable {
  readonly info: Info
  /** Frees what the worker holds. Calls after it fail with `freed`. */
  free(): Promise<void>
}

/** The vocabulary of a tokenizer. */
export interface VocabularyBrowser {
  /** Ids, special ones included. */
  readonly size: number
  /** One entry. @throws `unknown-id` */
  get(id: number): Promise<Entry>
  /** Up to `count` entries in id order, from `from` on. */
  page(from: number, count: number): Promise<Entry[]>
  /** Tokens whose text, in any case, or bytes contain `query`, in id order; up to `limit` (100) of them. */
  search(query: string | Uint8Array, options?: { limit?: number | undefined } & Job): Promise<Entry[]>
}

/** What every tokenizer can do, whatever it takes apart. */
export interface Tokenizer<In, Out, T extends Tokens> extends Handle {
  encode(input: In, options?: EncodeOptions & Job): Promise<T>
  /** @throws `unknown-id` */
  decode(tokens: T | Uint32Array, job?: Job): Promise<Out>
  /** Figures of a text, defined in the project's documentation; `figures` 'gzip' and 'brotli' run those codecs too. */
  stats(input: In, options?: StatsOptions & Job): Promise<Stats>
  readonly vocabulary: VocabularyBrowser
}

/** What figures are computed from besides the text. */
export interface StatsOptions {
  /** For the figure `cost`: what a million tokens cost, in any currency. */
  pricePerMillion?: number | undefined
  /** For the figure `contextShare`: tokens that fit into the model's context. */
  contextWindow?: number | undefined
  /** Sizes to compute too. They run real codecs: brotli takes about a second per megabyte. */
  figures?: readonly ('gzip' | 'brotli')[] | undefined
}

/** Figures of a text. */
export interface Stats extends Statistics {
  /** Bytes that zlib at level 9 makes of the text in gzip's format, where asked for. */
  gzipBytes?: number
  /** Bytes that brotli at quality 11 with a window of 2^24 makes of the text, where asked for. */
  brotliBytes?: number
}

/** A text tokenizer. */
export interface TextTokenizer extends Tokenizer<Text, string, TextTokens> {
  readonly info: TextInfo
  /** How many tokens; cheaper than `encode`, nothing but a number comes back. */
  count(text: Text, options?: EncodeOptions & Job): Promise<number>
  /** The bytes that each id stands for: token `i` ends at `ends[i]`. @throws `unknown-id` */
  bytes(ids: Uint32Array): Promise<{ bytes: Uint8Array; ends: Uint32Array }>
  /** The tokenizer as a file. */
  export(format: 'vocab'): Promise<Blob>
}
