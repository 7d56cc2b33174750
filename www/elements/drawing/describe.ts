// Tokens in words: what a screen reader says and what the line under a strip shows.

import { hex, type StripData } from './views.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const LONGEST = 40
const MOST_BYTES = 16

const NAMES: Readonly<Record<string, [one: string, many: string]>> = {
  ' ': ['space', 'spaces'],
  '\n': ['newline', 'newlines'],
  '\r': ['carriage return', 'carriage returns'],
  '\t': ['tab', 'tabs'],
  '\u00a0': ['no-break space', 'no-break spaces'],
}

/** The text of a token's bytes, or null where they are no whole characters. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}

/** `token 3 of 68, ' tokenizer', id 99665, bytes 20 74 6f …` */
export function describe(data: StripData, index: number): string {
  return `${place(data, index)}, ${named(data.bytes(index))}, ${identity(data, index)}`
}

/** `token 3 of 68` */
export function place(data: StripData, index: number): string {
  return `token ${index + 1} of ${data.ids.length}`
}

/** `id 99665, bytes 20 74 6f …` */
export function identity(data: StripData, index: number): string {
  const bytes = data.bytes(index)
  const id = `id ${data.ids[index]}`
  if (bytes.length === 0) return `${id}, no bytes`
  const shown = hex(bytes.subarray(0, MOST_BYTES)) + (bytes.length > MOST_BYTES ? ' …' : '')
  return `${id}, ${bytes.length === 1 ? 'byte' : 'bytes'} ${shown}`
}

/** The bytes as quoted text, or in words where a quotation would be heard as nothing. */
export function named(bytes: Uint8Array): string {
  const text = textOf(bytes)
  if (text === null) return 'part of a character'
  if (text === '') return 'nothing'
  const first = text.charAt(0)
  const names = NAMES[first]
  if (names !== undefined && text === first.repeat(text.length)) {
    return text.length === 1 ? names[0] : `${text.length} ${names[1]}`
  }
  const characters = Array.from(text)
  return `'${characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : text}'`
}

/** The same with white space made visible, for the eye. */
export function visible(bytes: Uint8Array): string {
  const text = textOf(bytes)
  if (text === null) return hex(bytes)
  return text.replace(/[ \n\r\t\u00a0]/g, found => ({ ' ': '␣', '\n': '↵', '\r': '␍', '\t': '⇥' })[found] ?? '⍽')
}
