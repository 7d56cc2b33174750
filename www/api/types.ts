/**
 * The shapes of the public API. Text in UTF-8 bytes unless a `unit` or the word UTF-16 says otherwise.
 * Types of what the engine computes (trace, statistics, vocabulary entries, training states) are generated from Rust.
 */

import type {
  AddedFact,
  Branch,
  Comparison,
  Cut,
  Edge,
  Entry,
  Figure,
  Lattice,
  LengthCount,
  Neighbours,
  Part,
  Prefixes,
  RankedCount,
  Statistics,
  Steps,
  TextFigures,
  Trace,
  TracedMerge,
  Zipf,
} from '#wasm/text'
import type {
  GuessedToken,
  IdMeetings,
  IdNeighbours,
  IdOffset,
  IdOrder,
  IdPair,
  IdStatistics,
  LookBack,
  Measures,
  ModelFacts,
  PictureLayout,
  PrimitiveField,
  Rate,
  ZipfMandelbrot,
} from '#wasm/lab'
import type { Candidate, Change, Merge, Piece, StepTotals, TrainingState, WordState } from '#wasm/tools'
import type { Progress } from './protocol.ts'

export type {
  GuessedToken,
  IdMeetings,
  IdNeighbours,
  IdOffset,
  IdOrder,
  IdPair,
  IdStatistics,
  LookBack,
  Measures,
  ModelFacts,
  PictureLayout,
  PrimitiveField,
  Rate,
  ZipfMandelbrot,
}

export type { Candidate, Change, Merge, Piece, StepTotals, TrainingState, WordState }

export type {
  AddedFact,
  Branch,
  Comparison,
  Cut,
  Edge,
  Entry,
  Figure,
  Lattice,
  LengthCount,
  Neighbours,
  Part,
  Prefixes,
  RankedCount,
  Statistics,
  Steps,
  TextFigures,
  Trace,
  TracedMerge,
  Zipf,
}
export type { Progress }

/** How a visitor's file is read when its content does not tell. */
export interface ReadOptions {
  format?: 'json' | 'tiktoken' | 'sentencepiece' | 'tekken' | undefined
  /** The split pattern of a `.tiktoken` file: `gpt2`, `cl100k`, `llama3`, `qwen2`, `qwen35`, `o200k`, `tekken`, `kimi`,
   * `deepseek`, `clip`, or a regular expression. */
  pattern?: string | undefined
  /** What the tokenizer is called here; by default the file's name. */
  name?: string | undefined
}

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
export type Layout =
  | { kind: 'sequence' }
  /** Cells row by row, `depth` ids each; a cell paints a square of `side` pixels. */
  | { kind: 'grid'; rows: number; columns: number; depth: number; side: number }
  /** From coarse to fine: any number of leading ids decodes. */
  | { kind: 'ordered'; count: number; depth: number }
  /** Grids of cells, the coarsest first: each of twice the resolution of the one before it. */
  | { kind: 'pyramid'; levels: { rows: number; columns: number }[]; depth: number }
  /** Shapes, each with an id for every field. */
  | { kind: 'primitives'; of: 'cell' | 'gaussian'; fields: PrimitiveField[]; depth: number }

/** What an encoding is, for text as for any other kind of input. */
export interface Tokens {
  readonly format: 1
  /** Name of the tokenizer. */
  tokenizer: string
  layout: Layout
  ids: Uint32Array
  /** How many different ids there are: one number, or one for each depth of a cell. */
  alphabets: number[]
  /** What the ids cost without a model: ids × ceil(log2 of the alphabet); for pictures, the sum of log2 of the alphabets. */
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
  /** For people. */
  readonly title: string
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
  /** What is special about it, in a sentence. Mostly empty. */
  readonly note: string
  /** Whether the maker published a chat template with it. */
  readonly chatTemplate: boolean
}

/** Models whose tokenizer does not ship. */
export interface NotShipped {
  readonly title: string
  readonly maker: string
  readonly models: readonly string[]
  /** Why not, in a sentence. */
  readonly why: string
  /** Of the vocabulary; `null` where none was published. */
  readonly licence: string | null
  /** The file that a visitor may bring; `null` where there is none. */
  readonly format: string | null
}

/** What is known of a text tokenizer once it is loaded. */
export interface TextInfo extends Info {
  /** Special and other added tokens. */
  readonly added: readonly AddedFact[]
}

/** An object that lives in a worker. Free it when done, or let `await using` do so. */
export interface Handle extends AsyncDisposable {
  readonly info: Info
  /** Frees what the worker holds. Calls after it fail with `freed`. */
  free(): Promise<void>
}

/** Answer to 'why is this token here'. */
export type Explanation = { kind: 'trace'; trace: Trace }

/** The vocabulary of a tokenizer. */
export interface VocabularyBrowser {
  /** Ids, special ones included. */
  readonly size: number
  /** One entry. @throws `unknown-id` */
  get(id: number): Promise<Entry>
  /** Up to `count` entries in id order, from `from` on. */
  page(from: number, count: number): Promise<Entry[]>
  /** Tokens near a token: other cases, its beginnings, one character more or less. */
  neighbours(id: number): Promise<Neighbours>
  /** Tokens whose text, in any case, or bytes contain `query`, in id order; up to `limit` (100) of them. */
  search(query: string | Uint8Array, options?: { limit?: number | undefined } & Job): Promise<Entry[]>
}

/** What every tokenizer can do, whatever it takes apart. */
export interface Tokenizer<In, Out, T extends Tokens> extends Handle {
  encode(input: In, options?: EncodeOptions & Job): Promise<T>
  /** @throws `unknown-id` */
  decode(tokens: T | Uint32Array, job?: Job): Promise<Out>
  /** Why token `index` is there. Text must be given again as `input`: tokens do not hold it. */
  explain(tokens: T, index: number, input?: In): Promise<Explanation>
  /** Figures of a text, defined in the project's documentation; `figures` 'gzip' and 'brotli' run those codecs too. */
  stats(input: In, options?: StatsOptions & Job): Promise<Stats>
  readonly vocabulary: VocabularyBrowser
}

/** What figures are computed from besides the text. */
export interface StatsOptions extends Pick<EncodeOptions, 'specials' | 'template'> {
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
  /** Encodes a stream part by part as it comes; the parts together are exactly the encoding of the whole. */
  encodeStream(stream: ReadableStream<Uint8Array>, options?: EncodeOptions & Job): AsyncIterable<TextTokens>
  /** The bytes that each id stands for: token `i` ends at `ends[i]`. @throws `unknown-id` */
  bytes(ids: Uint32Array): Promise<{ bytes: Uint8Array; ends: Uint32Array }>
  /**
   * How the piece of text that covers position `at` became tokens.
   *
   * @throws `invalid-argument` where there is none (beyond the end, or white space that the family drops)
   */
  trace(text: string, at: number, unit?: Unit): Promise<Trace>
  /**
   * The `n` best encodings of a short text, best first, fewer if there are no more.
   *
   * @throws `unsupported` for models that have only one; `too-large`
   */
  nBest(text: string, n: number): Promise<RankedTokens[]>
  /**
   * Encodes messages through the chat template that came with the tokenizer, or through `options.template`.
   *
   * @throws `unsupported` without a template; `malformed` where the template refuses the messages
   */
  chat(messages: readonly ChatMessage[], options?: ChatOptions & Job): Promise<ChatTokens>
  /** Opens a text for editing. */
  open(text: Text, options?: EncodeOptions & Job): Promise<TextDocument>
  /** The tokenizer as a file. */
  export(format: 'tokenizer.json' | 'vocab'): Promise<Blob>
}

/** One of several ways to encode a text. */
export interface RankedTokens extends TextTokens {
  /** Log probability, in nats. */
  score: number
}

/** A message of a chat; a template may know more entries. */
export interface ChatMessage {
  role: string
  content: string
  [entry: string]: unknown
}

/** How a chat is written. */
export interface ChatOptions {
  /** End with what invites the model to answer. Default: no. */
  addGenerationPrompt?: boolean | undefined
  /** Jinja source to use instead of the maker's. */
  template?: string | undefined
  /** Other variables of the template, such as `tools` or `enable_thinking`: plain data. */
  variables?: Readonly<Record<string, unknown>> | undefined
}

/** An encoded chat; spans are UTF-16 units of `text`. */
export interface ChatTokens extends TextTokens {
  /** The text that the template made. */
  text: string
  /** Tokens of each message, with what the template puts around it; a prompt for an answer belongs to none. */
  perMessage: Uint32Array
}

/** How long a text is. */
export interface TextSize {
  utf8: number
  utf16: number
  codePoints: number
  tokens: number
  /** Unpaired surrogates, each of which reads as U+FFFD. */
  replacedSurrogates: number
}

/** What an edit changed. */
export interface Patch {
  /** Version of the document after the edit. */
  version: number
  /** Index of the first token that differs. */
  first: number
  /** So many tokens went away there … */
  removed: number
  /** … and these came instead. */
  ids: Uint32Array
  /** UTF-16 units that each of them covers; 0 for a token that ends inside the character where it began. */
  lengths: Uint32Array
  /** UTF-16 positions between which tokens are still those of an earlier text; `settle` brings the rest. */
  stale: readonly [number, number] | null
}

/** The tokens of a part of a document. */
export interface TokenWindow {
  version: number
  /** Index of the first token. */
  first: number
  ids: Uint32Array
  /** Start and end of each token in UTF-16 units; a place inside a character is that character's start. */
  spans: Uint32Array
  /** Start and end of each token in UTF-8 bytes. */
  utf8: Uint32Array
  /** UTF-16 positions of unpaired surrogates, each followed by its value. */
  surrogates: Uint32Array
  /** As in a patch. */
  stale: readonly [number, number] | null
}

/** A text that is edited and always tokenized. Positions are UTF-16 units; calls take effect in the order made. */
export interface TextDocument extends Handle {
  /** Counts edits. */
  readonly version: number
  /** As of the last answer. */
  readonly size: TextSize
  /** Why every edit tokenizes the whole text again, where it does. */
  readonly wholeBecause: string | null
  /**
   * Replaces `from..to` of the current version. What takes longer than a slice is left stale: call `settle` then.
   * Rejecting with `restarted`, the edit is nevertheless part of the document: ask for the window again.
   */
  edit(from: number, to: number, insert: string): Promise<Patch>
  /** Finishes what edits left stale; its patch is to be applied like any other. Edits made meanwhile go first. */
  settle(job?: Job): Promise<Patch>
  /** The tokens that touch `from..to`. */
  window(from: number, to: number): Promise<TokenWindow>
  /** As a tokenizer's `trace`, of this text; spans in it are bytes of the document. */
  trace(at: number): Promise<Trace>
  stats(options?: StatsOptions & Job): Promise<Stats>
  /** The text as UTF-8. Works even after the engine has given the document up. */
  text(): Promise<Blob>
}

/** How to train. */
export interface TrainOptions {
  model: 'bpe' | 'unigram' | 'wordpiece'
  /** Ids wanted, special tokens included. */
  vocabularySize: number
  /** BPE: over bytes (default) or over characters. */
  alphabet?: 'bytes' | 'characters' | undefined
  /** BPE and WordPiece: pairs that occur less often are not merged. Default 2. */
  minFrequency?: number | undefined
  /** How many different characters are taken into the alphabet, most frequent first. Default: all. */
  alphabetLimit?: number | undefined
  /** Special tokens, which get the first ids. */
  specials?: readonly string[] | undefined
  /**
   * How the text is cut before training: `whitespace`, `metaspace`, `bert`, `none`, a family's split pattern (`gpt2`,
   * `cl100k`, `o200k` …) or a regular expression. Default: `gpt2` over bytes, `bert` for WordPiece, else `metaspace`.
   */
  pretokenizer?: string | undefined
  /** Name of the result. */
  name?: string | undefined
}

/** A finished training, whose every step can be looked at. */
export interface Training extends Handle {
  /** Steps there are: merges (BPE, WordPiece), or rounds of pruning (Unigram). */
  readonly steps: number
  /** Totals after every step, the start first. */
  readonly curve: readonly StepTotals[]
  /** The state after a step; lists in it hold up to `limit` (200) entries. */
  at(step: number, options?: { limit?: number | undefined }): Promise<TrainingState>
  /** The tokenizer as it is after `step` steps, after all by default; `name` is what it is called. */
  tokenizer(step?: number, options?: { name?: string | undefined }): Promise<TextTokenizer>
}

/**
 * A picture in any of the forms that a browser has. A `Blob` is a file of a picture: PNG and JPEG are read by decoders of
 * this library, the same in every browser; others by the browser.
 */
export type Pixels = ImageData | ImageBitmap | VideoFrame | Blob | HTMLCanvasElement | OffscreenCanvas

/** A picture from a file. */
export interface PictureFile {
  /** Upright, as the file says. */
  picture: ImageData
  /** `PNG`, `JPEG`; for what the browser reads, what the file calls itself. */
  format: string
  /** Whose decoder it was: that of this library, whose samples are the same in every browser, or the browser's. */
  reader: 'tokenarium' | 'browser'
  /** What was done that not everybody would do, each in a few words: 16 bits rounded to 8, a colour profile left aside,
   * the first picture of several. */
  notes: readonly string[]
}

/** An option of an image tokenizer that is a number. */
export interface ImageOption {
  readonly name: string
  /** For people. */
  readonly title: string
  readonly unit: string
  readonly least: number
  readonly most: number
  readonly default: number
  /** Whole numbers only. */
  readonly whole: boolean
}

/** What is known of an image tokenizer. */
export interface ImageInfo {
  readonly name: string
  /** For people. */
  readonly title: string
  /** One sentence. */
  readonly note: string
  /** Paper or specification. */
  readonly source: string
  /** The option that sets the rate; `null` where there is none, or where leading parts of the tokens do. */
  readonly rate: string | null
  /** It learns from each picture before it encodes it, which takes longer. */
  readonly fitted: boolean
  readonly options: readonly ImageOption[]
}

/** Pixels that a cell paints. */
export interface PictureRegion {
  /** First column. */
  x: number
  /** First row. */
  y: number
  /** Columns. */
  width: number
  /** Rows. */
  height: number
}

/** The ids of a picture. */
export interface ImageTokens extends Tokens {
  /** Options of the tokenizer. */
  options: Readonly<Record<string, number>>
  layout: PictureLayout
  /** What a decoder needs besides the ids, in bytes of the tokenizer's own (a codebook, a number of bit planes). */
  side: Uint8Array
  /** How many leading parts decode alone: ids of an ordered layout, the depth of a cell. One where there are none. */
  stops: number
  /** Pixels across. */
  width: number
  /** Pixels down. */
  height: number
}

/** How a picture becomes ids. */
export interface PictureOptions {
  /** Red, green and blue from 0 to 255, laid under what is not opaque. Default: white. */
  ground?: readonly [number, number, number] | undefined
}

/** An image tokenizer with its options. */
export interface ImageTokenizer extends AsyncDisposable {
  readonly info: ImageInfo
  /** The options it was made with. */
  readonly options: Readonly<Record<string, number>>
  /** @throws TokenariumError `malformed` and `unsupported` for a file that cannot be read, `too-large` beyond 8,192 pixels on a side or 64 million in all */
  encode(picture: Pixels, options?: PictureOptions & Job): Promise<ImageTokens>
  /** @throws TokenariumError `unknown-id`, `invalid-argument` */
  decode(tokens: ImageTokens, job?: Job): Promise<ImageData>
  /** What comes of the first `keep` of `tokens.stops`. @throws as `decode` does */
  prefix(tokens: ImageTokens, keep: number, job?: Job): Promise<ImageData>
  /** The pixels that the cell of the id at `index` paints. */
  region(tokens: ImageTokens, index: number): Promise<PictureRegion>
  /** The pixels that each cell paints: from the left, from the top, across, down; four numbers a cell. In a grid they
   * follow from the layout. */
  regions(tokens: ImageTokens, job?: Job): Promise<Uint32Array>
  /** What the ids cost in bits, all or those of the first `keep` of `tokens.stops`. */
  rate(tokens: ImageTokens, options?: { keep?: number | undefined } & Job): Promise<Rate>
  /** Figures on the ids at one depth of all cells, the first where none is named: ids there share an alphabet. */
  stats(tokens: ImageTokens, options?: { depth?: number | undefined } & Job): Promise<IdStatistics>
  /** Frees what the worker holds. Calls after it fail with `freed`. */
  free(): Promise<void>
}

/** What is known of a language model before it is loaded. */
export interface ModelInfo {
  readonly name: string
  /** For people. */
  readonly title: string
  readonly kind: 'model'
  /** What it is, in a sentence or two; empty without a card. */
  readonly note: string
  /** Paper; empty without a card. */
  readonly source: string
  /** Of the weights; empty without a card. */
  readonly licence: string
  /** To download. */
  readonly bytes: number
  readonly parameters: number
  /** Tokens that it sees at once. */
  readonly context: number
  /** Name of the tokenizer that its ids are of. */
  readonly tokenizer: string
  /** Name of the smaller model that guesses for it; `null` where there is none. */
  readonly draft: string | null
  /** Address of its card: data, training, held-out figures, limits; `null` where none was written for these weights. */
  readonly card: string | null
}

/** How guesses of the next tokens come about: not at all, by a smaller model, from what was written before, from what
 * the model thought of before. */
export type Strategy = 'plain' | 'speculative' | 'trie' | 'recycling'

/** How to write. */
export interface GenerateOptions extends Job {
  /** Changes how many passes a text takes, never the text. Default `plain`. */
  strategy?: Strategy | undefined
  /**
   * How guesses are judged. `shared-noise` (default): a guess stands where the model draws the same with the numbers of
   * that place, so every strategy writes the same text. `rejection`: texts are distributed the same, and differ.
   */
  rule?: 'shared-noise' | 'rejection' | undefined
  /** Guesses that a draft model makes at once. Default 4. */
  guesses?: number | undefined
  /** Two guesses more after all stood, up to eight, one less otherwise. Default no. */
  adaptive?: boolean | undefined
  /** Of all chance, 64 bits. Default 0. */
  seed?: bigint | number | undefined
  /** 0 takes the likeliest token always. Default 1. */
  temperature?: number | undefined
  /** Only so many of the likeliest tokens. Default 0: all. */
  topK?: number | undefined
  /** Only the likeliest tokens that together have this probability. Default 1. */
  topP?: number | undefined
  /** Tokens to write at most. Default 100. */
  tokens?: number | undefined
  /**
   * What the model runs on. Default: the CPU, which is quicker for a model of this size, unless the engine was created
   * with `webgpu`. Where WebGPU is missing or fails, at the beginning or on the way, the CPU goes on; `lab.backend` says
   * why. Logits of the two differ in their last bits: where two tokens are as good as even, the texts may part.
   */
  backend?: 'webgpu' | 'cpu' | undefined
}

/** A token that stands, or might have stood, at a place. */
export interface LikelyText {
  id: number
  /** Its text; a part of a character reads as U+FFFD. */
  text: string
  /** The model's own probability. */
  probability: number
  /** The probability that it was drawn with: after temperature and filters. */
  drawnWith: number
}

/** A token that was written. */
export interface StepToken {
  id: number
  text: string
  /** Its place, counted from the beginning of the prompt. */
  position: number
  /** Whether a guess gave it. */
  guessed: boolean
  /** The model's own probability. */
  probability: number
  /** The likeliest tokens here, likeliest first; behind them its own, where it is not among them. */
  alternatives: LikelyText[]
}

/** A guess: `parent` is the number of the guess that it follows, `p` the model's probability, `q` the draft's. */
export type Guess = GuessedToken & { text: string }

/** What one pass of the model gave. */
export interface Step {
  /** Counted from 0. */
  index: number
  /** At least one. */
  tokens: StepToken[]
  /** What they add to the text; bytes of an unfinished character come with the next step. */
  text: string
  guesses: Guess[]
  /** Rows of the pass: the last token and the guesses, at the beginning also the end of the prompt. */
  rows: number
  /** Passes of the model since the step before: more than one where a prompt was read. */
  passes: number
  /** Passes of the draft model. */
  draftPasses: number
  /** Time in the engine. */
  milliseconds: number
  /** What the pass ran on. */
  backend: 'webgpu' | 'cpu'
  /** Why it was the last: enough tokens, the end of the document, the context full; `null` before. */
  ended: 'tokens' | 'document' | 'context' | null
}

/** One event of a trace. */
export interface TraceEvent {
  /** Index of the step. */
  step: number
  kind: 'propose' | 'accept' | 'reject' | 'extra'
  /** Place, counted from the beginning of the prompt. */
  pos: number
  id: number
  /** Probability that the model gave it, where it was looked at. */
  p: number | null
  /** Probability that the draft gave it; 1 for a sure guess. */
  q: number | null
  /** Number of the guess, within its step, that this one follows. */
  parent: number | null
  /** Of the whole step. */
  ms: number
}

/** All that a generation did. */
export interface TraceLog {
  /** Ids of the prompt. */
  prompt: Uint32Array
  /** Ids that were written. */
  ids: Uint32Array
  /** What was written. */
  text: string
  steps: readonly Step[]
  events: readonly TraceEvent[]
  passes: number
  draftPasses: number
  milliseconds: number
}

/** A text on its way. It begins at once and runs at most two steps ahead of who reads it. */
export interface Generation extends AsyncIterable<Step> {
  /** Ids of the prompt. */
  readonly prompt: Promise<Uint32Array>
  /**
   * All steps. Where nobody reads the steps, this lets the text run to its end; where the reader leaves, it is what was
   * read. Rejects with the signal's reason after an abort.
   */
  readonly done: Promise<TraceLog>
  /**
   * Regrows the text: keeps the steps up to `step` (-1: the prompt alone), puts ids at places, drops what stands behind
   * the last of these places, and goes on with the settings of this generation and `options`. Places have their numbers:
   * what is not changed regrows as it was.
   *
   * @throws TokenariumError `invalid-argument`
   */
  fork(step: number, set: readonly { position: number; id: number }[], options?: GenerateOptions): Promise<Generation>
}

/** What a text costs under a model. */
export interface Score {
  /** The text's tokens; spans in UTF-16 units where the text was a string. */
  tokens: TextTokens
  /** Bits of each token: minus log2 of its probability. */
  bits: Float64Array
  /** All bits over all bytes. */
  bitsPerByte: number
  /** Bytes of the text as UTF-8. */
  bytes: number
  /** The text in an arithmetic code of the model's probabilities: what `unpack` of the same model makes the text of again. */
  packed: Uint8Array
  /** The likeliest tokens in place of token `index`, likeliest first. */
  likely(index: number): LikelyText[]
}

/** A language model. */
export interface Model extends AsyncDisposable {
  readonly info: ModelInfo
  readonly facts: ModelFacts
  /** Its tokenizer; freed with it. */
  readonly tokenizer: TextTokenizer
  /** The text of a token; a part of a character reads as U+FFFD. */
  text(id: number): string
  /** What a text costs, token by token, in windows of its context. @throws TokenariumError `invalid-argument` where it is empty */
  score(text: Text, job?: Job): Promise<Score>
  /** The text that `score` of this model packed, a pass for each token. @throws TokenariumError `malformed` where it packed none */
  unpack(packed: Uint8Array, job?: Job): Promise<string>
  /** Goes on behind a text or ids. Errors of the prompt and the options come with the first step. */
  generate(prompt: string | Uint32Array, options?: GenerateOptions): Generation
  /** Forgets what the strategies `trie` and `recycling` have learnt from earlier texts. */
  forget(): Promise<void>
  /** Frees what the workers hold. Calls after it fail with `freed`. */
  free(): Promise<void>
}

/** Why a backend runs, in a word to branch on. */
export type BackendReason =
  /** Nothing has needed the engine yet. */
  | 'not-started'
  /** There is an adapter; its kernels are checked before anything runs on it. */
  | 'unchecked'
  /** The self-check has passed on this adapter. */
  | 'checked'
  /** The caller wants it so. */
  | 'asked'
  /** WebGPU is kept from pages that came over plain http. */
  | 'insecure'
  /** The browser has no WebGPU. */
  | 'no-webgpu'
  /** The browser has WebGPU and offers no adapter. */
  | 'no-adapter'
  /** The only adapter is a program on the CPU. */
  | 'software'
  /** The adapter has less than the kernels need, or than this work needs. */
  | 'limits'
  /** The adapter gave no device. */
  | 'refused'
  /** The device went away. */
  | 'lost'
  /** The adapter's memory is full. */
  | 'memory'
  /** The driver refused a command of ours. */
  | 'invalid'
  /** A kernel gives other values than its twin on the CPU. */
  | 'failed'

/** A graphics adapter as far as the browser tells. */
export interface Adapter {
  readonly name: string
  /** A program on the CPU, slower than the CPU's own code: never chosen by itself. */
  readonly software: boolean
  /** What it can do beyond WebGPU's core. */
  readonly features: readonly string[]
}

/** What the engine of the models computes on, and why. */
export interface Backend {
  readonly kind: 'undecided' | 'webgpu' | 'cpu'
  readonly because: BackendReason
  /** The same in a sentence or two, with what can be done. */
  readonly reason: string
  /** Name of the adapter, used or not. */
  readonly adapter?: string
  /** What is known of that adapter. */
  readonly details?: Adapter
}

/** What the self-check found of one kernel. */
export interface KernelCheck {
  readonly kernel: string
  /** Shapes that it was tried on. */
  readonly cases: number
  /** The CPU's version gives on this machine, bit for bit, what it gave where it was compared with NumPy. */
  readonly twin: boolean
  /** The GPU's largest difference from the CPU, as a share of the largest value of its case; `null` where it did not run. */
  readonly difference: number | null
  /** The difference that is allowed. */
  readonly tolerance: number
  /** Why so much. */
  readonly toleranceBecause: string
  /** On the GPU, rows have the same bits among 1, 16 and 128; `null` where it did not run, or does not work by rows. */
  readonly rows: boolean | null
  /** Whether everything that ran holds. */
  readonly holds: boolean
}

/** The table of kernels, tried on this machine. */
export interface SelfCheck {
  /** The adapter that it ran on; `null` where there was none. */
  readonly adapter: Adapter | null
  readonly kernels: readonly KernelCheck[]
  /** How many of them did not run on a GPU. */
  readonly skipped: number
  /** Why they did not. */
  readonly skippedBecause: string | null
  /** Every kernel holds where it ran. */
  readonly passed: boolean
}
