// The text that is written: the model, the passes so far, what is under way. Views follow it and know nothing of workers.

import type { Generation, Job, Model, Step, StepToken, Tokenarium } from '../../api/index.ts'
import { isAbort } from '../failure.ts'
import { optionsOf, type Settings } from './settings.ts'

export type Phase =
  | { readonly kind: 'empty' }
  /** A model that loads, a prompt that is read, a text that is written. */
  | { readonly kind: 'working'; readonly name: string; readonly done: number; readonly total: number | null }
  | { readonly kind: 'ready'; readonly stopped: boolean }
  | { readonly kind: 'failed'; readonly error: unknown }

export interface Token extends StepToken {
  /** Put there by the visitor. */
  readonly chosen: boolean
}

export class Writer {
  phase: Phase = { kind: 'empty' }
  /** The text that was gone on from. */
  prompt = ''
  /** Tokens behind the prompt. */
  tokens: Token[] = []
  /** Passes that gave them; those before a place where the text was regrown are told as they were. */
  steps: Step[] = []
  /** Milliseconds from the press of a button to the first token. */
  first: number | null = null
  readonly #lab: () => Promise<Tokenarium>
  readonly #listeners = new Set<() => void>()
  readonly #models = new Map<string, Promise<Model>>()
  #model: Model | null = null
  #settings: Settings | null = null
  #generation: Generation | null = null
  /** Steps of the generation, as it counts them. */
  #count = 0
  #promptTokens = 0
  #work = new AbortController()
  #again: () => Promise<void> = () => Promise.resolve()

  constructor(lab: () => Promise<Tokenarium>) {
    this.#lab = lab
  }

  listen(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** The model whose text stands here. */
  get model(): Model | null {
    return this.#model
  }

  /** The model of this name, loaded once. */
  load(name: string, job: Job): Promise<Model> {
    let model = this.#models.get(name)
    if (model === undefined) {
      model = this.#lab().then(lab => lab.model(name, job))
      model.catch(() => this.#models.delete(name))
      this.#models.set(name, model)
    }
    return model
  }

  /** Writes behind the prompt of the settings. */
  write(settings: Settings): Promise<void> {
    this.#again = () => this.write(settings)
    return this.#run(async job => {
      this.#model = await this.load(settings.model, job)
      this.#settings = settings
      this.prompt = settings.prompt
      this.tokens = []
      this.steps = []
      this.#generation = this.#model.generate(settings.prompt, { ...optionsOf(settings), ...job })
      this.#promptTokens = (await this.#generation.prompt).length
      this.#tell()
      return this.#generation
    })
  }

  /** Puts another token at a place, and writes on from there. */
  regrow(position: number, id: number): Promise<void> {
    const [before, settings] = [this.#generation, this.#settings]
    const old = this.tokens.find(token => token.position === position)
    const likely = old?.alternatives.find(other => other.id === id)
    if (before === null || settings === null || old === undefined) return Promise.resolve()
    const count = this.#count
    this.#again = () => this.write(settings)
    return this.#run(async job => {
      const left = settings.tokens - (position + 1 - this.#promptTokens)
      const options = { ...job, tokens: Math.max(1, left) }
      this.#generation = await before.fork(count - 1, [{ position, id }], options)
      const text = likely?.text ?? this.#model?.text(id) ?? ''
      // What stood here can be chosen again: it is among the alternatives.
      const put = { ...old, id, text, probability: likely?.probability ?? 0, guessed: false, chosen: true }
      this.tokens = [...this.tokens.filter(token => token.position < position), put]
      this.steps = this.steps.filter(step => (step.tokens.at(-1)?.position ?? 0) < position)
      this.#tell()
      return this.#generation
    })
  }

  stop(): void {
    this.#work.abort(new DOMException('stopped', 'AbortError'))
  }

  /** What failed, once more. */
  retry(): Promise<void> {
    return this.#again()
  }

  async #run(begin: (job: Job) => Promise<Generation>): Promise<void> {
    this.stop()
    const work = new AbortController()
    this.#work = work
    const current = (): boolean => this.#work === work
    const began = performance.now()
    this.#enter({ kind: 'working', name: 'load', done: 0, total: null })
    const job: Job = {
      signal: work.signal,
      onProgress: ({ phase, done, total }) => {
        if (current()) this.#enter({ kind: 'working', name: phase, done, total })
      },
    }
    try {
      const generation = await begin(job)
      if (!current()) return
      this.#count = 0
      this.first = null
      for await (const step of generation) {
        if (!current()) return
        this.first ??= performance.now() - began
        this.#count += 1
        this.steps.push(step)
        this.tokens.push(...step.tokens.map(token => ({ ...token, chosen: false })))
        const total = this.#settings?.tokens ?? null
        this.#enter({ kind: 'working', name: 'write', done: this.tokens.length, total })
      }
      this.#enter({ kind: 'ready', stopped: false })
    } catch (error) {
      if (!current()) return
      const empty = this.tokens.length === 0
      if (!isAbort(error)) this.#enter({ kind: 'failed', error })
      else this.#enter(empty ? { kind: 'empty' } : { kind: 'ready', stopped: true })
    }
  }

  #enter(phase: Phase): void {
    this.phase = phase
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
