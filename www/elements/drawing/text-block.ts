// The text of a strip in its block. A short text is one text node. Asking the browser where a character lies costs it a walk over all lines of
// that character's node, so a long text is several nodes side by side, cut only behind newlines (in a paragraph without any, behind spaces):
// there nothing is joined or broken, and neither line breaks nor copying can tell.

import { type Run, Surface } from './surface.ts'

/** UTF-16 units of a node, about. */
const NODE = 2048

/** The text nodes of one block. */
export class TextBlock {
  readonly element: HTMLElement
  #text = ''
  #runs: Run[]

  /** `element` is empty and stays this block's own. */
  constructor(element: HTMLElement) {
    this.element = element
    const node = document.createTextNode('')
    element.append(node)
    this.#runs = [{ from: 0, node }]
  }

  get text(): string {
    return this.#text
  }

  /** Text nodes in order. */
  get runs(): readonly Run[] {
    return this.#runs
  }

  /** Writes a text; the same one again costs nothing and keeps a selection. */
  set(text: string): void {
    if (text === this.#text) return
    this.#text = text
    this.#runs = cuts(text).map((from, i, all) => ({
      from,
      node: document.createTextNode(text.slice(from, all[i + 1])),
    }))
    this.element.replaceChildren(...this.#runs.map(run => run.node))
  }

  surface(): Surface {
    return new Surface(this.#runs)
  }
}

/** Where nodes begin. */
export function cuts(text: string): number[] {
  const found = [0]
  let from = 0
  while (text.length - from > 2 * NODE) {
    const near = from + NODE
    const newline = text.indexOf('\n', near)
    let next = newline < 0 || newline > near + NODE ? text.indexOf(' ', near) : newline
    // A space or newline may be the base of a mark: then the next one.
    while (next >= 0 && next + 1 < text.length && /[\p{M}\u200d]/u.test(text.charAt(next + 1)))
      next = text.indexOf(text.charAt(next), next + 1)
    if (next < 0 || next + 1 >= text.length) break
    from = next + 1
    found.push(from)
  }
  return found
}
