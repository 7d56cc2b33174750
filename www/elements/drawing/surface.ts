// The text nodes that hold a document, or its visible lines, and where their characters lie on the screen. The nodes are only read: whoever
// laid them out (our own strip, an editor) owns them. A run is one text node; newlines between runs belong to no node.

/** A text node and the UTF-16 offset of its first unit in the document. */
export interface Run {
  readonly from: number
  readonly node: Text
}

/** Runs in the order of the document. */
export class Surface {
  readonly runs: readonly Run[]
  readonly #range: Range

  constructor(runs: readonly Run[]) {
    this.runs = runs
    this.#range = new Range()
  }

  /** What the units from `from` to `to` cover on the screen, one or more rectangles per line; empty ones are left out. */
  rects(from: number, to: number): DOMRect[] {
    const found: DOMRect[] = []
    for (let i = this.#runAt(from); i < this.runs.length; i++) {
      const run = this.runs[i]
      if (run === undefined || run.from >= to) break
      if (!this.#select(run, from, to)) continue
      for (const rect of this.#range.getClientRects()) if (rect.width > 0.25) found.push(rect)
    }
    return found
  }

  /** The first of `rects`. */
  rect(from: number, to: number): DOMRect | undefined {
    return this.rects(from, to)[0]
  }

  /** Live ranges over the units, one per node; they follow the text while it is edited. */
  ranges(from: number, to: number): Range[] {
    const found: Range[] = []
    for (let i = this.#runAt(from); i < this.runs.length; i++) {
      const run = this.runs[i]
      if (run === undefined || run.from >= to) break
      const [begin, end] = clip(run, from, to)
      if (begin >= end) continue
      const range = new Range()
      range.setStart(run.node, begin)
      range.setEnd(run.node, end)
      found.push(range)
    }
    return found
  }

  #select(run: Run, from: number, to: number): boolean {
    const [begin, end] = clip(run, from, to)
    if (begin >= end) return false
    this.#range.setStart(run.node, begin)
    this.#range.setEnd(run.node, end)
    return true
  }

  /** Index of the run that holds `offset`, or of the next one. */
  #runAt(offset: number): number {
    let low = 0
    let high = this.runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      const run = this.runs[middle]
      if (run !== undefined && run.from + run.node.length <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
}

function clip(run: Run, from: number, to: number): [number, number] {
  return [Math.max(0, from - run.from), Math.min(run.node.length, to - run.from)]
}
