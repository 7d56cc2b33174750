// What codecs of this browser make of the same picture in the same number of bytes: the bar that a tokenizer has to
// clear.

import type { Measures, Tokenarium } from '../../api/index.ts'
import { type Codec, CODECS, type Weight, weigh, Writer } from './codecs.ts'

export interface FileResult {
  readonly codec: Codec['codec']
  /** `null`: no quality of this codec makes a file so small. */
  readonly fit: { readonly weight: Weight; readonly measures: Measures } | null
}

/** Halvings of the range of qualities. */
const ROUNDS = 7

/** The best file of each codec that this browser writes, of at most `bytes`. */
export async function filesWithin(
  lab: Tokenarium,
  picture: ImageData,
  bytes: number,
  signal: AbortSignal,
): Promise<FileResult[]> {
  const writer = new Writer(picture)
  const results: FileResult[] = []
  for (const codec of CODECS) {
    const smallest = await writer.write(codec, 0)
    if (smallest === null) continue
    const best = smallest.size <= bytes ? await largestWithin(writer, codec, smallest, bytes, signal) : null
    const back = best && (await lab.pixels(best, { signal }))
    results.push({
      codec: codec.codec,
      fit: best && back && { weight: await weigh(best), measures: await lab.measure(picture, back, { signal }) },
    })
  }
  return results
}

async function largestWithin(
  writer: Writer,
  codec: Codec,
  smallest: Blob,
  bytes: number,
  signal: AbortSignal,
): Promise<Blob> {
  let best = smallest
  let [low, high] = [0, 1]
  for (let round = 0; round < ROUNDS; round++) {
    signal.throwIfAborted()
    const quality = (low + high) / 2
    const file = await writer.write(codec, quality)
    if (file !== null && file.size <= bytes) {
      if (file.size > best.size) best = file
      low = quality
    } else {
      high = quality
    }
  }
  return best
}
