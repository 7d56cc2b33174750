// The statistics of the text, some calm after the last change: every view of them draws from here. Cancelled by the next
// change, so that typing never waits for them. brotli at its best is slow: live up to 64 KB, above that when asked.

import type { Stats } from '../../api/index.ts'
import type { App } from '../app.ts'
import { isAbort } from '../failure.ts'

/** Text up to so many bytes is compressed by brotli without being asked. */
export const BROTLI_LIVE = 65_536
/** gzip is quick: live up to here. */
export const GZIP_LIVE = 4_000_000

export type Measured =
  | { readonly kind: 'none' }
  /** `asked`: it takes its time, and the visitor may give it up. */
  | { readonly kind: 'working'; readonly asked: boolean }
  | { readonly kind: 'size'; readonly bytes: number }
  | { readonly kind: 'asks' }
  | { readonly kind: 'failed'; readonly reason: string }

type Listener = () => void

export class TextStatistics {
  readonly #app: App
  readonly #listeners = new Set<Listener>()
  #timer = 0
  #abort = new AbortController()
  #codecs = new AbortController()
  stats: Stats | null = null
  error: unknown = null
  stale = false
  gzip: Measured = { kind: 'none' }
  brotli: Measured = { kind: 'none' }

  constructor(app: App) {
    this.#app = app
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener)
  }

  /** After a change: what is shown is stale; the new is computed when it is calm. */
  later(): void {
    this.stale = true
    clearTimeout(this.#timer)
    this.#abort.abort(new DOMException('superseded', 'AbortError'))
    this.#codecs.abort(new DOMException('superseded', 'AbortError'))
    const bytes = this.#app.follower.size?.utf8 ?? 0
    this.#timer = window.setTimeout(() => void this.#compute(), bytes < 100_000 ? 120 : 700)
    this.#tell()
  }

  /** Compresses by brotli although the text is long. */
  askBrotli(): void {
    this.brotli = { kind: 'working', asked: true }
    this.#tell()
    void this.#codec('brotli', this.#codecs.signal)
  }

  /** Ends what askBrotli began. */
  cancelBrotli(): void {
    this.#codecs.abort(new DOMException('cancelled', 'AbortError'))
    this.#codecs = new AbortController()
    this.brotli = { kind: 'asks' }
    this.#tell()
  }

  async #compute(): Promise<void> {
    const { document } = this.#app.follower
    if (!document) return
    this.#abort = new AbortController()
    this.#codecs = new AbortController()
    const { signal } = this.#abort
    try {
      const stats = await document.stats({ signal })
      if (signal.aborted) return
      this.stats = stats
      this.error = null
      this.stale = false
    } catch (error) {
      if (isAbort(error) || signal.aborted) return
      this.error = error
      this.stale = false
    }
    this.#tell()
    const bytes = document.size.utf8
    this.gzip = bytes <= GZIP_LIVE ? { kind: 'working', asked: false } : { kind: 'asks' }
    this.brotli = bytes <= BROTLI_LIVE ? { kind: 'working', asked: false } : { kind: 'asks' }
    this.#tell()
    if (bytes <= GZIP_LIVE) await this.#codec('gzip', this.#codecs.signal)
    if (bytes <= BROTLI_LIVE && !signal.aborted) await this.#codec('brotli', this.#codecs.signal)
  }

  async #codec(name: 'gzip' | 'brotli', signal: AbortSignal): Promise<void> {
    const { document } = this.#app.follower
    if (!document) return
    try {
      const stats = await document.stats({ figures: [name], signal })
      if (signal.aborted) return
      this[name] = { kind: 'size', bytes: (name === 'gzip' ? stats.gzipBytes : stats.brotliBytes) ?? 0 }
    } catch (error) {
      if (isAbort(error) || signal.aborted) return
      this[name] = { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
    }
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
