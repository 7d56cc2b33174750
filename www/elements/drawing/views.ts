// The three ways to write the same tokens down: their text, their ids, their bytes in hex. The last two are ASCII, a line of groups divided by
// spaces, so the same drawing (one text node, ticks, colours) serves all three and a copied selection is plain text.

/** Which way a strip is written. */
export type View = 'text' | 'ids' | 'bytes'

/** Tokens of a text as a strip shows them. */
export interface StripData {
  readonly text: string
  readonly ids: Uint32Array
  /** UTF-8 byte pairs into `text`. */
  readonly spans: Uint32Array
  /** The vocabulary's bytes of the token at an index (not those of the text, which a normalizer may have changed). */
  bytes(index: number): Uint8Array
}

/** A text with the spans of tokens in it. */
export interface Written {
  readonly text: string
  readonly spans: Uint32Array
}

/** Writes tokens in a view. Cost: the length of what is written. */
export function write(data: StripData, view: View): Written {
  if (view === 'text') return { text: data.text, spans: data.spans }
  const groups: string[] = []
  const spans = new Uint32Array(data.ids.length * 2)
  const gap = view === 'ids' ? ' ' : '  '
  let at = 0
  for (let i = 0; i < data.ids.length; i++) {
    const group = view === 'ids' ? String(data.ids[i]) : hex(data.bytes(i))
    spans[2 * i] = at
    at += group.length
    spans[2 * i + 1] = at
    at += gap.length
    groups.push(group)
  }
  return { text: groups.join(gap), spans }
}

/** Bytes as two hex digits each, divided by spaces. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += (text === '' ? '' : ' ') + byte.toString(16).padStart(2, '0')
  return text
}
