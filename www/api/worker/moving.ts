/** Whether a picture file that the browser reads moves, of which it gives the first picture. */

/** Reads what says so in GIF, WebP and AVIF; other formats do not move. */
export function moves(file: Uint8Array): boolean {
  const text = (from: number, to: number): string => String.fromCharCode(...file.subarray(from, to))
  if (text(0, 4) === 'GIF8') return pictures(file) > 1
  if (text(0, 4) === 'RIFF' && text(8, 16) === 'WEBPVP8X') return ((file[20] ?? 0) & 2) !== 0
  return text(4, 12) === 'ftypavis'
}

/** Bytes of a table of colours, by the packed field that announces it. */
function table(packed: number): number {
  return packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
}

/** Pictures of a GIF, up to two. */
function pictures(file: Uint8Array): number {
  const byte = (at: number): number => file[at] ?? 0
  let at = 13 + table(byte(10))
  let count = 0
  while (at < file.length && count < 2) {
    const kind = byte(at)
    if (kind === 0x2c) {
      count += 1
      at += 11 + table(byte(at + 9))
    } else if (kind === 0x21) at += 2
    else break
    while (byte(at) > 0) at += 1 + byte(at)
    at += 1
  }
  return count
}
