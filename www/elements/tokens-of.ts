// A text through a tokenizer, as a strip shows it.

import type { Job, TextTokenizer } from '../api/index.ts'
import type { StripData } from './drawing/index.ts'

/** Tokens of a text with the figures that elements print. */
export interface ShownTokens extends StripData {
  readonly tokenizer: string
  /** UTF-8 bytes of the text. */
  readonly size: number
}

/** Encodes a text and asks for the bytes of its tokens. */
export async function tokensOf(
  tokenizer: TextTokenizer,
  text: string,
  options: Job & { specials?: 'text' | 'parse' } = {},
): Promise<ShownTokens> {
  const { ids, spans } = await tokenizer.encode(text, {
    spans: true,
    unit: 'utf8',
    specials: options.specials,
    signal: options.signal,
  })
  const { bytes, ends } = await tokenizer.bytes(ids)
  return {
    tokenizer: tokenizer.info.name,
    text,
    ids,
    spans: spans ?? new Uint32Array(ids.length * 2),
    bytes: index => bytes.subarray(index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0),
    size: new TextEncoder().encode(text).length,
  }
}

/** Tokens that begin or end inside a character of the text. */
export function halfCharacters(tokens: ShownTokens): number {
  const bytes = new TextEncoder().encode(tokens.text)
  const inside = (at: number): boolean => ((bytes[at] ?? 0) & 0xc0) === 0x80
  let count = 0
  for (let i = 0; i < tokens.ids.length; i++) {
    if (inside(tokens.spans[2 * i] ?? 0) || inside(tokens.spans[2 * i + 1] ?? 0)) count += 1
  }
  return count
}
