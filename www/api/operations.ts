/**
 * What the workers can be asked: each operation's input and answer. The page's side and the workers are both typed by
 * these tables, so that a change on one side alone does not compile.
 */

import type { Comparison, DocumentSize, Entry, Neighbours, Statistics, TokenizerFacts, Trace } from '#wasm/text'

export type { DocumentSize, TokenizerFacts }
import type { Measures, PictureLayout, Rate } from '#wasm/lab'
import type { RenderedChat, StepTotals, TrainingState } from '#wasm/tools'
import type { EncodeOptions, TrainOptions, Unit } from './types.ts'
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
  /** The whole file `.vocab` of a source, packed. */
  packVocabulary: { input: VocabularySource; output: Blob }
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
  /** A conversation (JSON) as text, with the template of `source`, or of the tokenizer of the call where that is null. */
  renderChat: {
    input: { source: VocabularySource | null; template: string | null; conversation: string }
    output: RenderedChat
  }
  tokensPerMessage: { input: { starts: Uint32Array; ends: Uint32Array }; output: Uint32Array }
  /** `.vocab` to `tokenizer.json`. */
  tokenizerJson: { input: VocabularySource; output: Blob }
  /** Makes a training. */
  train: { input: { corpus: readonly WireText[]; options: TrainOptions }; output: { curve: StepTotals[] } }
  trainingState: { input: { step: number; limit: number }; output: TrainingState }
  /** The `.vocab` form after a step, not packed. */
  trainedVocabulary: { input: number; output: Uint8Array }
}

/** Operations of the module `codecs`; not to be sliced, so each call has a worker of its own. */
export interface CodecsOperations {
  /** Bytes that `gzip -9` makes of the text. */
  gzip: { input: WireText; output: number }
  /** Bytes that `brotli -q 11` makes of the text. */
  brotli: { input: WireText; output: number }
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

/** Operations of the module `lab`. */
export interface LabOperations {
  free: { input: null; output: null }
  /** Makes an image tokenizer. */
  loadImage: { input: { name: string; options: Readonly<Record<string, number>> }; output: { alphabets: number[] } }
  /** `ground`: 0xRRGGBB, laid under what is not opaque. */
  encodePicture: {
    input: { picture: WirePicture; ground: number }
    output: WireIds & { layout: PictureLayout; stops: number; fixedBits: number; sideInformationBits: number }
  }
  decodePicture: { input: WireIds & { keep: number }; output: { rgba: Uint8Array } }
  pictureRegions: { input: WireIds; output: Uint32Array }
  pictureRate: { input: WireIds & { keep: number }; output: Rate }
  /** Samples of a file of a picture. */
  readPicture: { input: WirePicture; output: { width: number; height: number; rgba: Uint8Array } }
  measure: { input: { a: WirePicture; b: WirePicture; ground: number }; output: Measures }
}
