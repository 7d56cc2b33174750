// Names at the ends of curves, placed one after the other so that none covers another; one that finds no place is left out
// unless it is needed, and then the place that covers least is taken.

export interface Label {
  readonly text: string
  /** Of its curve. */
  readonly name: string
  /** Where the curve ends. */
  readonly x: number
  readonly y: number
  readonly needed: boolean
}

export interface Placed {
  readonly label: Label
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

interface Spot {
  readonly x: number
  readonly y: number
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Advance of a letter of the charts' monospace font at 12 px. */
const LETTER = 7.3
/** From the baseline up, and down. */
const [RISE, FALL] = [10, 3]
const LINE = RISE + FALL + 1

/** The first labels choose first; `spots` are points that are better left free. */
export function placed(
  labels: readonly Label[],
  spots: readonly Spot[],
  { width, top, bottom }: { width: number; top: number; bottom: number },
): Placed[] {
  const taken: Box[] = []
  const done: Placed[] = []
  for (const label of labels) {
    let best: { at: Placed; box: Box; cost: number } | null = null
    for (const at of places(label)) {
      const box = boxOf(at)
      if (box.left < 0 || box.right > width || box.top < top - LINE || box.bottom > bottom) continue
      if (taken.some(other => meet(box, other))) continue
      const covered = spots.filter(
        ({ x, y }) => x > box.left - 3 && x < box.right + 3 && y > box.top - 2 && y < box.bottom + 2,
      ).length
      const far = Math.abs(at.y - 4 - label.y) / LINE
      const cost = covered + far / 2
      if (best === null || cost < best.cost) best = { at, box, cost }
    }
    if (best === null || (!label.needed && best.cost > 1)) continue
    taken.push(best.box)
    done.push(best.at)
  }
  return done
}

/** Right of the end, then left of it, each a few lines up and down too. */
function places(label: Label): Placed[] {
  const lines = label.needed ? [0, -1, 1, -2, 2, -3, 3, -4, 4] : [0, -1, 1]
  return (['start', 'end'] as const).flatMap(anchor =>
    lines.map(line => ({
      label,
      anchor,
      x: label.x + (anchor === 'start' ? 9 : -9),
      y: label.y + 4 + line * LINE,
    })),
  )
}

function boxOf({ label, x, y, anchor }: Placed): Box {
  const across = LETTER * label.text.length
  const left = anchor === 'start' ? x : x - across
  return { left, right: left + across, top: y - RISE, bottom: y + FALL }
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
