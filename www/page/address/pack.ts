// A text as address characters: UTF-16 kept exactly, deflate-raw, base64url. An unpaired surrogate survives, because a
// text that holds one is packed as UTF-16 units instead of UTF-8; the first character tells which.

/** Bound of what an address carries, in packed bytes. */
export const PACKED_LIMIT = 6144

/** A hostile address could unpack to gigabytes; a text that fits the limit never comes near this. */
const UNPACKED_LIMIT = 8_000_000

/** The packed text, or `null` where it does not fit. */
export async function pack(text: string): Promise<string | null> {
  if (text.length > UNPACKED_LIMIT / 4) return null
  const formed = wellFormed(text)
  const bytes = formed ? new TextEncoder().encode(text) : units(text)
  const packed = await through(bytes, new CompressionStream('deflate-raw'), PACKED_LIMIT)
  return packed ? (formed ? '8' : 'w') + base64url(packed) : null
}

/** The text again, or `null` where the address was mangled. */
export async function unpack(packed: string): Promise<string | null> {
  const kind = packed[0]
  if (kind !== '8' && kind !== 'w') return null
  try {
    const bytes = await through(unbase64url(packed.slice(1)), new DecompressionStream('deflate-raw'), UNPACKED_LIMIT)
    if (!bytes) return null
    if (kind === '8') return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return bytes.length % 2 === 0 ? fromUnits(bytes) : null
  } catch {
    return null
  }
}

function wellFormed(text: string): boolean {
  return text.isWellFormed()
}

function units(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    out[2 * i] = unit & 255
    out[2 * i + 1] = unit >> 8
  }
  return out
}

function fromUnits(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 2) out += String.fromCharCode((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8))
  return out
}

/** Runs bytes through a stream; `null` when more than `limit` come out. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > limit) {
      await reader.cancel()
      return null
    }
    parts.push(value)
  }
  const out = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Bytes as characters that an address takes. */
export function base64url(bytes: Uint8Array): string {
  let text = ''
  for (const b of bytes) text += String.fromCharCode(b)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Bytes of such characters. @throws where they are none */
export function unbase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, c => c.charCodeAt(0))
}
