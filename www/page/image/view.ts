// Which part of a picture is seen, and how large. Lengths are shares of the frame, so that a frame of another size shows
// the same part. At scale 1 the picture fills the frame; it never leaves an edge of the frame bare.

export interface View {
  readonly scale: number
  /** Where the picture's left and top edges lie, 0 or less. */
  readonly left: number
  readonly top: number
}

export interface Place {
  readonly x: number
  readonly y: number
}

export const WHOLE: View = { scale: 1, left: 0, top: 0 }

/** At the largest scale so many pixels lie across the frame. */
const FEWEST_PIXELS = 12

/** The largest scale for a picture of this width. */
export function largest(width: number): number {
  return Math.max(4, width / FEWEST_PIXELS)
}

/** Larger by `factor`; what lies at `at` stays there. */
export function zoomed(view: View, factor: number, at: Place, most: number): View {
  const scale = Math.min(most, Math.max(1, view.scale * factor))
  const ratio = scale / view.scale
  return held({ scale, left: at.x - (at.x - view.left) * ratio, top: at.y - (at.y - view.top) * ratio })
}

/** Moved by a share of the frame. */
export function moved(view: View, by: Place): View {
  return held({ ...view, left: view.left + by.x, top: view.top + by.y })
}

/** Where a place of the frame lies in the picture, as shares of the picture. */
export function inPicture(view: View, at: Place): Place {
  return { x: (at.x - view.left) / view.scale, y: (at.y - view.top) / view.scale }
}

/** Where a place of the picture lies in the frame. */
export function inFrame(view: View, at: Place): Place {
  return { x: view.left + at.x * view.scale, y: view.top + at.y * view.scale }
}

/** Moved as little as makes a place of the picture seen, with some of what is about it. */
export function revealing(view: View, at: Place): View {
  const margin = 0.1
  const { x, y } = inFrame(view, at)
  const into = (value: number): number => Math.min(1 - margin, Math.max(margin, value)) - value
  return moved(view, { x: into(x), y: into(y) })
}

function held({ scale, left, top }: View): View {
  const within = (value: number): number => Math.min(0, Math.max(1 - scale, value))
  return { scale, left: within(left), top: within(top) }
}
