// `<token-generate model="lm" seed="7">Once upon a time</token-generate>`: a small model writes behind the text between the tags. It weighs
// megabytes, so nothing is fetched before its button is pressed, unless `loading` says so.

import type { StepToken, Strategy } from '../api/index.ts'
import { roomAddress } from './address.ts'
import { TokenElement } from './base.ts'
import { rarity } from './drawing/rarity.ts'
import type { Lease } from './engine.ts'
import { button, make, part } from './make.ts'

/** What `tokenarium-ready` tells. */
export interface GenerateReady {
  readonly model: string
  /** What was written, without the prompt. */
  readonly text: string
  readonly ids: Uint32Array
  readonly passes: number
  /** The visitor ended it. */
  readonly stopped: boolean
}

/** Ids that are likelier than others are cut off behind this much of the probability, as in the first state of room Generate. */
const TOP_P = 0.95

/** The element. */
export class TokenGenerate extends TokenElement {
  static readonly observedAttributes = [
    ...TokenElement.sharedAttributes,
    'model',
    'strategy',
    'temperature',
    'seed',
    'tokens',
  ]

  /** Only its button begins: whoever passes by the keyboard is not to fetch a model. */
  protected override readonly usual = 'click'
  readonly #prompt = make('span', '')
  readonly #written = part('p', 'written', this.#prompt)
  readonly #go = button('Generate', () => (this.#stop ? this.#stop.abort() : this.start()), 'go')
  readonly #facts = part('span', 'facts')
  #stop: AbortController | null = null

  constructor() {
    super()
    this.#written.tabIndex = 0
    this.#written.role = 'group'
    this.#written.ariaLabel = 'Text'
    this.#facts.role = 'status'
    this.build(
      'Open this text in Tokenarium',
      make('div', 'stage', this.#written),
      part('div', 'bar', this.#go, this.#facts, this.link),
    )
  }

  /** Name of a language model. */
  get model(): string {
    return this.getAttribute('model') ?? 'lm'
  }

  set model(name: string) {
    this.setAttribute('model', name)
  }

  /** How it decodes: `plain`, `speculative`, `trie`, `recycling`. The text is the same. */
  get strategy(): string {
    return this.getAttribute('strategy') ?? 'plain'
  }

  set strategy(name: string) {
    this.setAttribute('strategy', name)
  }

  /** 0 takes the likeliest token always. */
  get temperature(): number {
    return this.#number('temperature', 0.8)
  }

  set temperature(value: number) {
    this.setAttribute('temperature', `${value}`)
  }

  /** Another seed, another text. */
  get seed(): number {
    return this.#number('seed', 7)
  }

  set seed(value: number) {
    this.setAttribute('seed', `${value}`)
  }

  /** Tokens to write at most. */
  get tokens(): number {
    return this.#number('tokens', 80)
  }

  set tokens(count: number) {
    this.setAttribute('tokens', `${count}`)
  }

  protected override outline(text: string): void {
    this.frame.dataset.controls = this.controls
    this.#prompt.textContent = text
    const { model, strategy, temperature, seed, tokens } = this
    const settings = { m: model, s: strategy, t: `${temperature}`, seed: `${seed}`, n: `${tokens}` }
    this.leadTo(roomAddress('generate', settings, text))
  }

  protected override async work(text: string, lease: Lease, signal: AbortSignal): Promise<GenerateReady> {
    const stop = new AbortController()
    this.#stop = stop
    this.#go.textContent = 'Stop'
    this.#written.replaceChildren(this.#prompt)
    this.#say('Loading')
    const job = { signal: AbortSignal.any([signal, stop.signal]) }
    const ids: number[] = []
    let [written, passes] = ['', 0]
    try {
      const model = await lease.model(this.model, {
        onProgress: progress => {
          this.#say(`Fetching the model: ${Math.round((100 * progress.done) / (progress.total ?? Infinity))} %`)
          this.emit('progress', progress)
        },
      })
      job.signal.throwIfAborted()
      const { temperature, seed, tokens } = this
      const options = { strategy: this.strategy as Strategy, temperature, seed, tokens, topP: TOP_P, ...job }
      for await (const step of model.generate(text, options)) {
        this.#written.append(...step.tokens.map(drawn))
        this.#written.scrollTop = this.#written.scrollHeight
        ids.push(...step.tokens.map(({ id }) => id))
        written += step.text
        passes += step.passes
        this.#say(`${ids.length} of ${tokens} tokens`)
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error
    } finally {
      if (this.#stop === stop) {
        this.#stop = null
        this.#go.textContent = 'Generate'
      }
    }
    if (!signal.aborted) this.#say(`${ids.length} tokens in ${passes} passes`)
    return { model: this.model, text: written, ids: Uint32Array.from(ids), passes, stopped: stop.signal.aborted }
  }

  protected override failed(error: Error): void {
    this.blame(this.#facts, error)
  }

  #say(words: string): void {
    this.#facts.title = words
    this.#facts.replaceChildren(make('b', '', this.model), ` · ${words}`)
  }

  #number(name: string, otherwise: number): number {
    const value = Number.parseFloat(this.getAttribute(name) ?? '')
    return value >= 0 ? value : otherwise
  }
}

/** A token, shaded by how little the model expected it. */
function drawn({ text, id, probability, alternatives }: StepToken): HTMLElement {
  const token = make('span', '', text)
  token.style.setProperty('--rare', `${rarity(probability)}`)
  const share = (probability: number): string => `${(100 * probability).toFixed(1)} %`
  const others = alternatives.filter(other => other.id !== id).map(other => `${other.text} ${share(other.probability)}`)
  token.title = [`${text} ${share(probability)}`, ...others.slice(0, 4)].join('\n')
  return token
}
