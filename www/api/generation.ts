/** A text on its way, on the page's side: the worker's steps with texts, read at the reader's pace, and regrown. */

import type { Engine } from './client/engine.ts'
import type { StreamCall } from './client/module.ts'
import { TokenariumError } from './error.ts'
import type { WireSettings, WireStep } from './operations.ts'
import type { GenerateOptions, Generation, Job, Step, TraceEvent, TraceLog } from './types.ts'

/** Steps that may lie ready and unread; the worker makes one more before it waits. */
const STEPS_AHEAD = 1
const TOKENS = 100

/** What a generation needs of its model. */
export interface Written {
  engine: Engine
  handle: number
  /** What it runs on, unless an option says otherwise. */
  backend: 'webgpu' | 'cpu'
  /** The prompt. */
  ids(signal: AbortSignal | undefined): Promise<Uint32Array>
  /** Handle of the draft model. */
  draft(job: Job): Promise<number>
  text(id: number): string
  bytes(id: number): Uint8Array
}

/** A generation that runs. */
export class LiveGeneration implements Generation {
  readonly prompt: Promise<Uint32Array>
  readonly #written: Written
  readonly #options: GenerateOptions
  readonly #leaving = new AbortController()
  readonly #finished: Promise<void>
  readonly #steps: Step[] = []
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  #call: StreamCall | undefined
  #read = 0
  #granted = STEPS_AHEAD
  #draining = false
  #ended = false
  /** Readers that wait for a step. */
  #waiting: (() => void)[] = []

  constructor(written: Written, options: GenerateOptions) {
    this.#written = written
    this.#options = options
    const { signal: given } = options
    const signal = given ? AbortSignal.any([given, this.#leaving.signal]) : this.#leaving.signal
    this.prompt = written.ids(signal)
    this.prompt.catch(() => {})
    this.#finished = this.#run(signal)
    const end = () => {
      this.#ended = true
      this.#wake()
    }
    this.#finished.then(end, end)
  }

  /** Steps that lie ready and unread. */
  get ready(): number {
    return this.#steps.length - this.#read
  }

  get done(): Promise<TraceLog> {
    if (this.#read === 0) {
      this.#draining = true
      this.#grant(Number.MAX_SAFE_INTEGER)
    }
    return this.#log()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Step, void, void> {
    try {
      for (let index = 0; ;) {
        const step = this.#steps[index]
        if (step !== undefined) {
          index += 1
          this.#read = Math.max(this.#read, index)
          this.#grant(this.#read + STEPS_AHEAD)
          yield step
        } else if (this.#ended) {
          await this.#finished
          return
        } else {
          await new Promise<void>(resolve => this.#waiting.push(resolve))
        }
      }
    } finally {
      if (!this.#draining && !this.#ended) this.#leaving.abort(new DOMException('The reader has left.', 'AbortError'))
    }
  }

  async fork(
    step: number,
    set: readonly { position: number; id: number }[],
    options: GenerateOptions = {},
  ): Promise<Generation> {
    const kept = this.#steps.slice(0, step + 1)
    if (!Number.isInteger(step) || step < -1 || kept.length !== step + 1) {
      throw new TokenariumError('invalid-argument', `There is no step ${step} yet.`, 'Give the index of a step.')
    }
    const prompt = await this.prompt
    const written = kept.flatMap(({ tokens }) => tokens.map(({ id }) => id))
    const ids = [...prompt, ...written]
    const last = Math.max(-1, ...set.map(({ position }) => position))
    for (const { position, id } of set) {
      if (position < 0 || position >= ids.length || !Number.isInteger(position)) {
        throw new TokenariumError('invalid-argument', `There is no place ${position}.`, 'Give the place of a token.')
      }
      ids[position] = id
    }
    const begun = Uint32Array.from(last < 0 ? ids : ids.slice(0, last + 1))
    // A signal that has ended this text is not to end the next one.
    const { signal: _, onProgress, ...settings } = this.#options
    const tokens = (settings.tokens ?? TOKENS) - Math.max(0, begun.length - prompt.length)
    const next = { ...settings, onProgress, tokens: Math.max(1, tokens), ...options }
    return new LiveGeneration({ ...this.#written, ids: () => Promise.resolve(begun) }, next)
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { engine, handle } = this.#written
    const { onProgress, strategy = 'plain' } = this.#options
    const settings = wireSettings(this.#options)
    const draft = strategy === 'speculative' ? await this.#written.draft({ signal, onProgress }) : 0
    const prompt = await this.prompt
    const { backend = this.#written.backend } = this.#options
    const input = { prompt, strategy, draft, settings, backend }
    await engine.call('lab', 'generate', handle, input, {
      lane: 'long',
      signal,
      onProgress,
      onStart: call => {
        this.#call = call
        call.grant(this.#granted)
      },
      onItem: item => {
        this.#steps.push(this.#named(item as WireStep))
        this.#wake()
      },
    })
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** Lets the worker send steps up to this number. */
  #grant(most: number): void {
    if (most <= this.#granted) return
    this.#call?.grant(most - this.#granted)
    this.#granted = most
  }

  #named(step: WireStep): Step {
    const { text, bytes } = this.#written
    const { tokens, guesses, ...rest } = step
    const last = rest.ended !== null
    const added = tokens.map(({ id }, at) =>
      this.#decoder.decode(bytes(id), { stream: !(last && at === tokens.length - 1) }),
    )
    return {
      ...rest,
      index: this.#steps.length,
      text: added.join(''),
      tokens: tokens.map(token => ({
        ...token,
        text: text(token.id),
        alternatives: token.alternatives.map(likely => ({ ...likely, text: text(likely.id) })),
      })),
      guesses: guesses.map(guess => ({ ...guess, text: text(guess.id) })),
    }
  }

  async #log(): Promise<TraceLog> {
    try {
      await this.#finished
    } catch (error) {
      if (!this.#leaving.signal.aborted || this.#options.signal?.aborted) throw error
    }
    const steps = this.#steps
    const sum = (of: (step: Step) => number): number => steps.reduce((sum, step) => sum + of(step), 0)
    return {
      prompt: await this.prompt,
      ids: Uint32Array.from(steps.flatMap(({ tokens }) => tokens.map(({ id }) => id))),
      text: steps.map(({ text }) => text).join(''),
      steps,
      events: steps.flatMap(eventsOf),
      passes: sum(step => step.passes),
      draftPasses: sum(step => step.draftPasses),
      milliseconds: sum(step => step.milliseconds),
    }
  }
}

/** What happened in a step, in order: all guesses, what became of those that were looked at, the tokens that no guess gave. */
export function eventsOf(step: Step): TraceEvent[] {
  const { index, milliseconds: ms, guesses, tokens } = step
  const event = (kind: TraceEvent['kind'], { position, id, p, q, parent }: Step['guesses'][number]): TraceEvent => ({
    step: index,
    kind,
    pos: position,
    id,
    p: kind === 'propose' ? null : p,
    q,
    parent,
    ms,
  })
  const judged = guesses.flatMap(guess =>
    guess.fate === 'unreached' ? [] : [event(guess.fate === 'accepted' ? 'accept' : 'reject', guess)],
  )
  const extra = tokens.filter(({ guessed }) => !guessed)
  return [
    ...guesses.map(guess => event('propose', guess)),
    ...judged,
    ...extra.map(({ position, id, probability }): TraceEvent => {
      return { step: index, kind: 'extra', pos: position, id, p: probability, q: null, parent: null, ms }
    }),
  ]
}

function wireSettings(options: GenerateOptions): WireSettings {
  const { temperature = 1, topK = 0, topP = 1, seed = 0, tokens = TOKENS, guesses = 4, adaptive = false } = options
  const whole = { topK, tokens, guesses }
  for (const [name, value] of Object.entries(whole)) {
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) continue
    throw new TokenariumError('invalid-argument', `${name} is ${value}.`, 'Give a whole number, 0 or more.')
  }
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
    throw new TokenariumError('invalid-argument', `The seed is ${seed}.`, 'Give a whole number or a bigint.')
  }
  const rejection = options.rule === 'rejection'
  return { temperature, topP, ...whole, adaptive, rejection, seed: BigInt.asUintN(64, BigInt(seed)) }
}
