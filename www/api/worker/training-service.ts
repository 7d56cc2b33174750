/** The operations on trainings. */

import * as wasm from '#wasm/tools'
import type { ToolsOperations } from '../operations.ts'
import type { TrainOptions } from '../types.ts'
import { Handles } from './handles.ts'
import { operation, type ServiceOf } from './operation.ts'
import { inSlices } from './slices.ts'
import { utf8 } from './text-input.ts'

type TrainingOperations = Pick<ToolsOperations, 'train' | 'trainingState' | 'trainedVocabulary'>

/** Finished trainings. */
export const trainings = new Handles<wasm.Training>()

/** The table of operations. */
export const trainingService: ServiceOf<TrainingOperations> = {
  train: operation(async call => {
    const { corpus, options } = call.input
    const job = new wasm.TrainJob(settings(options))
    for (const text of corpus) job.add(await utf8(text))
    return inSlices(call, job, done => {
      const training = done.finish()
      if (training === undefined) throw new Error('a training that is done has no result')
      trainings.set(call.handle, training)
      return { curve: training.curve() }
    })
  }),

  trainingState: operation(({ handle, input }) => trainings.get(handle).state(input.step, input.limit)),

  trainedVocabulary: operation(({ handle, input }) => trainings.get(handle).vocabulary(input)),
}

function settings(options: TrainOptions): wasm.TrainSettings {
  const { model, vocabularySize, alphabet = 'bytes', minFrequency, alphabetLimit, specials = [], name } = options
  const bytes = model === 'bpe' && alphabet === 'bytes'
  const made = new wasm.TrainSettings(name ?? 'trained', model, bytes, vocabularySize)
  made.setPreTokenizer(options.pretokenizer ?? (bytes ? 'gpt2' : model === 'wordpiece' ? 'bert' : 'metaspace'))
  if (minFrequency !== undefined) made.setMinFrequency(minFrequency)
  if (alphabetLimit !== undefined) made.setAlphabetLimit(alphabetLimit)
  for (const special of specials) made.addSpecial(special)
  return made
}
