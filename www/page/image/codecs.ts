// Picture files as this browser writes them: the codecs that tokenizers are held against. Whole files count, headers and
// all; which encoder it is, and so how many bytes it needs, is the browser's own affair.

export const CODECS = [
  { codec: 'JPEG', type: 'image/jpeg' },
  { codec: 'WebP', type: 'image/webp' },
] as const

export type Codec = (typeof CODECS)[number]

/** Larger pictures are not tried: a browser's encoder cannot be stopped. */
export const LARGEST_AREA = 4_000_000

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
  async write({ type }: Codec, quality: number): Promise<Blob | null> {
    const file = await this.#canvas.convertToBlob({ type, quality })
    return file.type === type ? file : null
  }
}
