// The border between the two pictures: dragged, or moved by the arrow keys.

import { attributes, h } from '../dom.ts'

const STEP = 2

/** A handle across `frame`, whose `--split` it sets. */
export function borderHandle(frame: HTMLElement): HTMLElement {
  const handle = h('div', {
    class: 'stage-border',
    role: 'slider',
    tabindex: 0,
    'aria-label': 'Border between the picture and what came back',
    'aria-valuemin': 0,
    'aria-valuemax': 100,
  })
  let share = 50
  let dragged = false
  const set = (next: number): void => {
    share = Math.min(100, Math.max(0, next))
    frame.style.setProperty('--split', `${share}%`)
    attributes(handle, { 'aria-valuenow': Math.round(share), 'aria-valuetext': `${Math.round(share)} % original` })
  }
  set(share)

  handle.addEventListener('pointerdown', event => {
    if (event.button !== 0) return
    event.stopPropagation()
    dragged = false
    handle.setPointerCapture(event.pointerId)
  })
  handle.addEventListener('pointermove', event => {
    if (!handle.hasPointerCapture(event.pointerId)) return
    event.stopPropagation()
    dragged = true
    const box = frame.getBoundingClientRect()
    set((100 * (event.clientX - box.left)) / box.width)
  })
  // A press without a drag is meant for the picture below.
  handle.addEventListener('click', event => {
    if (dragged) event.stopPropagation()
  })
  handle.addEventListener('keydown', event => {
    const to = { ArrowLeft: share - STEP, ArrowRight: share + STEP, Home: 0, End: 100 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    set(to)
  })
  return handle
}
