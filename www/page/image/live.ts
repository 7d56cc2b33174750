// The camera, live: frame after frame through the tokenizer in use, with the rate at which they come back. What takes
// longer than a frame (curves, files) waits until a frame is kept.

import { h, put } from '../dom.ts'
import { isAbort } from '../failure.ts'
import { fixed } from '../format.ts'
import type { Bench } from './bench.ts'
import { type Camera, startCamera } from './camera.ts'

export interface LiveView {
  /** The button that begins. */
  readonly button: HTMLElement
  /** The frame rate, and the ways to end; hidden while there is no camera. */
  readonly element: HTMLElement
  stop(): void
}

/** The rate is that of so many frames. */
const FRAMES = 10

/** `failed` is told in words why there is no camera; `kept` when a frame is to stay. */
export function liveView(bench: Bench, failed: (error: unknown) => void, kept: () => void): LiveView {
  const rate = h('span', { class: 'live-rate' })
  const element = h(
    'div',
    { class: 'live', hidden: true, role: 'group', 'aria-label': 'Camera' },
    h('span', { class: 'live-dot', 'aria-hidden': 'true' }),
    rate,
    h('button', { class: 'button', type: 'button', onclick: () => end(true) }, 'Keep this picture'),
    h('button', { class: 'quiet', type: 'button', onclick: () => end(false) }, 'Stop'),
  )
  const button = h('button', { class: 'button', type: 'button', onclick: () => void begin() }, 'Camera')
  let camera: Camera | null = null
  let abort = new AbortController()
  let before: ImageData | null = null

  const begin = async (): Promise<void> => {
    if (camera) return
    button.setAttribute('disabled', '')
    try {
      camera = await startCamera()
    } catch (error) {
      failed(error)
      return
    } finally {
      button.removeAttribute('disabled')
    }
    abort = new AbortController()
    before = bench.original
    bench.live = true
    button.hidden = true
    element.hidden = false
    put(rate, 'Camera')
    await frames(camera, abort.signal)
  }

  const frames = async (from: Camera, signal: AbortSignal): Promise<void> => {
    const times: number[] = []
    try {
      while (!signal.aborted) {
        // Another tokenizer chosen meanwhile is made first.
        await bench.idle(signal)
        await bench.open(() => from.frame())
        times.push(performance.now())
        if (times.length > FRAMES) times.shift()
        const [first = 0, last = 0] = [times[0], times.at(-1)]
        if (last > first) put(rate, `Camera: ${fixed((1000 * (times.length - 1)) / (last - first), 1)} frames a second`)
        await new Promise(requestAnimationFrame)
      }
    } catch (error) {
      if (!isAbort(error)) failed(error)
    }
  }

  /** With `keep` the frame that is shown stays, as a picture like any other; else the picture before comes back. */
  const end = (keep: boolean): void => {
    if (!camera) return
    abort.abort(new DOMException('stopped', 'AbortError'))
    camera.stop()
    camera = null
    bench.live = false
    button.hidden = false
    element.hidden = true
    const picture = keep ? bench.original : before
    if (keep) kept()
    if (picture) void bench.open(() => picture)
  }

  return { button, element, stop: () => end(false) }
}
