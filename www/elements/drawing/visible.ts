// Which part of a long text lies in or near the window. Lines lie in the order of the text, also where they run from right to left, so a
// binary search finds the edges: some twenty rectangles are asked for, whatever the length.

import { lineEnd, lineStart } from './offsets.ts'
import type { TextBlock } from './text-block.ts'

/** Pixels above and below the window that are drawn ahead. */
const AHEAD = 400

/** A part of a text in UTF-16 units; `all` when it is the whole. */
export interface VisibleUnits {
  readonly from: number
  readonly to: number
  readonly all: boolean
}

/** The units of a block whose lines are in or near the window. */
export function visibleUnits(block: TextBlock): VisibleUnits {
  const text = block.text
  const box = block.element.getBoundingClientRect()
  if (box.top > -AHEAD && box.bottom < innerHeight + AHEAD) return { from: 0, to: text.length, all: true }
  const surface = block.surface()
  const below = (at: number, y: number): boolean => {
    for (let i = at; i < Math.min(text.length, at + 64); i++) {
      const rect = surface.rect(i, i + 1)
      if (rect !== undefined) return rect.top > y
    }
    return false
  }
  const search = (y: number): number => {
    let low = 0
    let high = text.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (below(middle, y)) high = middle
      else low = middle + 1
    }
    return low
  }
  return { from: lineStart(text, search(-AHEAD)), to: lineEnd(text, search(innerHeight + AHEAD)), all: false }
}
