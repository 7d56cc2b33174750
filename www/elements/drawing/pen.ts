// From tokens and the places of their characters to the few SVG paths that draw them: ticks, white space, shares of cut characters, rings.
// Only reads the screen, never writes to it; coordinates are those of the host. The paths of one frame are strings that the painter sets.

import { directionOf, markOf, mayRunRight } from './marks.ts'
import { HUES, hue, type PlacedToken } from './place.ts'
import type { Run, Surface } from './surface.ts'

/** What to draw. Offsets are UTF-16 units of the document. */
export interface Frame {
  /** The text nodes of the visible lines. */
  readonly runs: readonly Run[]
  /** Tokens that touch them. */
  readonly tokens: readonly PlacedToken[]
  /** The text of the visible lines and its offset: white-space marks and directions are read from it. */
  readonly text: string
  readonly textFrom: number
  readonly selected?: number | null
  readonly hovered?: number | null
  /** Further tokens that get a ring (the places of a merge). */
  readonly ringed?: (index: number) => boolean
  /** Which tokens are coloured; all unless said otherwise. */
  readonly coloured?: (index: number) => boolean
  /** Which boundaries are marked as not shared with another tokenizer. */
  readonly differs?: (index: number) => boolean
  /** Whether white space is marked; yes unless said otherwise. */
  readonly whiteSpace?: boolean
}

/** Height of the shares drawn under a cut character. */
export const SHARE = 6

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type PathName = 'tick' | 'difference' | 'wedge' | 'dot' | 'mark' | 'hovered' | 'ring'
export const PATHS: readonly PathName[] = ['tick', 'difference', 'wedge', 'dot', 'mark', 'hovered', 'ring']

/** Collects the paths of one frame, in coordinates of the host. */
export class Pen {
  readonly paths: Record<PathName, string> = {
    tick: '',
    difference: '',
    wedge: '',
    dot: '',
    mark: '',
    hovered: '',
    ring: '',
  }
  readonly shares: string[] = Array.from({ length: HUES }, () => '')
  readonly floor: string[] = Array.from({ length: HUES }, () => '')
  readonly #frame: Frame
  readonly #surface: Surface
  readonly #x: number
  readonly #y: number
  readonly #mayRunRight: boolean

  constructor(frame: Frame, surface: Surface, origin: DOMRect) {
    this.#frame = frame
    this.#surface = surface
    this.#x = origin.x
    this.#y = origin.y
    this.#mayRunRight = mayRunRight(frame.text)
  }

  tokens(floor: boolean): void {
    const frame = this.#frame
    for (const token of frame.tokens) {
      this.#tick(token)
      this.#share(token)
      if (floor && token.from < token.to && frame.coloured?.(token.index) !== false) {
        const colour = hue(token.index)
        for (const rect of this.#surface.rects(token.from, token.to)) this.floor[colour] += this.#box(rect, 0, 0)
      }
      if (token.index === frame.selected || frame.ringed?.(token.index) === true)
        this.paths.ring += this.#outline(token)
      else if (token.index === frame.hovered) this.paths.hovered += this.#outline(token)
    }
  }

  whiteSpace(): void {
    const { text, textFrom } = this.#frame
    for (let i = 0; i < text.length; i++) {
      const mark = markOf(text.charCodeAt(i))
      if (mark === null) continue
      const at = textFrom + i
      if (mark === 'newline' || mark === 'return') {
        this.#lineEnd(at, mark === 'return')
        continue
      }
      const rect = this.#surface.rect(at, at + 1)
      if (mark === 'hidden') {
        this.#hidden(at)
        continue
      }
      if (rect === undefined) continue
      const x = rect.x - this.#x + rect.width / 2
      const y = rect.y - this.#y + rect.height / 2 + 1
      if (mark === 'space') this.paths.dot += disc(x, y, Math.min(1.6, rect.width / 4))
      else if (mark === 'wide') this.paths.mark += disc(x, y, Math.min(2.2, rect.width / 3))
      else {
        const half = Math.min(7, rect.width / 2 - 1)
        if (half > 1) this.paths.mark += `M${n(x - half)} ${n(y)}h${n(2 * half)}m-3 -3l3 3l-3 3`
      }
    }
  }

  #tick(token: PlacedToken): void {
    if (token.start === null) return
    const rect = this.#surface.rect(token.start, token.head)
    const differs = this.#frame.differs?.(token.index) === true
    if (rect === undefined) return
    const right = this.#runsRight(token.start, token.head, rect)
    const x = rect.x - this.#x + (right ? rect.width - 0.75 : 0.75)
    const y = rect.y - this.#y
    if (!differs) {
      this.paths.tick += `M${n(x)} ${n(y - 1)}v${n(rect.height + 2)}`
      return
    }
    this.paths.difference += `M${n(x)} ${n(y - 1)}v${n(rect.height + 4)}`
    this.paths.wedge += `M${n(x - 3.5)} ${n(y + rect.height + 5)}h7l-3.5 -4.5z`
  }

  #share(token: PlacedToken): void {
    if (token.parts.length === 0) return
    const colour = hue(token.index)
    for (const part of token.parts) {
      const rect = this.#surface.rect(part.from, part.to)
      if (rect === undefined) continue
      this.shares[colour] += this.#box(
        shareOf(rect, part.begin, part.end, this.#runsRight(part.from, part.to, rect)),
        0,
        0.5,
      )
    }
  }

  /** Whether the character whose rectangle is given runs from right to left; neutral ones are compared with their neighbours. */
  #runsRight(from: number, to: number, rect: DOMRect): boolean {
    if (!this.#mayRunRight) return false
    const { text, textFrom } = this.#frame
    const character = String.fromCodePoint(text.codePointAt(from - textFrom) ?? 0x20)
    const direction = directionOf(character)
    if (direction !== 'neutral') return direction === 'right'
    const after = this.#surface.rect(to, to + 1)
    if (after !== undefined && sameLine(after, rect)) return after.x < rect.x
    const before = from > textFrom ? this.#surface.rect(from - 1, from) : undefined
    return before !== undefined && sameLine(before, rect) && before.x > rect.x
  }

  #outline(token: PlacedToken): string {
    let outline = ''
    if (token.from < token.to) {
      for (const rect of this.#surface.rects(token.from, token.to)) outline += this.#box(rect, 3, 1, 4)
    }
    for (const part of token.parts) {
      const rect = this.#surface.rect(part.from, part.to)
      if (rect === undefined) continue
      const share = shareOf(rect, part.begin, part.end, this.#runsRight(part.from, part.to, rect))
      outline += this.#box(share, 2, 1.5, 2)
    }
    return outline
  }

  /** A rectangle as a path, grown by `tall` above and below and `wide` on the sides, its corners rounded by `radius`. */
  #box(rect: Box, tall: number, wide: number, radius = 1): string {
    const x = rect.x - this.#x - wide
    const y = rect.y - this.#y - tall
    const width = rect.width + 2 * wide
    const height = rect.height + 2 * tall
    const r = Math.min(radius, width / 2, height / 2)
    return (
      `M${n(x + r)} ${n(y)}h${n(width - 2 * r)}q${n(r)} 0 ${n(r)} ${n(r)}v${n(height - 2 * r)}q0 ${n(r)} ${n(-r)} ${n(r)}` +
      `h${n(2 * r - width)}q${n(-r)} 0 ${n(-r)} ${n(-r)}v${n(2 * r - height)}q0 ${n(-r)} ${n(r)} ${n(-r)}z`
    )
  }

  /** The bent arrow after the last character of a line; an empty line has it where its first would stand. */
  #lineEnd(at: number, bar: boolean): void {
    const { text, textFrom } = this.#frame
    const before = at > textFrom ? text.charCodeAt(at - textFrom - 1) : 0x0a
    const own = this.#surface.rect(at, at + 1)
    const last = before === 0x0a || before === 0x0d ? undefined : this.#surface.rects(at - 1, at).at(-1)
    const rect = last ?? own ?? this.#lineOf(at)
    if (rect === undefined) return
    const right = last !== undefined && this.#runsRight(at - 1, at, last)
    const x = rect.x - this.#x + (last === undefined ? 3 : right ? -12 : rect.width + 4)
    const y = rect.y - this.#y + rect.height / 2 + 2
    this.paths.mark += `M${n(x + 8)} ${n(y - 4)}v4h-7m2.5 -2.5l-2.5 2.5l2.5 2.5`
    if (bar) this.paths.mark += `M${n(x - 1)} ${n(y - 3.5)}v7`
  }

  /** A mark of no width: a wedge between its neighbours. */
  #hidden(at: number): void {
    const rect = this.#surface.rect(at, at + 1) ?? this.#lineOf(at) ?? this.#surface.rects(at - 1, at).at(-1)
    if (rect === undefined) return
    const x = rect.x - this.#x + Math.min(rect.width, 8) / 2
    const y = rect.y - this.#y + rect.height
    this.paths.mark += `M${n(x - 2.5)} ${n(y + 2)}l2.5 -4l2.5 4z`
  }

  /** The caret's rectangle at an offset: it has a place where the character itself has no width. */
  #lineOf(at: number): DOMRect | undefined {
    const run = this.#surface.runs.find(each => each.from <= at && at <= each.from + each.node.length)
    if (run === undefined) return undefined
    const range = new Range()
    range.setStart(run.node, at - run.from)
    range.collapse(true)
    const rect = range.getClientRects()[0]
    return rect ?? undefined
  }
}

/** The segment below a cut character that stands for the share from `begin` to `end` of its bytes. */
export function shareOf(rect: Box, begin: number, end: number, right: boolean): Box {
  const from = right ? 1 - end : begin
  const width = Math.max(2, rect.width * (end - begin) - 1)
  return {
    x: rect.x + rect.width * from + 0.5,
    y: rect.y + rect.height + 1.5,
    width,
    height: SHARE,
  }
}

function sameLine(a: DOMRect, b: DOMRect): boolean {
  return Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < Math.max(a.height, b.height) / 2
}

function disc(x: number, y: number, r: number): string {
  return `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0`
}

/** A coordinate to a tenth of a pixel. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}
