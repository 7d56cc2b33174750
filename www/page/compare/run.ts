// One comparison: the text encoded by each tokenizer, and where they differ. Everything is in UTF-8 bytes of the text.

import type { Comparison, TextTokenizer } from '../../api/index.ts'
import type { App } from '../app.ts'

export interface Side {
  readonly tokenizer: TextTokenizer
  readonly ids: Uint32Array
  readonly spans: Uint32Array
}

export interface Compared {
  readonly text: string
  readonly bytes: Uint8Array
  readonly sides: readonly Side[]
  readonly comparison: Comparison
}

export type Report = (name: string, done: number, total: number | null) => void

export async function runComparison(app: App, signal: AbortSignal, report: Report): Promise<Compared> {
  const { compare, specials, template } = app.store.state
  const text = app.text.whole()
  const lab = await app.session.lab()
  const encoded = []
  const tokenizers: TextTokenizer[] = []
  for (const name of compare) {
    const tokenizer = await app.session.tokenizer(name, (done, total) => report(name, done, total))
    signal.throwIfAborted()
    tokenizers.push(tokenizer)
    encoded.push(
      await tokenizer.encode(text, {
        specials,
        template,
        spans: true,
        signal,
        onProgress: p => report(name, p.done, p.total),
      }),
    )
  }
  const bytes = new TextEncoder().encode(text)
  const comparison = await lab.compare(encoded, { signal })
  const sides = encoded.map((tokens, i): Side => {
    const tokenizer = tokenizers[i]
    if (!tokenizer) throw new Error('a tokenizer is missing')
    return { tokenizer, ids: tokens.ids, spans: tokens.spans ?? new Uint32Array() }
  })
  return { text, bytes, sides, comparison }
}

/** Index of the first of `pairs` (start, end; ascending) that ends after `at`. */
export function firstEndingAfter(pairs: ArrayLike<number>, at: number): number {
  let low = 0
  let high = pairs.length >> 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pairs[2 * middle + 1] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Tokens that begin or end inside a code point. */
export function halfCharacters(bytes: Uint8Array, spans: Uint32Array): number {
  const inside = (at: number): boolean => at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80
  let halves = 0
  for (let i = 0; i < spans.length; i += 2) {
    if (inside(spans[i] ?? 0) || inside(spans[i + 1] ?? 0)) halves += 1
  }
  return halves
}
