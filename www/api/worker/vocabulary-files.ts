/**
 * Vocabulary files in a worker: fetched once, checked against the SHA-256 of the catalogue before use, kept in Cache
 * Storage under that hash where the context is secure (the HTTP cache serves elsewhere), inflated. A broken entry is
 * thrown away and fetched once more.
 */

import { sha256 as sha256InScript } from '@noble/hashes/sha2.js'
import { TokenariumError } from '../error.ts'

/** Where a file lies and what it must be. */
export interface FileReference {
  /** Absolute address. */
  url: string
  /** Of the file as it is served, in hexadecimal. */
  sha256: string
  /** Size as it is served. */
  bytes: number
}

/** Name of the cache; a change of the key scheme needs a new one. */
export const CACHE_NAME = 'tokenarium-files-1'

type OnBytes = (done: number, total: number) => void

/** The file's bytes as they are served, checked. */
export async function fetchChecked(
  file: FileReference,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const cache = await openCache()
  const key = new URL(`/tokenarium-file/${file.sha256}`, file.url).href
  const kept = await cache?.match(key).catch(() => undefined)
  if (kept !== undefined) {
    const bytes = new Uint8Array(await kept.arrayBuffer())
    if ((await sha256(bytes)) === file.sha256) {
      onBytes(bytes.length, file.bytes)
      return bytes
    }
    await cache?.delete(key)
  }
  // The second time past the HTTP cache, which may hold what was broken.
  for (const mode of ['default', 'reload'] as const) {
    const bytes = await download(file, mode, signal, onBytes)
    if ((await sha256(bytes)) !== file.sha256) continue
    // A full disk or a private window is no reason to fail: the file is here.
    await cache?.put(key, new Response(bytes)).catch(() => {})
    return bytes
  }
  throw new TokenariumError(
    'integrity',
    `${file.url} is not the file that the catalogue names (SHA-256 ${file.sha256}).`,
    'The site is half updated or something changes files on the way: reload the page, or try another network.',
  )
}

/** A raw DEFLATE stream unpacked. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  try {
    return new Uint8Array(await new Response(unpacked).arrayBuffer())
  } catch {
    throw new TokenariumError('malformed', 'The file is not a raw DEFLATE stream.', 'Choose a whole .vocab file.')
  }
}

/** A raw DEFLATE stream made. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

/** Bytes that are kept on this machine, and a way to throw them away. */
export async function storedBytes(clear: boolean): Promise<number> {
  const cache = await openCache()
  if (cache === undefined) return 0
  let total = 0
  for (const request of await cache.keys()) {
    const response = await cache.match(request)
    total += (await response?.blob())?.size ?? 0
  }
  if (clear) await caches.delete(CACHE_NAME)
  return total
}

async function openCache(): Promise<Cache | undefined> {
  if (typeof caches === 'undefined') return undefined
  // Refused in some private windows and sandboxed frames.
  return caches.open(CACHE_NAME).catch(() => undefined)
}

async function download(
  file: FileReference,
  mode: RequestCache,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const failed = (why: string) =>
    new TokenariumError('network', `${file.url} could not be fetched: ${why}.`, 'Check the connection and try again.')
  try {
    const response = await fetch(file.url, { cache: mode, credentials: 'omit', signal })
    if (!response.ok) throw failed(`the server answered ${response.status}`)
    if (response.body === null) throw failed('the answer is empty')
    const bytes = new Uint8Array(file.bytes)
    let done = 0
    for (const reader = response.body.getReader(); ;) {
      const { value } = await reader.read()
      if (value === undefined) return bytes.subarray(0, done)
      // A longer file is not the one that was meant; the hash will say so.
      bytes.set(value.subarray(0, bytes.length - done), done)
      done = Math.min(bytes.length, done + value.length)
      onBytes(done, file.bytes)
    }
  } catch (error) {
    if (signal.aborted || error instanceof TokenariumError) throw error
    throw failed(error instanceof Error ? error.message : String(error))
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Browsers keep crypto.subtle from insecure contexts.
  const digest = crypto.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : sha256InScript(bytes)
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('')
}
