// Parts of the public API that room Text is written against while they are on their way (specs/API.md). This file goes
// when `www/api/index.ts` exports them.

import type { TextDocument, TextTokenizer } from '../../api/index.ts'

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
  chat?(
    messages: readonly { role: string; content: string }[],
    options?: { addGenerationPrompt?: boolean },
  ): Promise<ChatTokens>
}

/** A document with what is on its way. */
export type FullDocument = TextDocument & { trace?(at: number): Promise<Trace> }
