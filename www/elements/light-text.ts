// The text that an author wrote between the tags. White space around bare text is layout of the source and is dropped; a `pre`, `textarea` or
// `template` child keeps every character.

/** The text of an element's light children. */
export function lightText(host: HTMLElement): string {
  const exact = host.querySelector(':scope > pre, :scope > textarea, :scope > template')
  if (exact instanceof HTMLTextAreaElement) return exact.value
  if (exact instanceof HTMLTemplateElement) return exact.content.textContent ?? ''
  if (exact !== null) return exact.textContent ?? ''
  let text = ''
  for (const node of host.childNodes) {
    if (node instanceof Text) text += node.data
    else if (node instanceof HTMLElement && isText(node)) text += node.textContent ?? ''
  }
  return text.trim()
}

/** Whether a child is part of the text, not a picture for a slot, a script or what stands there for browsers without scripts. */
function isText(child: HTMLElement): boolean {
  return child.slot === '' && !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(child.tagName)
}
