// Text with its white space and controls made visible, for places that show a token by itself (never for the editor).

const NAMES: Record<string, string> = {
  ' ': '␣',
  '\n': '↵',
  '\r': '␍',
  '\t': '⇥',
  '\u00a0': '⍽',
  '\u200b': '⟨ZWSP⟩',
  '\u200c': '⟨ZWNJ⟩',
  '\u200d': '⟨ZWJ⟩',
  '\u200e': '⟨LRM⟩',
  '\u200f': '⟨RLM⟩',
  '\u2028': '⟨LS⟩',
  '\u2029': '⟨PS⟩',
  '\ufeff': '⟨BOM⟩',
  '\u007f': '␡',
}

/** One string with every invisible character replaced by a sign. */
export function visible(text: string): string {
  let out = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    out += NAMES[character] ?? (code < 32 ? String.fromCharCode(0x2400 + code) : invisible(character, code))
  }
  return out
}

function invisible(character: string, code: number): string {
  if (/\p{Z}|\p{Cc}|\p{Cf}|\p{Co}|\p{Cn}|\p{Cs}/u.test(character))
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
  return /^\p{M}/u.test(character) ? `◌${character}` : character
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a token's bytes, or `null` where they begin or end inside a character. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** A token as a label: visible text, or its bytes in hex where it is no text. */
export function label(bytes: Uint8Array): string {
  const text = textOf(bytes)
  if (text !== null) return visible(text)
  return Array.from(bytes, b => b.toString(16).padStart(2, '0')).join(' ')
}
