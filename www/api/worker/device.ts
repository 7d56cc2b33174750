/** The device that jobs may work on while the backend is WebGPU: opened when first needed, one piece of work at a time. */

import * as wasm from '#wasm/lab'
import type { SliceProgress } from '#wasm/lab'
import { type BackendChoice, isTrouble } from './backend.ts'

/** A job whose steps may be a device's. */
export interface DeviceJob {
  step(budget: number): SliceProgress | undefined
  stepOn(gpu: wasm.Gpu, budget: number): Promise<SliceProgress | undefined>
}

export class WorkDevice {
  readonly #choice: BackendChoice
  #gpu: wasm.Gpu | undefined
  /** What is at work on the device. */
  #busy: Promise<unknown> = Promise.resolve()

  constructor(choice: BackendChoice) {
    this.#choice = choice
  }

  /** The job's next step, where the backend is. A device that fails is given up, and the CPU does the step. */
  step(job: DeviceJob, budget: number): SliceProgress | undefined | Promise<SliceProgress | undefined> {
    if (this.#choice.state.kind !== 'webgpu') return job.step(budget)
    const work = this.#busy.then(() => this.#stepOn(job, budget))
    this.#busy = work.catch(() => {})
    return work
  }

  async #stepOn(job: DeviceJob, budget: number): Promise<SliceProgress | undefined> {
    try {
      this.#gpu ??= await wasm.Gpu.open()
      return await job.stepOn(this.#gpu, budget)
    } catch (error) {
      if (!isTrouble(error)) throw error
      this.#gpu?.destroy()
      this.#gpu = undefined
      this.#choice.failed(error.code, error.message)
      return job.step(budget)
    }
  }
}
