/**
 * One wasm module as the page sees it: starts its worker when first called, sends calls, ends the worker when nothing
 * has needed it for a while, and when the worker crashes starts another one and rebuilds every handle from its recipe.
 *
 * After a crash: the call that was running fails with `restarted`; calls that were waiting are made again, after the
 * handles they need; a handle that crashes the worker a second time soon after is closed (`crashed`) instead.
 */

import { TokenariumError } from '../error.ts'
import { parts, takeLongStrings } from '../long-strings.ts'
import { type Lane, type ModuleName, type Progress, type ToPage, type ToWorker, transferables } from '../protocol.ts'
import type { Connection, Connector } from './connector.ts'

/** How to make a handle again in a new worker. Read anew at each replay, so that it can carry edits made since. */
export interface Recipe {
  /** The call that makes it. */
  replay(): { operation: string; input: unknown }
  /** The handle that it is made from; closed with it. */
  parent?: number
}

/** What a call may ask for. */
export interface CallOptions {
  lane?: Lane
  signal?: AbortSignal | undefined
  onProgress?: ((progress: Progress) => void) | undefined
  /** Move the buffers of the input instead of copying; such a call cannot be made again after a crash. */
  transfer?: boolean | undefined
  /** Takes items of a streamed output. */
  onItem?(value: unknown): void
  /** The worker takes `count` more items of a streamed input. */
  onCredit?(count: number): void
  /** Called with the number of the call as soon as it is made. */
  onStart?(call: StreamCall): void
}

/** The page's end of a call with streams. */
export interface StreamCall {
  /** Sends an item of the input; the caller keeps to its credit. */
  send(value: unknown): void
  /** The input has ended. */
  end(): void
  /** Takes `count` more items of output. */
  grant(count: number): void
}

/** What `on('restart')` tells. */
export interface Restart {
  module: ModuleName
  /** The message of the panic, or what the browser said. */
  reason: string
  /** Handles that were rebuilt. */
  replayed: number
  /** Handles that were closed, because they crashed the engine twice or could not be rebuilt. */
  closed: number
}

interface Pending {
  id: number
  operation: string
  handle: number
  input: unknown
  options: CallOptions
  /** Streams and moved inputs cannot be made again. */
  repeatable: boolean
  /** Part of a rebuild: waits for nothing else. */
  replay: boolean
  /** What is still to come of its long strings. */
  following: Iterator<string> | undefined
  resolve(value: unknown): void
  reject(error: unknown): void
  stopListening(): void
}

interface Live {
  recipe: Recipe
  lastCrash: number
  /** Why calls to it fail. */
  closed?: TokenariumError
}

/** Two crashes of one handle within this time close it. */
const SOON_MS = 60_000
/** A worker without handles and calls is ended after this time. */
const IDLE_MS = 30_000
/** The worker is given up after so many crashes in `SOON_MS` that no handle can be blamed for. */
const UNBLAMED_LIMIT = 3

/** The page's side of one worker. */
export class EngineModule {
  readonly #name: ModuleName
  readonly #connector: () => Connector
  readonly #onRestart: (restart: Restart) => void
  readonly #onNotice: (value: unknown) => void
  readonly #pending = new Map<number, Pending>()
  readonly #live = new Map<number, Live>()
  #connection: Connection | undefined
  #rebuilding = false
  #unblamed: number[] = []
  #idle: ReturnType<typeof setTimeout> | undefined
  #calls = 0
  #ended = false

  constructor(
    name: ModuleName,
    connector: () => Connector,
    onRestart: (restart: Restart) => void,
    onNotice: (value: unknown) => void = () => {},
  ) {
    this.#name = name
    this.#connector = connector
    this.#onRestart = onRestart
    this.#onNotice = onNotice
  }

  /** Makes a call about `handle` (0: none). */
  call(operation: string, handle: number, input: unknown, options: CallOptions = {}): Promise<unknown> {
    return this.#call(operation, handle, input, options, false)
  }

  /** Keeps the recipe of a handle whose making call has succeeded. */
  keep(handle: number, recipe: Recipe): void {
    this.#live.set(handle, { recipe, lastCrash: Number.NEGATIVE_INFINITY })
    this.#watchIdle()
  }

  /** Frees a handle, in the worker too. */
  async free(handle: number): Promise<void> {
    const live = this.#live.get(handle)
    if (live === undefined) return
    this.#live.delete(handle)
    if (live.closed === undefined && this.#connection !== undefined) {
      await this.#call('free', handle, null, {}, true).catch(() => {})
    }
    this.#watchIdle()
  }

  /** Ends the worker; calls under way fail with `freed`. */
  end(): void {
    this.#ended = true
    clearTimeout(this.#idle)
    this.#disconnect()
    const error = freed()
    for (const pending of [...this.#pending.values()]) this.#settle(pending, () => pending.reject(error))
    this.#live.clear()
  }

  #call(operation: string, handle: number, input: unknown, options: CallOptions, replay: boolean): Promise<unknown> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (this.#ended) return Promise.reject(freed())
    const closed = this.#live.get(handle)?.closed
    if (closed !== undefined) return Promise.reject(closed)

    return new Promise((resolve, reject) => {
      const id = ++this.#calls
      const streamed = options.onItem !== undefined || options.onCredit !== undefined
      const abort = () => {
        this.#settle(pending, () => reject(signal?.reason))
        this.#post({ kind: 'abort', id })
      }
      const pending: Pending = {
        id,
        operation,
        handle,
        input,
        options,
        replay,
        following: undefined,
        repeatable: !streamed && !options.transfer,
        resolve,
        reject,
        stopListening: () => signal?.removeEventListener('abort', abort),
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#pending.set(id, pending)
      clearTimeout(this.#idle)
      if (!this.#rebuilding || replay) this.#send(pending)
      options.onStart?.({
        send: value => this.#post({ kind: 'item', id, value }, transferables(value)),
        end: () => this.#post({ kind: 'end', id }),
        grant: count => this.#post({ kind: 'credit', id, count }),
      })
    })
  }

  #send(pending: Pending): void {
    const { id, operation, handle, options } = pending
    const { input, following, strings } = takeLongStrings(pending.input)
    pending.following = strings.length > 0 ? parts(strings) : undefined
    try {
      this.#connect()
      this.#post(
        { kind: 'call', id, operation, handle, input, following, lane: options.lane ?? 'interactive' },
        options.transfer ? transferables(input) : [],
      )
      // What was moved must not be kept, and is gone anyway.
      if (options.transfer) pending.input = undefined
    } catch (error) {
      this.#settle(pending, () => pending.reject(error))
    }
  }

  #post(message: ToWorker, transfer: Transferable[] = []): void {
    this.#connection?.port.postMessage(message, transfer)
  }

  #connect(): Connection {
    if (this.#connection !== undefined) return this.#connection
    const connection: Connection = this.#connector().connect(this.#name, error => this.#lost(connection, error))
    connection.port.onmessage = event => {
      if (this.#connection === connection) this.#take(event.data as ToPage)
    }
    this.#connection = connection
    return connection
  }

  #disconnect(): void {
    this.#connection?.port.close()
    this.#connection?.end()
    this.#connection = undefined
  }

  #take(message: ToPage): void {
    if (message.kind === 'ready') return
    if (message.kind === 'notice') {
      this.#onNotice(message.value)
      return
    }
    if (message.kind === 'unavailable') {
      this.#disconnect()
      this.#failAll(TokenariumError.from(message.error))
      return
    }
    const pending = this.#pending.get(message.id)
    if (message.kind === 'crashed') void this.#crashed(message.reason, pending)
    else if (pending === undefined)
      return // aborted meanwhile
    else if (message.kind === 'progress') pending.options.onProgress?.(message.progress)
    else if (message.kind === 'item') pending.options.onItem?.(message.value)
    else if (message.kind === 'credit') this.#follow(pending, message.count)
    else if (message.kind === 'done') this.#settle(pending, () => pending.resolve(message.value))
    else this.#settle(pending, () => pending.reject(TokenariumError.from(message.error)))
  }

  /** Sends what the worker takes of the call's long strings; behind their end credit is for the caller's own items. */
  #follow(pending: Pending, count: number): void {
    for (let left = count; left > 0; left--) {
      const { done, value } = pending.following?.next() ?? { done: true, value: undefined }
      if (done) {
        pending.following = undefined
        pending.options.onCredit?.(left)
        return
      }
      this.#post({ kind: 'item', id: pending.id, value })
    }
  }

  /** The worker ended without a word about which call did it. */
  #lost(connection: Connection, error: TokenariumError): void {
    if (this.#connection !== connection) return
    if (error.code === 'blocked' || this.#live.size === 0) {
      this.#disconnect()
      this.#failAll(error)
    } else void this.#crashed(error.message, undefined)
  }

  async #crashed(reason: string, running: Pending | undefined): Promise<void> {
    const alreadyRebuilding = this.#rebuilding
    this.#rebuilding = true
    this.#disconnect()
    this.#blame(reason, running)
    for (const pending of [...this.#pending.values()]) {
      const closed = this.#live.get(pending.handle)?.closed
      if (closed !== undefined) this.#settle(pending, () => pending.reject(closed))
      else if (pending === running || pending.replay || !pending.repeatable) {
        this.#settle(pending, () => pending.reject(restartedError(reason)))
      }
    }
    if (alreadyRebuilding) return
    const replayed = await this.#rebuild()
    this.#rebuilding = false
    for (const pending of this.#pending.values()) this.#send(pending)
    this.#watchIdle()
    const closed = [...this.#live.values()].filter(live => live.closed !== undefined).length
    this.#onRestart({ module: this.#name, reason, replayed, closed })
  }

  /** Finds who crashed the worker, and closes it if it did so before. */
  #blame(reason: string, running: Pending | undefined): void {
    const now = performance.now()
    const blamed = running === undefined ? undefined : this.#live.get(running.handle)
    if (running !== undefined && blamed !== undefined) {
      if (running.replay || now - blamed.lastCrash < SOON_MS) this.#close(running.handle, crashedError(reason))
      blamed.lastCrash = now
      return
    }
    this.#unblamed = [...this.#unblamed.filter(time => now - time < SOON_MS), now]
    if (this.#unblamed.length < UNBLAMED_LIMIT) return
    this.#unblamed = []
    for (const handle of this.#live.keys()) this.#close(handle, crashedError(reason))
    this.#failAll(crashedError(reason))
  }

  /** Rebuilds handles in the order they were made; once more from the start when the new worker crashes too. */
  async #rebuild(): Promise<number> {
    for (;;) {
      // Calls that were just rejected note in their recipes what they had done.
      await new Promise(resolve => setTimeout(resolve))
      const connection = this.#live.size > 0 && !this.#ended ? this.#connect() : undefined
      let replayed = 0
      for (const [handle, live] of [...this.#live]) {
        if (this.#connection !== connection) break
        if (live.closed !== undefined || !this.#live.has(handle)) continue
        const { operation, input } = live.recipe.replay()
        try {
          await this.#call(operation, handle, input, {}, true)
          replayed += 1
        } catch (error) {
          if (this.#connection === connection) this.#close(handle, error as TokenariumError)
        }
      }
      if (this.#connection === connection) return replayed
    }
  }

  /** Closes a handle and what was made from it. */
  #close(handle: number, error: TokenariumError): void {
    const live = this.#live.get(handle)
    if (live === undefined || live.closed !== undefined) return
    live.closed = error
    for (const [child, { recipe }] of this.#live) if (recipe.parent === handle) this.#close(child, error)
  }

  #failAll(error: TokenariumError): void {
    for (const pending of [...this.#pending.values()]) this.#settle(pending, () => pending.reject(error))
  }

  #settle(pending: Pending, how: () => void): void {
    if (!this.#pending.delete(pending.id)) return
    pending.stopListening()
    how()
    this.#watchIdle()
  }

  #watchIdle(): void {
    clearTimeout(this.#idle)
    if (this.#connection === undefined || this.#pending.size > 0 || this.#live.size > 0) return
    this.#idle = setTimeout(() => this.#disconnect(), IDLE_MS)
  }
}

function freed(): TokenariumError {
  return new TokenariumError('freed', 'The engine was freed.', 'Create a new one.')
}

function restartedError(reason: string): TokenariumError {
  return new TokenariumError(
    'restarted',
    `The engine failed and was started anew: ${reason}`,
    'Nothing you typed is lost. Try once more, perhaps with a shorter input.',
  )
}

function crashedError(reason: string): TokenariumError {
  return new TokenariumError(
    'crashed',
    `The engine failed twice on the same input: ${reason}`,
    'Open another tokenizer, or this one anew with a shorter text.',
  )
}
