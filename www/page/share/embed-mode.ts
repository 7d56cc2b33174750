// `index.html?embed=1#…`: the page inside a frame of another site. It shows the view without the bar and tells its height to the page around it, so
// that a frame can be as tall as its content. Nothing else is told.

import { sheet } from '../../elements/drawing/index.ts'
import css from './embed.css' with { type: 'text' }

/** What the page around a frame hears. */
export interface SizeMessage {
  readonly tokenarium: 'size'
  /** Pixels that the content needs. */
  readonly height: number
}

/** Whether the address asks for a frame's view. */
export function isEmbedded(address = location.search): boolean {
  return new URLSearchParams(address).get('embed') === '1'
}

/** Turns it on, when the address asks for it. */
export function startEmbedMode(): void {
  if (!isEmbedded()) return
  document.documentElement.dataset.embed = ''
  document.adoptedStyleSheets.push(sheet(css))
  if (parent === window) return
  let last = 0
  const tell = (): void => {
    const height = Math.ceil(document.body.getBoundingClientRect().height)
    if (height === last) return
    last = height
    // The page around is unknown, and a height is no secret.
    parent.postMessage({ tokenarium: 'size', height } satisfies SizeMessage, '*')
  }
  new ResizeObserver(tell).observe(document.body)
  tell()
}
