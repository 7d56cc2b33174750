// What codecs of this browser make of the same picture in the same number of bytes: the bar that a tokenizer has to
// clear. Whole files count, headers and all.

import type { Measures, Tokenarium } from '../../api/index.ts'

export interface FileResult {
  readonly codec: 'JPEG' | 'WebP'
  /** `null`: no quality of this codec makes a file so small. */
  readonly fit: { readonly bytes: number; readonly measures: Measures } | null
}

/** Larger pictures are not tried: a browser's encoder cannot be stopped. */
export const LARGEST_AREA = 4_000_000

const CODECS = [
  { codec: 'JPEG', type: 'image/jpeg' },
  { codec: 'WebP', type: 'image/webp' },
] as const

/** Halvings of the range of qualities. */
const ROUNDS = 7

/** The best file of each codec that this browser writes, of at most `bytes`. */
export async function filesWithin(
  lab: Tokenarium,
  picture: ImageData,
  bytes: number,
  signal: AbortSignal,
): Promise<FileResult[]> {
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const context = canvas.getContext('2d')
  if (context === null) return []
  context.putImageData(picture, 0, 0)
  // JPEG knows no alpha: what is not opaque lies on white, as it does for the tokenizers.
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, picture.width, picture.height)

  const results: FileResult[] = []
  for (const { codec, type } of CODECS) {
    let best: Blob | null = null
    let [low, high] = [0, 1]
    let written = true
    for (let round = 0; round <= ROUNDS && written; round++) {
      signal.throwIfAborted()
      const quality = round === 0 ? 0 : (low + high) / 2
      const file: Blob = await canvas.convertToBlob({ type, quality })
      written = file.type === type
      if (!written) break
      if (file.size <= bytes) {
        if (best === null || file.size > best.size) best = file
        low = quality
      } else {
        if (round === 0) break
        high = quality
      }
    }
    if (!written) continue
    const back = best && (await lab.pixels(best, { signal }))
    results.push({
      codec,
      fit: best && back && { bytes: best.size, measures: await lab.measure(picture, back, { signal }) },
    })
  }
  return results
}
