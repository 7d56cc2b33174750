// What somebody pastes into a page of theirs: pure functions from a view to text.

/** Text and attribute values safe in HTML, whatever stands in them. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Whether bare text between tags would come back as it is: no white space at its edges, none that HTML or an editor would touch. */
function isBare(text: string): boolean {
  return text === text.trim() && !/[\r\n\0\f]/.test(text)
}

/** The element with its text and the script tag that it needs once per page. */
export function elementCode(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  text: string,
  base: URL,
): string {
  const list = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('')
  // HTML drops the first newline of a pre.
  const content = isBare(text) ? escape(text) : `<pre>${text.startsWith('\n') ? '\n' : ''}${escape(text)}</pre>`
  return `<script src="${escape(new URL('embed.js', base).href)}"></script>\n<${tag}${list}>${content}</${tag}>`
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
