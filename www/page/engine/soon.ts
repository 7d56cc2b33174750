// Parts of the public API that room Text is written against while they are on their way (specs/API.md). This file goes
// when `www/api/index.ts` exports them.

import type { EncodeOptions, Job, Stats, StatsOptions, Text, TextTokenizer } from '../../api/index.ts'

export interface TextSize {
  utf8: number
  utf16: number
  codePoints: number
  tokens: number
}
export interface TokenWindow {
  version: number
  first: number
  ids: Uint32Array
  spans: Uint32Array
  utf8: Uint32Array
}
export interface TextDocument {
  readonly size: TextSize
  edit(from: number, to: number, insert: string): Promise<unknown>
  window(from: number, to: number): Promise<TokenWindow>
  trace?(at: number): Promise<Trace>
  stats(options?: StatsOptions & Job): Promise<Stats>
  free(): Promise<void>
}
export type Trace = unknown
export interface StepTotals {
  vocabulary: number
  tokens: number
  merges: number
  logLikelihood: number | null
}
export interface Merge {
  left: number
  right: number
  result: number
  count: number
  removed: number
  gain: number
}
export interface Piece {
  bytes: number[]
  score: number
  loss: number
}
export interface TrainingState {
  step: number
  steps: number
  totals: StepTotals
  distinctWords: number
  wholeWords: number
  textBytes: number
  words: { bytes: number[]; count: number; ends: number[]; tokens: (number | null)[] }[]
  change: { kind: 'start' } | { kind: 'merged'; merges: Merge[] } | { kind: 'pruned'; count: number; dropped: Piece[] }
  candidates: (
    { kind: 'pair'; left: number; right: number; count: number; gain: number } | ({ kind: 'piece' } & Piece)
  )[]
}
export interface Training {
  readonly curve: readonly StepTotals[]
  readonly steps: number
  at(step: number): Promise<TrainingState>
  tokenizer(step?: number): Promise<TextTokenizer>
  free(): Promise<void>
}
export interface TrainOptions {
  model: 'bpe' | 'unigram' | 'wordpiece'
  vocabularySize: number
  alphabet?: 'bytes' | 'characters' | undefined
  minFrequency?: number | undefined
  pretokenizer?: string | undefined
  name?: string | undefined
}
export interface ChatTokens {
  ids: Uint32Array
  text: string
  perMessage: Uint32Array
}

/** A tokenizer with what is on its way. */
export type FullTokenizer = TextTokenizer & {
  open?(text: Text, options?: EncodeOptions & Job): Promise<TextDocument>
  chat?(
    messages: readonly { role: string; content: string }[],
    options?: { addGenerationPrompt?: boolean },
  ): Promise<ChatTokens>
}
