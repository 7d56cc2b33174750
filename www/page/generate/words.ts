// Tokens and probabilities in words.

import { brief } from '../format.ts'

/** A token's text with its white space seen. */
export function shown(text: string): string {
  return text.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥')
}

/** 0.304 → 30 %. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 0.0001) return 'below 0.01 %'
  return `${brief(100 * probability)} %`
}

/** 0.304 → 1.7 bits. */
export function bitsOf(probability: number): number {
  return -Math.log2(Math.max(probability, 2 ** -64))
}
