// SVG as plain data: the same tree becomes elements on the page and markup in a file, so pictures are built once and can be tested without a DOM.

/** A node: tag, attributes, children. Text is a string. */
export interface Shape {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children: readonly (Shape | string)[]
}

const SVG = 'http://www.w3.org/2000/svg'

/** A node of a picture. */
export function shape(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Shape | string)[]
): Shape {
  return { tag, attributes, children }
}

/** The picture as elements of this document. */
export function toElement(picture: Shape): SVGElement {
  const element = document.createElementNS(SVG, picture.tag)
  for (const [name, value] of Object.entries(picture.attributes)) element.setAttribute(name, String(value))
  for (const child of picture.children) element.append(typeof child === 'string' ? child : toElement(child))
  return element
}

/** The picture as a file. Characters that XML cannot hold become U+FFFD. */
export function toMarkup(picture: Shape): string {
  const attributes = Object.entries({ ...(picture.tag === 'svg' ? { xmlns: SVG } : {}), ...picture.attributes })
    .map(([name, value]) => ` ${name}="${escape(String(value)).replaceAll('"', '&quot;')}"`)
    .join('')
  const content = picture.children.map(child => (typeof child === 'string' ? escape(child) : toMarkup(child))).join('')
  return content === '' ? `<${picture.tag}${attributes}/>` : `<${picture.tag}${attributes}>${content}</${picture.tag}>`
}

/** Text safe in XML: no markup, no character that XML 1.0 forbids. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
}
