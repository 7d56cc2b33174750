/** A training on the page's side. Its recipe is the corpus: after a restart it is trained again. */

import type { Engine } from './client/engine.ts'
import { madeHere } from './catalog.ts'
import type { WireText } from './operations.ts'
import type { Info, Job, StepTotals, TextTokenizer, TrainOptions, Training, TrainingState } from './types.ts'

/** Loads a `.vocab` file that was made here. */
type LoadFile = (name: string, file: Blob) => Promise<TextTokenizer>

/** Entries of the lists in a training state. */
const LIMIT = 200

/** Trains. */
export async function startTraining(
  engine: Engine,
  corpus: readonly WireText[],
  options: TrainOptions,
  { signal, onProgress }: Job,
  load: LoadFile,
): Promise<Training> {
  const handle = engine.newHandle()
  // Blobs keep their bytes even when the caller changes his.
  const kept = corpus.map(text =>
    typeof text === 'string' || text instanceof Blob ? text : new Blob([text as BlobPart]),
  )
  const input = { corpus: kept, options }
  const { curve } = await engine.call('tools', 'train', handle, input, { lane: 'long', signal, onProgress })
  engine.keep('tools', handle, { replay: () => ({ operation: 'train', input }) })
  return new LiveTraining(engine, handle, options, curve, load)
}

class LiveTraining implements Training {
  readonly info: Info
  readonly curve: readonly StepTotals[]
  readonly #engine: Engine
  readonly #handle: number
  readonly #load: LoadFile

  constructor(
    engine: Engine,
    handle: number,
    { name = 'trained', model }: TrainOptions,
    curve: readonly StepTotals[],
    load: LoadFile,
  ) {
    this.#engine = engine
    this.#handle = handle
    this.#load = load
    this.curve = curve
    this.info = { ...madeHere(name, 0), model, vocabularySize: curve.at(-1)?.vocabulary ?? 0 }
  }

  get steps(): number {
    return this.curve.length - 1
  }

  at(step: number, options: { limit?: number | undefined } = {}): Promise<TrainingState> {
    return this.#engine.call('tools', 'trainingState', this.#handle, { step, limit: options.limit ?? LIMIT })
  }

  async tokenizer(step = this.steps, options: { name?: string | undefined } = {}): Promise<TextTokenizer> {
    const vocabulary = await this.#engine.call('tools', 'trainedVocabulary', this.#handle, step)
    return this.#load(options.name ?? this.info.name, new Blob([vocabulary as BlobPart]))
  }

  free(): Promise<void> {
    return this.#engine.free('tools', this.#handle)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.free()
  }
}
