/**
 * The worker's side of the protocol: takes calls from one port, runs them in slices, answers.
 *
 * A service is a table of operations. An operation is an ordinary function or an async one; a long one asks for
 * `call.turn()` between slices of at most about 8 ms. Knows nothing of tokenizers, so that it is tested by itself.
 */

import { type ToPage, type ToWorker, transferables } from '../protocol.ts'
import { toWire } from '../error.ts'
import { putString } from '../long-strings.ts'
import { Scheduler } from './scheduler.ts'

/** What an operation sees of its call. */
export interface Call<Input = unknown> {
  /** The object that the call is about, or makes. */
  readonly handle: number
  readonly input: Input
  /** Aborted when the page has given the call up. */
  readonly signal: AbortSignal
  /** Waits for the next slice; rejects when the call was aborted. */
  turn(): Promise<void>
  /** Tells the page how far the call is. At most one message per 50 ms and phase is sent. */
  progress(phase: string, done: number, total: number | null, unit: 'bytes' | 'steps'): void
  /** Tells the page something beside this call, now or after it. */
  notify(value: unknown): void
  /** Lets the next ordered call of the same handle begin while this one goes on (it has taken what it needs). */
  release(): void
  /** The next item of a streamed input, `undefined` at its end. */
  receive(): Promise<unknown>
  /** Sends an item of a streamed output, after waiting until the page takes one. */
  send(item: unknown): Promise<void>
}

/** One operation: what it returns is the answer; typed arrays in it are moved to the page. */
export interface Operation {
  /** Calls of one handle to such operations run one after another, in the order made. */
  ordered?: boolean
  run(call: Call<never>): unknown
}

/** The operations of a worker by name. */
export type Service = Readonly<Record<string, Operation>>

/** What the runtime needs of the place that it runs in. */
export interface Host {
  /** The message of the last panic, if there was one. */
  panicMessage(): string | undefined
  /** Ends the worker: its wasm instance may not be used after a trap. */
  end(): void
}

/** How many items of a streamed input may be under way. */
const INPUT_CREDIT = 2
const PROGRESS_INTERVAL_MS = 50

class Aborted extends Error {}

/** Answers the calls that come through `port`; returns what stops it. */
export function serve(port: MessagePort, service: Service, host: Host): () => void {
  const calls = new Map<number, ActiveCall>()
  const tails = new Map<number, Promise<void>>()
  const scheduler = new Scheduler()
  let stopped = false

  const post = (message: ToPage, transfer: Transferable[] = []) => {
    if (!stopped) port.postMessage(message, transfer)
  }

  async function run(message: ToWorker & { kind: 'call' }): Promise<void> {
    const { id, handle } = message
    const call = new ActiveCall(message, scheduler, post)
    calls.set(id, call)
    const operation = service[message.operation]
    const before = operation?.ordered ? tails.get(handle) : undefined
    if (operation?.ordered) {
      tails.set(handle, call.released)
      call.released.then(() => tails.get(handle) === call.released && tails.delete(handle))
    }
    try {
      if (operation === undefined) throw new Error(`This worker has no operation ${message.operation}.`)
      if (before !== undefined) await before
      await call.turn()
      await call.gather()
      const value = await operation.run(call as Call<unknown> as Call<never>)
      if (!call.signal.aborted) post({ kind: 'done', id, value }, transferables(value))
    } catch (error) {
      if (isCrash(error)) crash(id, error)
      else if (!call.signal.aborted) post({ kind: 'failed', id, error: toWire(error) })
    } finally {
      calls.delete(id)
      call.release()
    }
  }

  function crash(id: number, error: unknown): void {
    const said = host.panicMessage() ?? (error instanceof Error ? error.message : String(error))
    post({ kind: 'crashed', id, reason: said })
    stop()
    host.end()
  }

  function stop(): void {
    stopped = true
    scheduler.close()
    port.onmessage = null
  }

  port.onmessage = event => {
    const message = event.data as ToWorker
    if (message.kind === 'call') void run(message)
    else calls.get(message.id)?.take(message)
  }
  return stop
}

/** A trap, a full stack or exhausted memory: nothing that the instance says afterwards can be trusted. */
function isCrash(error: unknown): boolean {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return true
  return error instanceof Error && error.name === 'InternalError'
}

class ActiveCall implements Call {
  readonly handle: number
  input: unknown
  readonly released: Promise<void>
  readonly #message: ToWorker & { kind: 'call' }
  readonly #scheduler: Scheduler
  readonly #post: (message: ToPage, transfer?: Transferable[]) => void
  readonly #controller = new AbortController()
  readonly #arrived: unknown[] = []
  #release: () => void = () => {}
  #inputEnded = false
  #inputGranted = 0
  #outputCredit = 0
  #wake: () => void = () => {}
  #lastProgress = { phase: '', time: 0 }

  constructor(
    message: ToWorker & { kind: 'call' },
    scheduler: Scheduler,
    post: (message: ToPage, transfer?: Transferable[]) => void,
  ) {
    this.#message = message
    this.handle = message.handle
    this.input = message.input
    this.#scheduler = scheduler
    this.#post = post
    this.released = new Promise(resolve => {
      this.#release = resolve
    })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  async turn(): Promise<void> {
    this.#check()
    await this.#scheduler.turn(this.#message.id, this.#message.lane)
    this.#check()
  }

  progress(phase: string, done: number, total: number | null, unit: 'bytes' | 'steps'): void {
    const time = performance.now()
    const last = this.#lastProgress
    if (phase === last.phase && time - last.time < PROGRESS_INTERVAL_MS && done !== total) return
    this.#lastProgress = { phase, time }
    this.#post({ kind: 'progress', id: this.#message.id, progress: { phase, done, total, unit } })
  }

  notify(value: unknown): void {
    this.#post({ kind: 'notice', value })
  }

  release(): void {
    this.#release()
  }

  /** Puts the strings of the input that follow the call in their places. */
  async gather(): Promise<void> {
    for (const { path, length } of this.#message.following) {
      const parts: string[] = []
      for (let left = length; left > 0;) {
        const part = await this.receive()
        if (typeof part !== 'string') throw new Error('A string of this call broke off.')
        parts.push(part)
        left -= part.length
      }
      this.input = putString(this.input, path, parts.join(''))
    }
  }

  async receive(): Promise<unknown> {
    while (this.#arrived.length === 0 && !this.#inputEnded) {
      if (this.#inputGranted < INPUT_CREDIT) {
        this.#post({ kind: 'credit', id: this.#message.id, count: INPUT_CREDIT - this.#inputGranted })
        this.#inputGranted = INPUT_CREDIT
      }
      await this.#woken()
    }
    this.#inputGranted -= 1
    return this.#arrived.shift()
  }

  async send(item: unknown): Promise<void> {
    while (this.#outputCredit === 0) await this.#woken()
    this.#outputCredit -= 1
    this.#post({ kind: 'item', id: this.#message.id, value: item }, transferables(item))
  }

  /** Takes a message of the page about this call. */
  take(message: Exclude<ToWorker, { kind: 'call' }>): void {
    if (message.kind === 'abort') this.#controller.abort()
    else if (message.kind === 'item') this.#arrived.push(message.value)
    else if (message.kind === 'end') this.#inputEnded = true
    else this.#outputCredit += message.count
    this.#wake()
  }

  async #woken(): Promise<void> {
    this.#check()
    await new Promise<void>(resolve => {
      this.#wake = resolve
    })
    this.#check()
  }

  #check(): void {
    if (this.signal.aborted) throw new Aborted()
  }
}
