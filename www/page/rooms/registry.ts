// The rooms beside Text, in the order of the bar: a new one is its own folder and a line here. Its link, its address
// (`#NAME/…`), its loading when first opened and its entry in 'Share or embed' follow from the line.

import type { RoomEntry } from './room.ts'

export const ROOMS: readonly RoomEntry[] = [
  {
    name: 'image',
    title: 'Image',
    engine: true,
    mount: async (place, app, at) => (await import('../image/index.ts')).mountImage(place, app, at),
  },
  {
    name: 'generate',
    title: 'Generate',
    engine: true,
    mount: async (place, app, at) => (await import('../generate/index.ts')).mountGenerate(place, app, at),
  },
  {
    name: 'guide',
    title: 'Guide',
    mount: async (place, _, at) => (await import('../guide/index.ts')).mountGuide(place, at),
  },
]
