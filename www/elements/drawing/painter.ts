// Draws tokens over a text that is laid out already: colours by the CSS Custom Highlight API (an underlay where it is missing), everything else
// (ticks, white space, shares of cut characters, rings) in one SVG of a few paths. The text nodes are never touched, so line breaks, joined
// scripts, the caret and copying stay as they were. Cost: a few rectangles asked of the browser per visible token; first all reading, then
// all writing, so that one drawing costs one layout.

import { type Box, type Frame, PATHS, type PathName, Pen, SHARE } from './pen.ts'
import { HUES, hue, type PlacedToken } from './place.ts'
import { Surface } from './surface.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** One painter per text; several may share a host (rows of a comparison). */
export class TokenPainter {
  readonly #host: HTMLElement
  readonly #over: SVGSVGElement
  readonly #paths = new Map<PathName, SVGPathElement>()
  readonly #shares: SVGPathElement[] = []
  readonly #under: SVGSVGElement | null
  readonly #floor: SVGPathElement[] = []
  #ranges: Range[][] = Array.from({ length: HUES }, () => [])
  #frame: Frame | null = null
  #surface = new Surface([])
  #hits: { index: number; boxes: Box[] }[] | null = null

  /** `host` holds the text and gets the class `token-host`; the painter adds its drawings as children of it. `underlay` draws colours below
   *  the text even where highlights exist. */
  constructor(host: HTMLElement, options: { underlay?: boolean } = {}) {
    this.#host = host
    host.classList.add('token-host')
    const below = options.underlay === true || highlights() === null
    this.#under = below ? svg('token-under') : null
    if (this.#under !== null) {
      for (let i = 0; i < HUES; i++) this.#floor.push(path(this.#under, `hue-${i}`))
      host.prepend(this.#under)
    }
    this.#over = svg('token-over')
    for (let i = 0; i < HUES; i++) this.#shares.push(path(this.#over, `hue hue-${i}`))
    for (const name of PATHS) this.#paths.set(name, path(this.#over, name))
    host.append(this.#over)
  }

  /** Draws the frame in place of the one before. Call it after layout changed, too: what it draws is where the text is now. */
  draw(frame: Frame): void {
    const surface = new Surface(frame.runs)
    const pen = new Pen(frame, surface, this.#host.getBoundingClientRect())
    pen.tokens(this.#under !== null)
    if (frame.whiteSpace !== false) pen.whiteSpace()
    this.#frame = frame
    this.#surface = surface
    this.#hits = null

    this.#colour(frame, surface)
    for (const name of PATHS) this.#paths.get(name)?.setAttribute('d', pen.paths[name])
    this.#shares.forEach((element, i) => {
      element.setAttribute('d', pen.shares[i] ?? '')
    })
    this.#floor.forEach((element, i) => {
      element.setAttribute('d', pen.floor[i] ?? '')
    })
  }

  /** Index of the drawn token under a point of the window, or null. */
  tokenAt(clientX: number, clientY: number): number | null {
    const frame = this.#frame
    if (frame === null) return null
    const origin = this.#host.getBoundingClientRect()
    this.#hits ??= frame.tokens.map(token => ({
      index: token.index,
      boxes: hitBoxes(token, this.#surface, origin),
    }))
    const x = clientX - origin.x
    const y = clientY - origin.y
    for (const { index, boxes } of this.#hits) {
      for (const box of boxes) {
        if (x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height) return index
      }
    }
    return null
  }

  /** Where a drawn token lies in the window, or null. */
  boxOf(index: number): DOMRect | null {
    const token = this.#frame?.tokens.find(each => each.index === index)
    if (token === undefined) return null
    const [from, to] =
      token.from < token.to ? [token.from, token.to] : [token.parts[0]?.from ?? 0, token.parts[0]?.to ?? 0]
    return this.#surface.rect(from, to) ?? null
  }

  /** Takes all colours and drawings away; the text stays. */
  clear(): void {
    this.draw({ runs: [], tokens: [], text: '', textFrom: 0 })
    this.#frame = null
  }

  /** Clears and removes what the constructor added. */
  destroy(): void {
    this.clear()
    this.#over.remove()
    this.#under?.remove()
  }

  #colour(frame: Frame, surface: Surface): void {
    const registry = highlights()
    if (registry === null || this.#under !== null) return
    // Forced colours would paint every token in one dark colour: there the ticks alone tell tokens apart.
    const plain = matchMedia('(forced-colors: active)').matches
    for (let i = 0; i < HUES; i++) {
      const highlight = registry[i]
      for (const range of this.#ranges[i] ?? []) highlight?.delete(range)
    }
    this.#ranges = Array.from({ length: HUES }, () => [])
    for (const token of frame.tokens) {
      if (plain || token.from >= token.to || frame.coloured?.(token.index) === false) continue
      const colour = hue(token.index)
      for (const range of surface.ranges(token.from, token.to)) {
        registry[colour]?.add(range)
        this.#ranges[colour]?.push(range)
      }
    }
  }
}

/** Where a pointer meets a token: its characters, and for a share its slice of the glyph down to the segment. */
function hitBoxes(token: PlacedToken, surface: Surface, origin: DOMRect): Box[] {
  const boxes: Box[] = []
  const add = (x: number, y: number, width: number, height: number): void => {
    boxes.push({ x: x - origin.x, y: y - origin.y, width, height })
  }
  if (token.from < token.to) {
    for (const rect of surface.rects(token.from, token.to)) add(rect.x, rect.y - 4, rect.width, rect.height + 8)
  }
  for (const part of token.parts) {
    const rect = surface.rect(part.from, part.to)
    if (rect !== undefined) {
      add(rect.x + rect.width * part.begin, rect.y, rect.width * (part.end - part.begin), rect.height + SHARE + 4)
    }
  }
  return boxes
}

let registered: Highlight[] | null | undefined

/** The document's six highlights, shared by all painters; null where the API is missing. */
function highlights(): Highlight[] | null {
  if (registered !== undefined) return registered
  if (typeof Highlight === 'undefined' || !('highlights' in CSS)) {
    registered = null
    return null
  }
  registered = Array.from({ length: HUES }, (_, i) => {
    const name = `tokenarium-${i}`
    const found = CSS.highlights.get(name) ?? new Highlight()
    CSS.highlights.set(name, found)
    return found
  })
  return registered
}

function svg(name: string): SVGSVGElement {
  const element = document.createElementNS(SVG, 'svg')
  element.setAttribute('class', name)
  element.setAttribute('aria-hidden', 'true')
  return element
}

function path(parent: SVGSVGElement, name: string): SVGPathElement {
  const element = document.createElementNS(SVG, 'path')
  element.setAttribute('class', name)
  parent.append(element)
  return element
}
