// Parts of the public API that room Text is written against while they are on their way (specs/API.md). This file goes
// when `www/api/index.ts` exports them.

import type { TextTokenizer } from '../../api/index.ts'

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
