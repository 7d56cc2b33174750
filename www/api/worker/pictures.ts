/** Pictures that come to the worker as bitmaps, or as files that the browser reads into samples. */

import { TokenariumError } from '../error.ts'
import type { WirePicture } from '../operations.ts'

/** Red, green, blue and alpha, not premultiplied. */
export interface Samples {
  width: number
  height: number
  rgba: Uint8Array
}

/**
 * Reads a picture. Orientation that a file states is applied; colour profiles are left as they are where the browser
 * allows it.
 *
 * @throws TokenariumError `malformed`, `too-large`
 */
export async function readPicture(picture: WirePicture): Promise<Samples> {
  if (picture instanceof Blob) return samplesOf(await bitmapOf(picture))
  return picture instanceof ImageBitmap ? samplesOf(picture) : picture
}

async function bitmapOf(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
  } catch {
    const name = file instanceof File ? file.name : 'The file'
    const type = file.type === '' ? 'no type' : file.type
    throw new TokenariumError(
      'malformed',
      `${name} (${type}, ${file.size} bytes) is no picture that this browser reads.`,
      'Open a PNG, JPEG, WebP, GIF or AVIF file that is whole.',
    )
  }
}

function samplesOf(bitmap: ImageBitmap): Samples {
  const { width, height } = bitmap
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('no canvas')
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    return { width, height, rgba: new Uint8Array(data.buffer) }
  } catch {
    const remedy = 'Make it smaller: at most 8,192 pixels on a side, and 64 million in all.'
    throw new TokenariumError('too-large', `The browser gave no room for a picture of ${width} × ${height}.`, remedy)
  } finally {
    bitmap.close()
  }
}

/** What a comparison of unlike pictures says. */
export function differentSizes(a: Samples, b: Samples): TokenariumError {
  const sizes = [a, b].map(({ width, height }) => `${width} × ${height}`).join(' and ')
  return new TokenariumError(
    'invalid-argument',
    `Pictures of one size are compared; these are ${sizes}.`,
    'Resize one.',
  )
}
