/** The text of a call as UTF-8, made in the worker so that the page's thread never does. */

import type { WireText } from '../operations.ts'

const encoder = new TextEncoder()

/** UTF-8 of any text; an unpaired surrogate becomes U+FFFD. */
export async function utf8(text: WireText): Promise<Uint8Array> {
  if (typeof text === 'string') return encoder.encode(text)
  if (text instanceof Uint8Array) return text
  return new Uint8Array(text instanceof Blob ? await text.arrayBuffer() : text)
}

/** Unpaired surrogates in a string: each is one UTF-16 unit and becomes three bytes. */
export function countUnpairedSurrogates(text: WireText): number {
  if (typeof text !== 'string' || text.isWellFormed()) return 0
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0xd800 || unit > 0xdfff) continue
    const next = text.charCodeAt(at + 1)
    if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) at += 1
    else count += 1
  }
  return count
}

/** The text of a call as a string; `bytes` is its UTF-8. */
export function textOf(text: WireText, bytes: Uint8Array): string {
  return typeof text === 'string' ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
