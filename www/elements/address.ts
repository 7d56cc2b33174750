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
  if (base === null) return null
  const parameters = new URLSearchParams(settings)
  if (text.length <= LONGEST) parameters.set('x', text)
  return `${new URL('index.html', base).href}#text/${view}?${parameters.toString().replaceAll('+', '%20')}`
}
