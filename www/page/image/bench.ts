// The work of this room: a picture through a tokenizer and back, what it costs, how far it is from the picture. Newer
// work supersedes older; a failure is a state with a way on, and the picture stays.

import type { ImageTokenizer, ImageTokens, Measures, Rate, Tokenarium } from '../../api/index.ts'
import { isAbort } from '../failure.ts'
import { type Cells, cellsOf } from './cells.ts'

/** All that is known of a picture under one tokenizer. */
export interface Result {
  readonly original: ImageData
  readonly tokenizer: ImageTokenizer
  readonly tokens: ImageTokens
  readonly back: ImageData
  readonly rate: Rate
  readonly measures: Measures
  /** Where the cells lie. */
  readonly cells: Cells
  /** So many of `tokens.stops` are decoded and counted. */
  readonly keep: number
  /** The ids are not those that the tokenizer gave: somebody changed them. */
  readonly edited: boolean
  /** The tokens came without their picture: what they decoded to stands in the original's place. */
  readonly alone: boolean
}

export type Phase =
  | { readonly kind: 'working'; readonly name: string; readonly done: number; readonly total: number | null }
  | { readonly kind: 'ready' }
  | { readonly kind: 'error'; readonly error: unknown }

type Listener = () => void

export class Bench {
  readonly #lab: () => Promise<Tokenarium>
  readonly #listeners = new Set<Listener>()
  #abort = new AbortController()
  #tokenizer: ImageTokenizer | null = null
  #original: ImageData | null = null
  #alone = false
  #result: Result | null = null
  #phase: Phase = { kind: 'working', name: 'load', done: 0, total: null }
  /** What undo goes back to. */
  #before: Uint32Array[] = []
  /** What redo goes on to. */
  #after: Uint32Array[] = []
  #again: () => void = () => {}
  /** Pictures follow each other faster than anybody could study one. */
  live = false

  constructor(lab: () => Promise<Tokenarium>) {
    this.#lab = lab
  }

  /** The last finished result; older than what is wanted while the phase is `working`. */
  get result(): Result | null {
    return this.#result
  }

  get original(): ImageData | null {
    return this.#original
  }

  get phase(): Phase {
    return this.#phase
  }

  get undoable(): boolean {
    return this.#before.length > 0
  }

  get redoable(): boolean {
    return this.#after.length > 0
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener)
  }

  /** Resolves when nothing is under way, so that work of less weight can go on. */
  async idle(signal: AbortSignal): Promise<void> {
    while (this.#phase.kind === 'working') {
      await new Promise<void>(resolve => {
        const listener = (): void => {
          this.#listeners.delete(listener)
          resolve()
        }
        this.#listeners.add(listener)
      })
    }
    signal.throwIfAborted()
  }

  /** A picture of ours or of the visitor's; what was there stays until this one is read. */
  async open(read: (lab: Tokenarium, signal: AbortSignal) => Promise<ImageData> | ImageData): Promise<boolean> {
    return this.#run('read', async signal => {
      const original = await read(await this.#lab(), signal)
      signal.throwIfAborted()
      this.#original = original
      await this.#encode(signal)
    })
  }

  /** Tokens without their picture; the tokenizer in use becomes theirs. */
  async take(read: (lab: Tokenarium, signal: AbortSignal) => Promise<ImageTokens>): Promise<boolean> {
    return this.#run('read', async signal => {
      const lab = await this.#lab()
      const tokens = await read(lab, signal)
      const tokenizer = await lab.image(tokens.tokenizer, { options: tokens.options, signal })
      const original = await tokenizer.decode(tokens, { signal, onProgress: this.#report })
      signal.throwIfAborted()
      const old = this.#tokenizer
      this.#tokenizer = tokenizer
      this.#original = original
      this.#alone = true
      this.#before = []
      this.#after = []
      await this.#finish(original, tokenizer, tokens, tokens.stops, false, signal)
      void old?.free().catch(() => {})
    })
  }

  /** Another tokenizer, or other options. */
  async choose(name: string, options: Readonly<Record<string, number>>): Promise<boolean> {
    return this.#run('load', async signal => {
      const made = await (await this.#lab()).image(name, { options, signal })
      const old = this.#tokenizer
      this.#tokenizer = made
      if (this.#original) await this.#encode(signal)
      void old?.free().catch(() => {})
    })
  }

  /** Other ids for the same picture. */
  async edit(change: (ids: Uint32Array, tokens: ImageTokens) => void): Promise<boolean> {
    const result = this.#result
    if (!result || this.#phase.kind !== 'ready') return false
    const ids = result.tokens.ids.slice()
    change(ids, result.tokens)
    this.#before.push(result.tokens.ids)
    this.#after = []
    return this.#decodeAgain(result, ids)
  }

  /** The ids before the last change. */
  undo(): Promise<boolean> {
    return this.#step(this.#before, this.#after)
  }

  /** The ids that undo left. */
  redo(): Promise<boolean> {
    return this.#step(this.#after, this.#before)
  }

  async #step(from: Uint32Array[], to: Uint32Array[]): Promise<boolean> {
    const result = this.#result
    if (!result || this.#phase.kind !== 'ready') return false
    const ids = from.pop()
    if (!ids) return false
    to.push(result.tokens.ids)
    return this.#decodeAgain(result, ids)
  }

  /** Gives up the work under way. */
  cancel(): void {
    this.#abort.abort(new DOMException('cancelled', 'AbortError'))
    this.#say({ kind: 'ready' })
  }

  /** Does again what failed. */
  retry(): void {
    this.#again()
  }

  #decodeAgain(result: Result, ids: Uint32Array): Promise<boolean> {
    const tokens = { ...result.tokens, ids }
    return this.#run('decode', signal =>
      this.#finish(result.original, result.tokenizer, tokens, result.keep, this.#before.length > 0, signal),
    )
  }

  /** Decodes and counts only the first `keep` of the tokens' stops. */
  async keep(keep: number): Promise<boolean> {
    const result = this.#result
    if (!result) return false
    const { original, tokenizer, tokens, edited } = result
    return this.#run('decode', signal => this.#finish(original, tokenizer, tokens, keep, edited, signal))
  }

  async #encode(signal: AbortSignal): Promise<void> {
    const [original, tokenizer] = [this.#original, this.#tokenizer]
    if (!original || !tokenizer) return
    const tokens = await tokenizer.encode(original, { signal, onProgress: this.#report })
    this.#before = []
    this.#after = []
    this.#alone = false
    await this.#finish(original, tokenizer, tokens, tokens.stops, false, signal)
  }

  async #finish(
    original: ImageData,
    tokenizer: ImageTokenizer,
    tokens: ImageTokens,
    keep: number,
    edited: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const job = { signal, onProgress: this.#report }
    const back = await tokenizer.prefix(tokens, keep, job)
    const lab = await this.#lab()
    const [rate, measures, cells] = await Promise.all([
      tokenizer.rate(tokens, { keep, ...job }),
      lab.measure(original, back, job),
      this.#result?.tokens === tokens
        ? this.#result.cells
        : cellsOf(tokens, () => tokenizer.regions(tokens, { signal })),
    ])
    signal.throwIfAborted()
    this.#result = { original, tokenizer, tokens, back, rate, measures, cells, keep, edited, alone: this.#alone }
  }

  readonly #report = ({ phase, done, total }: { phase: string; done: number; total: number | null }): void => {
    if (this.#phase.kind === 'working') this.#say({ kind: 'working', name: phase, done, total })
  }

  async #run(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.#abort.abort(new DOMException('superseded', 'AbortError'))
    const abort = new AbortController()
    this.#abort = abort
    this.#again = () => void this.#run(name, work)
    this.#say({ kind: 'working', name, done: 0, total: null })
    try {
      await work(abort.signal)
      if (abort.signal.aborted) return false
      this.#say({ kind: 'ready' })
      return true
    } catch (error) {
      if (!abort.signal.aborted && !isAbort(error)) this.#say({ kind: 'error', error })
      return false
    }
  }

  #say(phase: Phase): void {
    this.#phase = phase
    for (const listener of this.#listeners) listener()
  }
}
