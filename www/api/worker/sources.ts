/** `.vocab` files as the wasm modules read them: inflated, with the file that they share tokens with. */

import { TokenariumError } from '../error.ts'
import type { VocabularySource } from '../operations.ts'
import type { Call } from './runtime.ts'
import { fetchChecked, type FileReference, inflate } from './vocabulary-files.ts'

/** Files inflated. */
export interface OpenedSource {
  file: Uint8Array<ArrayBuffer>
  base: Uint8Array<ArrayBuffer> | undefined
}

const MAGIC = 'TKNVOCAB'
/** A visitor's file may be this large. */
const MAX_FILE_BYTES = 1 << 28

/** Fetches, checks and inflates. */
export async function openSource(call: Call<unknown>, source: VocabularySource): Promise<OpenedSource> {
  if (source.kind === 'file') {
    if (source.file.size > MAX_FILE_BYTES) {
      throw new TokenariumError('too-large', `The file has ${source.file.size} bytes.`, 'The limit is 256 MB.')
    }
    const bytes = new Uint8Array(await source.file.arrayBuffer())
    return { file: isInflated(bytes) ? bytes : await inflate(bytes), base: undefined }
  }
  const files: FileReference[] = source.base === null ? [source.file] : [source.base, source.file]
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const done = new Map<FileReference, number>()
  const [file, base] = await Promise.all(
    [source.file, source.base].map(async reference => {
      if (reference === null) return undefined
      const packed = await fetchChecked(reference, call.signal, bytes => {
        done.set(reference, bytes)
        call.progress(
          'fetch',
          [...done.values()].reduce((sum, part) => sum + part, 0),
          total,
          'bytes',
        )
      })
      return inflate(packed)
    }),
  )
  if (file === undefined) throw new Error('a source without a file')
  return { file, base }
}

function isInflated(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) === MAGIC
}
