/** Models on WebGPU: each on a device of its own, made when it is first asked for, given up with its model or when it fails. */

import * as wasm from '#wasm/lab'
import { type BackendChoice, isTrouble } from './backend.ts'
import type { Call } from './runtime.ts'
import { selfCheck } from './self-check.ts'
import { fetchChecked, type FileReference } from './vocabulary-files.ts'

/** One model on its device: a pass at a time. */
class GpuRunner {
  readonly #model: wasm.GpuModel
  #last: Promise<unknown> = Promise.resolve()
  #over = false

  constructor(model: wasm.GpuModel) {
    this.#model = model
  }

  step(job: wasm.GenerateJob): Promise<wasm.Passed | undefined> {
    const step = this.#last.then(() => job.stepOn(this.#model))
    this.#last = step.catch(() => {})
    return step
  }

  destroy(): void {
    if (this.#over) return
    this.#over = true
    void this.#last.then(() => this.#model.destroy())
  }
}

/** The models on WebGPU by the handles of their models. */
export class GpuModels {
  readonly #choice: BackendChoice
  readonly #files = new Map<number, FileReference>()
  readonly #runners = new Map<number, Promise<GpuRunner>>()

  constructor(choice: BackendChoice) {
    this.#choice = choice
  }

  /** Where the weights of a model are to be had. */
  know(handle: number, file: FileReference): void {
    this.#files.set(handle, file)
  }

  /** Makes a model ready; false where it cannot run on WebGPU. */
  async ready(call: Call<unknown>): Promise<boolean> {
    return (await this.#try(call, () => this.#runner(call))) !== null
  }

  /** Runs the next pass; `null` where the device has failed: the CPU goes on. */
  step(call: Call<unknown>, job: wasm.GenerateJob): Promise<{ passed: wasm.Passed | undefined } | null> {
    return this.#try(call, async () => {
      const runner = await this.#runners.get(call.handle)
      return runner === undefined ? null : { passed: await runner.step(job) }
    })
  }

  free(handle: number): void {
    void this.#runners.get(handle)?.then(
      runner => runner.destroy(),
      () => {},
    )
    this.#runners.delete(handle)
  }

  /** What a device gives; `null` after it has failed, which is told. */
  async #try<T>(call: Call<unknown>, run: () => Promise<T | null>): Promise<T | null> {
    try {
      return await run()
    } catch (error) {
      if (!isTrouble(error)) throw error
      this.#choice.failed(error.code, error.message)
      this.free(call.handle)
      return null
    }
  }

  async #runner(call: Call<unknown>): Promise<GpuRunner | null> {
    if (!(await this.#usable(call))) return null
    const { handle, signal } = call
    const known = this.#runners.get(handle)
    if (known !== undefined) return known
    const file = this.#files.get(handle)
    if (file === undefined) return null
    const making = fetchChecked(file, signal, () => {})
      .then(bytes => wasm.GpuModel.open(bytes))
      .then(model => new GpuRunner(model))
    this.#runners.set(handle, making)
    making.catch(() => this.#runners.delete(handle))
    return making
  }

  /** Whether every kernel holds on the adapter; they are tried before the first model runs. */
  async #usable(call: Call<unknown>): Promise<boolean> {
    const { because } = await this.#choice.choose('webgpu')
    if (because === 'unchecked') await selfCheck(call, 'webgpu', this.#choice)
    return this.#choice.state.kind === 'webgpu'
  }
}
