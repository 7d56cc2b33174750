// What fingers, mouse and wheel do to the picture: a press chooses, a drag moves what is zoomed, two fingers or the wheel
// with Control zoom. Places are shares of the frame. With the picture whole, a finger's drag scrolls the page as ever.

import type { Place } from './view.ts'

export interface Gestures {
  press(at: Place): void
  hover(at: Place | null): void
  /** Moves by this much; `false` where nothing can move. */
  move(by: Place): boolean
  zoom(factor: number, at: Place): void
}

/** Beyond so many CSS pixels a press is a drag. */
const STILL = 5
/** Of a wheel's step, in powers of two. */
const WHEEL = 0.006

export function listenForGestures(frame: HTMLElement, gestures: Gestures): void {
  const pointers = new Map<number, Place>()
  let dragged = false
  let from: Place = { x: 0, y: 0 }

  const shares = ({ clientX, clientY }: { clientX: number; clientY: number }): Place => {
    const box = frame.getBoundingClientRect()
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height }
  }
  const pixels = (a: Place, b: Place): number => {
    const box = frame.getBoundingClientRect()
    return Math.hypot((a.x - b.x) * box.width, (a.y - b.y) * box.height)
  }
  const middle = ([a, b]: readonly Place[]): Place => ({
    x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2,
    y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2,
  })

  frame.addEventListener('pointerdown', event => {
    if (event.button !== 0) return
    if (pointers.size === 0) {
      dragged = false
      from = shares(event)
    }
    pointers.set(event.pointerId, shares(event))
  })
  frame.addEventListener('pointermove', event => {
    const at = shares(event)
    const before = pointers.get(event.pointerId)
    if (!before) {
      if (event.pointerType === 'mouse') gestures.hover(at)
      return
    }
    const old = [...pointers.values()]
    pointers.set(event.pointerId, at)
    const now = [...pointers.values()]
    const [a, b] = [old[0], old[1]]
    const [c, d] = [now[0], now[1]]
    if (a && b && c && d) {
      dragged = true
      const to = middle(now)
      const was = middle(old)
      gestures.zoom(pixels(c, d) / Math.max(1, pixels(a, b)), was)
      gestures.move({ x: to.x - was.x, y: to.y - was.y })
      return
    }
    if (!dragged && pixels(at, from) <= STILL) return
    if (gestures.move({ x: at.x - before.x, y: at.y - before.y })) {
      dragged = true
      if (!frame.hasPointerCapture(event.pointerId)) frame.setPointerCapture(event.pointerId)
    }
  })
  const ended = (event: PointerEvent): void => {
    pointers.delete(event.pointerId)
  }
  frame.addEventListener('pointerup', ended)
  frame.addEventListener('pointercancel', ended)
  frame.addEventListener('pointerleave', event => {
    if (!frame.hasPointerCapture(event.pointerId)) ended(event)
    gestures.hover(null)
  })
  frame.addEventListener('click', event => {
    if (!dragged) gestures.press(shares(event))
    dragged = false
  })
  frame.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      gestures.zoom(2 ** (-event.deltaY * WHEEL), shares(event))
    },
    { passive: false },
  )
}
