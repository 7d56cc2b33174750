/**
 * What the workers can be asked: each operation's input and answer. The page's side and the workers are both typed by
 * these tables, so that a change on one side alone does not compile.
 */

import type { Comparison, DocumentSize, Entry, Neighbours, Statistics, TokenizerFacts, Trace } from '#wasm/text'

export type { DocumentSize, TokenizerFacts }
import type { RenderedChat } from '#wasm/chat'
import type { PictureFacts } from '#wasm/codecs'
import type {
  IdNeighbours,
  IdOrder,
  IdStatistics,
  Measures,
  ModelFacts,
  PassStep,
  PictureLayout,
  Rate,
} from '#wasm/lab'
import type { StepTotals, TrainingState } from '#wasm/tools'
import type { Backend, Bytes, EncodeOptions, SelfCheck, Strategy, TrainOptions, Unit } from './types.ts'
import type { FileReference } from './worker/vocabulary-files.ts'

/** Text as it crosses: a string, or UTF-8. */
export type WireText = string | Blob | ArrayBuffer | Uint8Array

/** Where the `.vocab` bytes of a tokenizer come from. */
export type VocabularySource =
  | { kind: 'catalog'; file: FileReference; base: FileReference | null }
  /** A whole `.vocab` file, packed or not. */
  | { kind: 'file'; file: Blob }

/** An encoding as it leaves the worker. */
export interface EncodedText {
  ids: Uint32Array
  spans?: Uint32Array
  replacedSurrogates: number
}

/** An edit of a document, in UTF-16 units of the version before it. */
export interface Edit {
  from: number
  to: number
  insert: string
}

/** A patch of a document as it leaves the worker. */
export interface WirePatch {
  first: number
  removed: number
  ids: Uint32Array
  lengths: Uint32Array
  stale: [number, number] | null
  size: DocumentSize
}

/** Operations of the modules `text` and `tools`. */
export interface TextOperations {
  free: { input: null; output: null }
  /** Makes a tokenizer. */
  load: { input: VocabularySource; output: TokenizerFacts }
  encode: { input: { text: WireText; options: EncodeOptions }; output: EncodedText }
  count: { input: { text: WireText; options: EncodeOptions }; output: number }
  /** Items in: UTF-8. Items out: `EncodedText`, spans from the start of the stream. */
  encodeStream: { input: EncodeOptions; output: null }
  decode: { input: Uint32Array; output: string }
  bytes: { input: Uint32Array; output: { bytes: Uint8Array; ends: Uint32Array } }
  statistics: {
    input: {
      text: WireText
      pricePerMillion: number | undefined
      contextWindow: number | undefined
      options: EncodeOptions
    }
    output: Statistics
  }
  /** Spans of each encoding. */
  compare: { input: readonly Uint32Array[]; output: Comparison }
  nBest: { input: { text: string; count: number }; output: (EncodedText & { score: number })[] }
  trace: { input: { text: string; at: number; unit: Unit }; output: Trace }
  neighbours: { input: number; output: Neighbours }
  /** What a chat template finds beside the conversation, and the one that was published with the tokenizer. */
  chatTemplate: { input: null; output: { source: string | null; begin: string; end: string } }
  entries: { input: { from: number; count: number }; output: Entry[] }
  search: { input: { query: string | Uint8Array; limit: number }; output: Entry[] }
  /** Makes a document of the tokenizer `tokenizer`; `edits` are made on the text first. */
  openDocument: {
    input: { tokenizer: number; text: WireText; options: EncodeOptions; edits: readonly Edit[] }
    output: { size: DocumentSize; wholeBecause: string | null }
  }
  editDocument: { input: Edit; output: WirePatch }
  settleDocument: { input: null; output: WirePatch }
  documentWindow: {
    input: { from: number; to: number }
    output: {
      first: number
      ids: Uint32Array
      spans: Uint32Array
      utf8: Uint32Array
      surrogates: Uint32Array
      stale: [number, number] | null
    }
  }
  documentTrace: { input: number; output: Trace }
  documentText: { input: null; output: Blob }
  /** Bytes of vocabulary files kept on this machine, before clearing. */
  storedBytes: { input: { clear: boolean }; output: number }
}

/** Operations of the module `tools`. */
export interface ToolsOperations extends TextOperations {
  /**
   * Reads a tokenizer file, or the one at an address. `vocabulary`: it needs no regex, and this is its `.vocab` form for
   * the module `text`. Otherwise the tokenizer lives here, under the handle of the call, and `file` is what was read.
   */
  read: {
    input: { file: Blob | string; name: string; format: string | null; pattern: string | null }
    output: { vocabulary: Uint8Array } | { facts: TokenizerFacts; file: Blob }
  }
  /** The whole file `.vocab` of a source, packed. */
  packVocabulary: { input: VocabularySource; output: Blob }
  /** `.vocab` to `tokenizer.json`. */
  tokenizerJson: { input: VocabularySource; output: Blob }
  /** Makes a training. */
  train: { input: { corpus: readonly WireText[]; options: TrainOptions }; output: { curve: StepTotals[] } }
  trainingState: { input: { step: number; limit: number }; output: TrainingState }
  /** The `.vocab` form after a step, not packed. */
  trainedVocabulary: { input: number; output: Uint8Array }
}

/** Operations of the module `chat`. */
export interface ChatOperations {
  /** A conversation (JSON) as text. */
  renderChat: { input: { source: string; begin: string; end: string; conversation: string }; output: RenderedChat }
  tokensPerMessage: { input: { starts: Uint32Array; ends: Uint32Array }; output: Uint32Array }
}

/** Operations of the module `codecs`; not to be sliced, so each call has a worker of its own. */
export interface CodecsOperations {
  /** Bytes that `gzip -9` makes of the text. */
  gzip: { input: WireText; output: number }
  /** Bytes that `brotli -q 11` makes of the text. */
  brotli: { input: WireText; output: number }
  /** Samples of a PNG or JPEG file. */
  readPicture: { input: Blob; output: PictureFacts & { rgba: Uint8Array } }
}

/** A picture as it crosses: samples (red, green, blue, alpha, not premultiplied), or what the worker reads them from. */
export type WirePicture = { width: number; height: number; rgba: Uint8Array } | Blob | ImageBitmap

/** Ids of a picture as they cross. */
export interface WireIds {
  width: number
  height: number
  ids: Uint32Array
  side: Uint8Array
}

/** What the caller of the API wants to compute on. */
export type WantedBackend = 'auto' | 'webgpu' | 'cpu'

/** What `encodePicture` tells of ids besides themselves. */
export interface IdFacts {
  layout: PictureLayout
  alphabets: number[]
  stops: number
  fixedBits: number
  sideInformationBits: number
}

/** Tokens as they cross on their way into a file. */
export type WireTokens =
  | ({ kind: 'picture'; tokenizer: string; options: Readonly<Record<string, number>> } & WireIds)
  | { kind: 'sequence'; tokenizer: string; alphabet: number; ids: Uint32Array }

/** How a text is written; fields of the wasm module's `GenerateSettings`. */
export interface WireSettings {
  temperature: number
  topK: number
  topP: number
  seed: bigint
  tokens: number
  rejection: boolean
  guesses: number
  adaptive: boolean
}

/** What a model is to go on from, and how. */
export interface GenerateInput {
  prompt: Uint32Array
  strategy: Strategy
  /** Handle of the draft model; 0 where the strategy has none. */
  draft: number
  settings: WireSettings
  /** What it is to run on, if it can. */
  backend: 'webgpu' | 'cpu'
}

/** What a pass gave. */
export type WireStep = PassStep & { milliseconds: number; backend: 'webgpu' | 'cpu' }

/** Operations of the module `lab`. */
export interface LabOperations {
  free: { input: null; output: null }
  /** Makes an image tokenizer. */
  loadImage: {
    input: { name: string; options: Readonly<Record<string, number>>; components: FileReference }
    output: null
  }
  /** `ground`: 0xRRGGBB, laid under what is not opaque. */
  encodePicture: {
    input: { picture: WirePicture; ground: number }
    output: WireIds & IdFacts
  }
  decodePicture: { input: WireIds & { keep: number }; output: { rgba: Uint8Array } }
  pictureRegions: { input: WireIds; output: Uint32Array }
  /** Of every `depth`-th id from `first` on. */
  idStatistics: { input: { ids: Uint32Array; first: number; depth: number; alphabet: number }; output: IdStatistics }
  idOrder: { input: { ids: Uint32Array; alphabet: number }; output: IdOrder }
  /** Ids row by row. */
  idNeighbours: { input: { ids: Uint32Array; columns: number }; output: IdNeighbours }
  pictureRate: { input: WireIds & { keep: number }; output: Rate }
  /** Samples of a file of a picture, as the browser reads it. */
  readPicture: { input: WirePicture; output: { width: number; height: number; rgba: Uint8Array; moves: boolean } }
  /** A `.tokens` file. */
  packTokens: { input: WireTokens & { components: FileReference }; output: Uint8Array }
  /** What a `.tokens` file holds. */
  unpackTokens: {
    input: { file: Bytes; components: FileReference }
    output: (Extract<WireTokens, { kind: 'picture' }> & IdFacts) | Extract<WireTokens, { kind: 'sequence' }>
  }
  /** Makes a model. */
  loadModel: { input: FileReference; output: ModelFacts }
  /** Items out: `WireStep`. */
  generate: { input: GenerateInput; output: null }
  /** Bits of each id; the five likeliest ids in its place, and their probabilities; the ids packed. */
  score: {
    input: Uint32Array
    output: { bits: Float64Array; likely: Uint32Array; probabilities: Float32Array; packed: Uint8Array }
  }
  /** The ids of what a score has packed. */
  unpack: { input: Uint8Array; output: Uint32Array }
  /** What strategies have learnt from earlier texts. */
  forgetGuesses: { input: null; output: null }
  measure: { input: { a: WirePicture; b: WirePicture; ground: number }; output: Measures }
  /** What the engine computes on. Changes beside any call come as notices. */
  chooseBackend: { input: WantedBackend; output: Backend }
  selfCheck: { input: WantedBackend; output: SelfCheck }
}
