// What somebody pastes into a page of theirs: pure functions from a view to text.

import type { ElementView } from './view.ts'

/** Text and attribute values safe in HTML, whatever stands in them. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Whether bare text between tags would come back as it is: no white space at its edges, none that HTML or an editor would touch. */
function isBare(text: string): boolean {
  return text === text.trim() && !/[\r\n\0\f]/.test(text)
}

/** The element with what it shows and the script tag that it needs once per page. */
export function elementCode(view: ElementView, base: URL): string {
  const { tag } = view
  const list = Object.entries(view.attributes)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('')
  const content = 'text' in view ? textContent(view.text) : `<img src="${escape(view.picture)}" alt="">`
  return `<script src="${escape(new URL('embed.js', base).href)}"></script>\n<${tag}${list}>${content}</${tag}>`
}

function textContent(text: string): string {
  // HTML drops the first newline of a pre.
  return isBare(text) ? escape(text) : `<pre>${text.startsWith('\n') ? '\n' : ''}${escape(text)}</pre>`
}

/** A frame for sites that block scripts; `link` is the address of the view. */
export function frameCode(link: string, title: string, height: number): string {
  return `<iframe src="${escape(frameAddress(link))}" title="${escape(title)}" width="100%" height="${height}" loading="lazy"></iframe>`
}

/** The address of a view as it stands in a frame: `?embed=1` before its `#`. */
export function frameAddress(link: string): string {
  const url = new URL(link)
  url.searchParams.set('embed', '1')
  return url.href
}
