// Where two pictures differ: grey where they are equal, the stronger red the further a sample is away.

/** So many sample values are the full colour. */
const FULL = 48

/** A picture of the largest difference of a pixel's red, green and blue. */
export function difference(a: ImageData, b: ImageData): ImageData {
  const out = new ImageData(a.width, a.height)
  for (let at = 0; at < out.data.length; at += 4) {
    let most = 0
    for (let channel = 0; channel < 3; channel++) {
      most = Math.max(most, Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)))
    }
    const share = Math.min(1, most / FULL)
    out.data[at] = 236 - 56 * share
    out.data[at + 1] = 235 - 200 * share
    out.data[at + 2] = 228 - 200 * share
    out.data[at + 3] = 255
  }
  return out
}
