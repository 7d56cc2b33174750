// Numbers and bytes as the page writes them. One place, so that a figure looks the same wherever it stands.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
// Making a formatter takes a browser up to milliseconds: each is made once.
const decimals = new Map<number, Intl.NumberFormat>()
const significant = new Map<number, Intl.NumberFormat>()

function formatter(kept: Map<number, Intl.NumberFormat>, digits: number, options: Intl.NumberFormatOptions) {
  const found = kept.get(digits) ?? new Intl.NumberFormat('en', options)
  kept.set(digits, found)
  return found
}

/** 1234567 → 1,234,567. */
export function count(n: number): string {
  return whole.format(n)
}

/** A fixed number of decimals. */
export function fixed(n: number, digits = 2): string {
  return formatter(decimals, digits, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(n)
}

/** Two significant digits for shares and prices, more where the number is large. */
export function brief(n: number): string {
  if (n === 0) return '0'
  if (Math.abs(n) >= 100) return count(n)
  const digits = Math.abs(n) >= 10 ? 3 : 2
  return formatter(significant, digits, { maximumSignificantDigits: digits }).format(n)
}

/** 1400000 → 1.4 MB. Decimal units, as file managers and networks count. */
export function bytes(n: number): string {
  if (n < 1000) return `${n} ${n === 1 ? 'byte' : 'bytes'}`
  if (n < 1e6) return `${fixed(n / 1e3, n < 1e4 ? 1 : 0)} kB`
  return `${fixed(n / 1e6, n < 1e8 ? 1 : 0)} MB`
}

/** `3 tokens`, `1 token`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`
}

/** Bytes in hex, space between. */
export function hex(b: Uint8Array): string {
  return Array.from(b, x => x.toString(16).padStart(2, '0')).join(' ')
}

/** U+0041 for a code point. */
export function codePoint(c: number): string {
  return `U+${c.toString(16).toUpperCase().padStart(4, '0')}`
}
