/** Language models in the worker of `lab`: loaded, and run a pass at a time. */

import * as wasm from '#wasm/lab'
import type { GenerateInput, LabOperations, WireStep } from '../operations.ts'
import type { BackendChoice } from './backend.ts'
import { GpuModels } from './gpu-models.ts'
import { freeing, Handles } from './handles.ts'
import { operation, type ServiceOf } from './operation.ts'
import type { Call } from './runtime.ts'
import { inSlices } from './slices.ts'
import { fetchChecked } from './vocabulary-files.ts'

type ModelOperations = Pick<LabOperations, 'loadModel' | 'forgetGuesses' | 'generate' | 'score' | 'unpack'>

/** The table of operations, and what frees a model; `heard` is told of calls that may change what the engine runs on. */
export function modelService(
  choice: BackendChoice,
  heard: (call: Call<unknown>) => void,
): { readonly service: ServiceOf<ModelOperations>; free(handle: number): void } {
  const models = new Handles<wasm.Model>()
  const gpu = new GpuModels(choice)

  /** The next pass, on WebGPU as long as that works; says what it ran on. */
  async function step(
    call: Call<GenerateInput>,
    job: wasm.GenerateJob,
    wanted: 'webgpu' | 'cpu',
  ): Promise<{ passed: wasm.Passed | undefined; backend: 'webgpu' | 'cpu' }> {
    const there = wanted === 'webgpu' ? await gpu.step(call, job) : null
    return there === null ? { passed: job.step(), backend: 'cpu' } : { ...there, backend: 'webgpu' }
  }

  const service: ServiceOf<ModelOperations> = {
    loadModel: operation(async call => {
      const file = await fetchChecked(call.input, call.signal, (done, total) =>
        call.progress('fetch', done, total, 'bytes'),
      )
      await call.turn()
      const model = new wasm.Model(file)
      models.set(call.handle, model)
      gpu.know(call.handle, call.input)
      return model.facts()
    }),

    forgetGuesses: operation(({ handle }) => {
      models.get(handle).forget()
      return null
    }),

    generate: operation(async call => {
      heard(call)
      const job = generateJob(models, call)
      try {
        let backend: 'webgpu' | 'cpu' =
          call.input.backend === 'webgpu' && (await gpu.ready(call)) ? call.input.backend : 'cpu'
        for (let milliseconds = 0; ;) {
          const before = performance.now()
          const made = await step(call, job, backend)
          backend = made.backend
          if (made.passed === undefined) return null
          milliseconds += performance.now() - before
          if (made.passed.step === null) call.progress('read', made.passed.done, made.passed.total, 'steps')
          else {
            const item: WireStep = { ...made.passed.step, milliseconds, backend }
            await call.send(item)
            milliseconds = 0
          }
          await call.turn()
        }
      } finally {
        job.free()
      }
    }),

    score: operation(call =>
      inSlices(call, new wasm.ScoreJob(models.get(call.handle), call.input), job =>
        freeing(job.finish(), costs => ({
          bits: costs.takeBits(),
          likely: costs.takeIds(),
          probabilities: costs.takeProbabilities(),
          packed: costs.takePacked(),
        })),
      ),
    ),

    unpack: operation(call =>
      inSlices(call, new wasm.UnpackTextJob(models.get(call.handle), call.input), job => job.finish()),
    ),
  }
  return {
    service,
    free(handle) {
      gpu.free(handle)
      models.free(handle)
    },
  }
}

function generateJob(models: Handles<wasm.Model>, { handle, input }: Call<GenerateInput>): wasm.GenerateJob {
  const { prompt, strategy, draft, settings } = input
  const made = Object.assign(new wasm.GenerateSettings(), settings)
  const model = models.get(handle)
  return freeing(made, () =>
    strategy === 'speculative'
      ? wasm.GenerateJob.speculative(model, models.get(draft), prompt, made)
      : new wasm.GenerateJob(model, prompt, made, strategy),
  )
}
