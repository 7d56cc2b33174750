/**
 * What the workers can be asked: each operation's input and answer. The page's side and the workers are both typed by
 * these tables, so that a change on one side alone does not compile.
 */

import type { Comparison, Entry, Statistics, TokenizerFacts } from '#wasm/text'

export type { TokenizerFacts }
import type { EncodeOptions } from './types.ts'
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

/** Operations of the modules `text` and `tools`. */
export interface TextOperations {
  free: { input: null; output: null }
  /** Makes a tokenizer. */
  load: { input: VocabularySource; output: TokenizerFacts }
  encode: { input: { text: WireText; options: EncodeOptions }; output: EncodedText }
  count: { input: { text: WireText; options: EncodeOptions }; output: number }
  decode: { input: Uint32Array; output: string }
  bytes: { input: Uint32Array; output: { bytes: Uint8Array; ends: Uint32Array } }
  statistics: {
    input: { text: WireText; pricePerMillion: number | undefined; contextWindow: number | undefined }
    output: Statistics
  }
  /** Spans of each encoding. */
  compare: { input: readonly Uint32Array[]; output: Comparison }
  entries: { input: { from: number; count: number }; output: Entry[] }
  search: { input: { query: string | Uint8Array; limit: number }; output: Entry[] }
  /** The whole file `.vocab` of a source, packed. */
  packVocabulary: { input: VocabularySource; output: Blob }
  /** Bytes of vocabulary files kept on this machine, before clearing. */
  storedBytes: { input: { clear: boolean }; output: number }
}

/** Operations of the module `tools`. */
export type ToolsOperations = TextOperations

/** Operations of the module `codecs`; not to be sliced, so each call has a worker of its own. */
export interface CodecsOperations {
  /** Bytes that `gzip -9` makes of the text. */
  gzip: { input: WireText; output: number }
  /** Bytes that `brotli -q 11` makes of the text. */
  brotli: { input: WireText; output: number }
}
