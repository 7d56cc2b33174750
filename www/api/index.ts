/**
 * The public API of Tokenarium: text taken apart by real tokenizers, in workers, exactly.
 *
 * ```ts
 * const lab = await Tokenarium.create()
 * const tokenizer = await lab.text('o200k_base')
 * const { ids, spans } = await tokenizer.encode('any text', { spans: true })
 * ```
 */

export { type ErrorCode, TokenariumError } from './error.ts'
export { type Events, Tokenarium } from './tokenarium.ts'
export type { Restart } from './client/module.ts'
export type * from './types.ts'
