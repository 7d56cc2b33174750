// Parts of the public API that room Text is written against while they are on their way (specs/API.md). This file goes
// when `www/api/index.ts` exports them.

import type { TextDocument, TextTokenizer } from '../../api/index.ts'

export interface TracePart {
  id: number
  start: number
  end: number
}
export interface Trace {
  span: number[]
  text: number[]
  cut:
    | { kind: 'added'; id: number }
    | { kind: 'whole' }
    | {
        kind: 'preTokenizer'
        index: number
        name: string
        pattern: string | null
        branch: { index: number; name: string; source: string } | null
      }
  tokens: TracePart[]
  focus: number
  steps:
    | { kind: 'added' }
    | { kind: 'whole' }
    | { kind: 'single' }
    | { kind: 'merges'; merges: { rank: number; start: number; middle: number; end: number; new: number }[] }
    | {
        kind: 'lattice'
        edges: { id: number; start: number; end: number; score: number; best: boolean; second: boolean }[]
        best: number
        second: number | null
        margin: number | null
      }
    | { kind: 'prefixes'; prefixes: { start: number; fit: TracePart[] }[] }
  told: number[] | null
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
