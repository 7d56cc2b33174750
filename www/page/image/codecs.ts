// Picture files as this browser writes them: the codecs that tokenizers are held against. Which encoder it is, and so how
// many bytes it needs, is the browser's own affair. A file counts twice: whole, headers and all, and its payload alone.

import { payloadBytes } from './payload.ts'

export const CODECS = [
  { codec: 'JPEG', type: 'image/jpeg' },
  { codec: 'WebP', type: 'image/webp' },
  { codec: 'AVIF', type: 'image/avif' },
] as const

export type Codec = (typeof CODECS)[number]

/** Larger pictures are not tried: a browser's encoder cannot be stopped. */
export const LARGEST_AREA = 4_000_000

/** Whether this browser writes the codec: where it does not, it writes PNG, which would be lost time at full size. */
const written = new Map<string, Promise<boolean>>()

function writes({ type }: Codec): Promise<boolean> {
  const known = written.get(type)
  if (known) return known
  const canvas = new OffscreenCanvas(1, 1)
  canvas.getContext('2d')
  const found = canvas.convertToBlob({ type }).then(file => file.type === type)
  written.set(type, found)
  return found
}

/** A file's sizes in bytes. */
export interface Weight {
  readonly whole: number
  /** Of what says what is in the picture. */
  readonly payload: number
}

export async function weigh(file: Blob): Promise<Weight> {
  const payload = payloadBytes(new Uint8Array(await file.arrayBuffer()))
  return { whole: file.size, payload: payload ?? file.size }
}

/** One picture, ready to be written at any quality. */
export class Writer {
  readonly #canvas: OffscreenCanvas

  constructor(picture: ImageData) {
    this.#canvas = new OffscreenCanvas(picture.width, picture.height)
    const context = this.#canvas.getContext('2d')
    context?.putImageData(picture, 0, 0)
    // JPEG knows no alpha: what is not opaque lies on white, as it does for the tokenizers.
    if (context) {
      context.globalCompositeOperation = 'destination-over'
      context.fillStyle = '#ffffff'
      context.fillRect(0, 0, picture.width, picture.height)
    }
  }

  /** The file, or `null` where this browser does not write the codec. `quality`: 0 to 1. */
  async write(codec: Codec, quality: number): Promise<Blob | null> {
    return (await writes(codec)) ? this.#canvas.convertToBlob({ type: codec.type, quality }) : null
  }
}
