// Where an element's view stands in the playground: the address that opens the same text and tokenizers there.

/** Text that fits into a link without being packed. */
const LONGEST = 2000

let base: URL | null = null

/** Says where the playground lies. */
export function setBase(url: URL): void {
  base = url
}

/** The address of a view, or null before anybody said where the playground lies. A text too long for a link is left out. */
export function address(
  view: 'inspect' | 'compare' | 'train',
  text: string,
  settings: Readonly<Record<string, string>>,
): string | null {
  return roomAddress(`text/${view}`, text.length <= LONGEST ? { ...settings, x: text } : settings)
}

/** The address of a room with its settings, or null before anybody said where the playground lies. */
export function roomAddress(room: string, settings: Readonly<Record<string, string>>): string | null {
  if (base === null) return null
  const parameters = new URLSearchParams(settings).toString().replaceAll('+', '%20')
  return `${new URL('index.html', base).href}#${room}?${parameters}`
}
