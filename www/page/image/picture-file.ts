// A picture file opened in this room, with a word on who read it and what was done to it.

import type { PictureFile, Tokenarium } from '../../api/index.ts'

/** Reads the file; `told` is given the words for it, none where there is nothing to say. */
export async function openPicture(
  lab: Tokenarium,
  file: Blob,
  signal: AbortSignal,
  told: (words: string) => void,
): Promise<ImageData> {
  const read = await lab.readPicture(file, { signal })
  told(wordsOf(read))
  return read.picture
}

function wordsOf({ format, reader, notes }: PictureFile): string {
  const by =
    reader === 'browser' ? [`${format.toUpperCase()} read by this browser: another may read other samples`] : []
  return [...by, ...notes].join('; ')
}
