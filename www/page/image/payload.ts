// Which bytes of a picture file say what is in the picture, and which are the file around it. At a few hundred bytes a
// file is mostly headers and tables: both counts are told.

/** Bytes of the payload, or `null` where the file is not of a format known here. */
export function payloadBytes(file: Uint8Array): number | null {
  if (file[0] === 0xff && file[1] === 0xd8) return afterFirstScan(file)
  if (tag(file, 0) === 'RIFF' && tag(file, 8) === 'WEBP') return chunksOfWebp(file)
  if (tag(file, 4) === 'ftyp') return boxesOf(file, 'mdat')
  return null
}

/** JPEG: all behind the header of its first scan. Tables of its Huffman codes, which are part of the code, are before. */
function afterFirstScan(file: Uint8Array): number | null {
  let at = 2
  while (at + 4 <= file.length && file[at] === 0xff) {
    const marker = file[at + 1]
    const length = (byte(file, at + 2) << 8) | byte(file, at + 3)
    at += 2 + length
    if (marker === 0xda) return Math.max(0, file.length - at)
  }
  return null
}

/** WebP: the data of its coded picture and of its alpha. */
function chunksOfWebp(file: Uint8Array): number | null {
  let [at, found] = [12, 0]
  while (at + 8 <= file.length) {
    const length = new DataView(file.buffer, file.byteOffset).getUint32(at + 4, true)
    if (['VP8 ', 'VP8L', 'ALPH'].includes(tag(file, at))) found += Math.min(length, file.length - at - 8)
    at += 8 + length + (length & 1)
  }
  return found > 0 ? found : null
}

/** The data of boxes of this kind (ISO base media: AVIF). */
function boxesOf(file: Uint8Array, kind: string): number | null {
  let [at, found] = [0, 0]
  const view = new DataView(file.buffer, file.byteOffset)
  while (at + 8 <= file.length) {
    const length = view.getUint32(at)
    // 0: to the end of the file. 1: a length of eight bytes, which no file that is made here needs.
    const end = length === 0 ? file.length : at + length
    if (end < at + 8) return null
    if (tag(file, at + 4) === kind) found += Math.min(end, file.length) - at - 8
    at = end
  }
  return found > 0 ? found : null
}

function tag(file: Uint8Array, at: number): string {
  return String.fromCharCode(...file.subarray(at, at + 4))
}

function byte(file: Uint8Array, at: number): number {
  return file[at] ?? 0
}
