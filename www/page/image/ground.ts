// What lies under pixels that are not opaque: a colour that the visitor chooses. From here on the room knows opaque
// pictures alone, so that codecs, measures and tokenizers all see the same.

import { h } from '../dom.ts'

export function hasAlpha({ data }: ImageData): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true
  return false
}

/** `picture` over a colour (#rrggbb), rounded as the engine rounds. */
export function over(picture: ImageData, colour: string): ImageData {
  const packed = Number.parseInt(colour.slice(1), 16)
  const ground = [packed >> 16, (packed >> 8) & 255, packed & 255]
  const out = new ImageData(picture.width, picture.height)
  for (let at = 0; at < out.data.length; at += 4) {
    const alpha = picture.data[at + 3] ?? 255
    for (let channel = 0; channel < 3; channel++) {
      const mixed = alpha * (picture.data[at + channel] ?? 0) + (255 - alpha) * (ground[channel] ?? 0)
      out.data[at + channel] = Math.floor((mixed + 127) / 255)
    }
    out.data[at + 3] = 255
  }
  return out
}

/** A field for the colour; hidden where a picture is opaque. */
export function groundField(change: (colour: string) => void): HTMLElement {
  const input = h('input', { type: 'color', value: '#ffffff', 'aria-label': 'Colour under what is not opaque' })
  input.addEventListener('input', () => change(input.value))
  return h('label', { class: 'line', hidden: true }, input, 'under what is clear')
}
