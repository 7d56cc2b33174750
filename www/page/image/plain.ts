// Which ids of a cell say nothing: what stands for the others when one is looked at alone, and for a cell that is emptied.

import type { ImageTokens } from '../../api/index.ts'

/** Tokenizers whose ids are levels from far below to far above, so that nothing lies in the middle; elsewhere it is 0. */
const LEVELS: ReadonlySet<string> = new Set(['pca-bits', 'pca-levels'])

/** Tokenizers whose cells are sums, and of what. */
export const SUMS: Readonly<Record<string, string>> = {
  'dct-8': 'waves',
  'pca-step': 'components',
  'pca-bits': 'components',
  'pca-levels': 'components',
}

/** A cell of ids that say nothing. */
export function plainCell({ tokenizer, layout, alphabets }: ImageTokens): Uint32Array {
  const middle = LEVELS.has(tokenizer)
  return Uint32Array.from({ length: layout.depth }, (_, at) => (middle ? ((alphabets[at] ?? 1) - 1) >> 1 : 0))
}
