// `index.html?embed=1#…`: the page inside a frame of another site. It shows the view without what stands around it, links to the whole, and tells
// its height to the page around it, so that a frame can be as tall as its content. Nothing else is told.

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
  document.body.append(wayOut())
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

/** A link to the same view in a window of its own; it follows the address at the moment it is used. */
function wayOut(): HTMLElement {
  const place = document.createElement('p')
  place.className = 'embed-open'
  const link = document.createElement('a')
  link.textContent = 'Open in Tokenarium'
  link.target = '_blank'
  link.rel = 'noopener'
  const point = (): void => {
    const url = new URL(location.href)
    url.searchParams.delete('embed')
    link.href = url.href
  }
  for (const moment of ['pointerenter', 'focus', 'click'] as const) link.addEventListener(moment, point)
  point()
  place.append(link)
  return place
}
