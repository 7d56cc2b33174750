// A training under way or done: its options, its states by step, the names of its tokens. States are asked for when they
// are looked at and kept while the training lives.

import type { TextTokenizer, Training, TrainingState, TrainOptions } from '../../api/index.ts'
import type { App } from '../app.ts'
import type { TrainState } from '../store/state.ts'
import { label } from '../visible.ts'

/** Options of the page as the engine's. */
export function optionsOf(train: TrainState): TrainOptions {
  const bytes = train.kind === 'bpe' && train.alphabet === 'bytes'
  return {
    model: train.kind,
    vocabularySize: bytes ? 256 + train.size : train.size,
    alphabet: train.kind === 'bpe' ? train.alphabet : undefined,
    minFrequency: train.frequency,
    pretokenizer: bytes ? byteSplit(train.split) : characterSplit(train),
    name: 'trained here',
  }
}

/** Ways to cut that go with bytes, and with characters. */
export const BYTE_SPLITS = ['gpt2', 'cl100k', 'o200k', 'none'] as const
export const CHARACTER_SPLITS = ['whitespace', 'metaspace', 'bert', 'none'] as const

function byteSplit(split: TrainState['split']): (typeof BYTE_SPLITS)[number] {
  return BYTE_SPLITS.find(name => name === split) ?? 'gpt2'
}

function characterSplit({ split, kind }: TrainState): (typeof CHARACTER_SPLITS)[number] {
  return (
    CHARACTER_SPLITS.find(name => name === split) ??
    (kind === 'unigram' ? 'metaspace' : kind === 'wordpiece' ? 'bert' : 'whitespace')
  )
}

/** The way to cut that a training really uses. */
export function splitOf(train: TrainState): string {
  return train.kind === 'bpe' && train.alphabet === 'bytes' ? byteSplit(train.split) : characterSplit(train)
}

export class TrainingSession {
  readonly training: Training
  readonly #states = new Map<number, Promise<TrainingState>>()
  readonly #names = new Map<number, string>()
  readonly #adopted = new Map<number, Promise<string>>()
  #final: Promise<TextTokenizer> | null = null

  constructor(training: Training) {
    this.training = training
  }

  /** The state after a step. */
  at(step: number): Promise<TrainingState> {
    let state = this.#states.get(step)
    if (!state) {
      state = this.training.at(step)
      state.catch(() => this.#states.delete(step))
      this.#states.set(step, state)
    }
    return state
  }

  /** The tokenizer after all steps. */
  final(): Promise<TextTokenizer> {
    this.#final ??= this.training.tokenizer()
    return this.#final
  }

  /** Learns the names of these tokens; ids of merges mean the same at every step. */
  async learn(ids: readonly number[]): Promise<void> {
    const missing = [...new Set(ids)].filter(id => !this.#names.has(id))
    if (missing.length === 0) return
    const tokenizer = await this.final()
    const { bytes, ends } = await tokenizer.bytes(Uint32Array.from(missing))
    let at = 0
    missing.forEach((id, i) => {
      const end = ends[i] ?? at
      this.#names.set(id, label(bytes.subarray(at, end)))
      at = end
    })
  }

  /** The tokenizer of a step as one that the whole page can use; asked for again, it is the same. */
  adopted(app: App, step: number): Promise<string> {
    const made =
      this.#adopted.get(step) ??
      app.session
        .freeName(`trained here, step ${step}`)
        .then(name => this.training.tokenizer(step, { name }))
        .then(tokenizer => app.session.adopt(tokenizer))
    this.#adopted.set(step, made)
    made.catch(() => this.#adopted.delete(step))
    return made
  }

  name(id: number): string {
    return this.#names.get(id) ?? `#${id}`
  }

  async free(): Promise<void> {
    await this.training.free().catch(() => {})
  }
}

export async function startSession(
  app: App,
  corpus: readonly (string | File)[],
  signal: AbortSignal,
  report: (phase: string, done: number, total: number | null, unit: string) => void,
): Promise<TrainingSession> {
  const lab = await app.session.lab()
  const training = await lab.trainText([...corpus], optionsOf(app.store.state.train), {
    signal,
    onProgress: p => report(p.phase, p.done, p.total, p.unit),
  })
  return new TrainingSession(training)
}
