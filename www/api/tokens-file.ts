/** `.tokens` files on the page's side: tokens of pictures and of texts, as few bytes as their adaptive code needs. */

import type { Engine } from './client/engine.ts'
import { TokenariumError } from './error.ts'
import { components } from './image.ts'
import type { Bytes, ImageTokens, Job, Tokens } from './types.ts'

/** Writes tokens as a file. */
export async function packTokens(
  engine: Engine,
  tokens: Tokens | ImageTokens,
  { signal, onProgress }: Job,
): Promise<Uint8Array> {
  const { tokenizer, ids, alphabets } = tokens
  const job = { lane: 'long', signal, onProgress } as const
  if ('width' in tokens) {
    const { options, width, height, side } = tokens
    const input = { kind: 'picture', tokenizer, options, width, height, ids, side } as const
    return engine.call('lab', 'packTokens', 0, { ...input, components: components(engine) }, job)
  }
  const [alphabet] = alphabets
  if (alphabets.length !== 1 || alphabet === undefined) {
    throw new TokenariumError('invalid-argument', 'A sequence has one alphabet.', 'Give the tokens of one tokenizer.')
  }
  const input = { kind: 'sequence', tokenizer, alphabet, ids } as const
  return engine.call('lab', 'packTokens', 0, { ...input, components: components(engine) }, job)
}

/** Reads a file of tokens. */
export async function unpackTokens(
  engine: Engine,
  file: Bytes,
  { signal, onProgress }: Job,
): Promise<Tokens | ImageTokens> {
  const input = { file, components: components(engine) }
  const read = await engine.call('lab', 'unpackTokens', 0, input, { lane: 'long', signal, onProgress })
  const { tokenizer, ids } = read
  if (read.kind === 'picture') {
    const { options, layout, stops, side, alphabets, fixedBits: bits, sideInformationBits, width, height } = read
    return {
      format: 1,
      tokenizer,
      options,
      layout,
      stops,
      ids,
      side,
      alphabets,
      bits,
      sideInformationBits,
      width,
      height,
    }
  }
  const { alphabet } = read
  const bits = ids.length * Math.ceil(Math.log2(alphabet))
  return {
    format: 1,
    tokenizer,
    layout: { kind: 'sequence' },
    ids,
    alphabets: [alphabet],
    bits,
    sideInformationBits: 0,
  }
}
