// Where an element's view stands in the playground: the address that opens the same text and tokenizers there.

/** Text that fits into a link without being packed. */
const LONGEST = 2000

let base: URL | null = null

/** Says where the playground lies. */
export function setBase(url: URL): void {
  base = url
}

/** The address of a room with its settings, or null before anybody said where the playground lies. A text too long for a link is left out. */
export function roomAddress(room: string, settings: Readonly<Record<string, string>>, text?: string): string | null {
  if (base === null) return null
  const all = text !== undefined && text.length <= LONGEST ? { ...settings, x: text } : settings
  const parameters = new URLSearchParams(all).toString().replaceAll('+', '%20')
  return `${new URL('index.html', base).href}#${room}?${parameters}`
}
