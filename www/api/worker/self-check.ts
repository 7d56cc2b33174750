/** The self-check: every kernel of the table, its twin on this CPU and the kernel on this GPU, one after the other. */

import * as wasm from '#wasm/lab'
import type { WantedBackend } from '../operations.ts'
import type { Adapter, KernelCheck, SelfCheck } from '../types.ts'
import { type BackendChoice, isTrouble } from './backend.ts'
import type { Call } from './runtime.ts'

/** Tries the table. A GPU that fails in the middle ends its part of the check, not the check. */
export async function selfCheck(call: Call<unknown>, wanted: WantedBackend, choice: BackendChoice): Promise<SelfCheck> {
  const { details = null, reason } = await choice.choose(wanted)
  const gpu = new Part(choice, choice.state.because === 'limits' ? null : details, reason)
  try {
    await gpu.open()
    const kernels: KernelCheck[] = []
    const count = wasm.kernelCount()
    for (let number = 0; number < count; number++) {
      call.progress('check', number, count, 'steps')
      await call.turn()
      const twin = wasm.checkTwin(number)
      const found = await gpu.check(number)
      const differs = found !== null && (found.difference > twin.tolerance || found.rows === false)
      kernels.push({
        ...twin,
        difference: found?.difference ?? null,
        rows: found?.rows ?? null,
        holds: twin.twin && !differs,
      })
    }
    call.progress('check', count, count, 'steps')
    const skipped = kernels.filter(({ difference }) => difference === null).length
    const wrong = kernels.find(({ twin, holds }) => twin && !holds)
    if (wrong !== undefined) {
      const apart = `${wrong.difference?.toExponential(1)}, where ${wrong.tolerance.toExponential(1)} is allowed`
      choice.failed('failed', `kernel ${wrong.kernel} differs from the CPU's by ${apart}`)
    } else if (skipped === 0) choice.checked()
    const passed = kernels.every(({ holds }) => holds)
    return { adapter: gpu.adapter, kernels, skipped, skippedBecause: gpu.ended, passed }
  } finally {
    gpu.close()
  }
}

/** The GPU's part: once it has failed, nothing more is tried on it. */
class Part {
  readonly adapter: Adapter | null
  readonly #choice: BackendChoice
  #device: wasm.Gpu | undefined
  #ended: string | null

  constructor(choice: BackendChoice, adapter: Adapter | null, reason: string) {
    this.#choice = choice
    this.adapter = adapter
    this.#ended = adapter === null ? reason : null
  }

  /** Why nothing more is tried. */
  get ended(): string | null {
    return this.#ended
  }

  async open(): Promise<void> {
    if (this.adapter !== null) this.#device = (await this.#try(() => wasm.Gpu.open())) ?? undefined
  }

  async check(number: number): Promise<wasm.GpuFinding | null> {
    const device = this.#device
    if (device === undefined || this.#ended !== null) return null
    return this.#try(() => device.check(number))
  }

  close(): void {
    this.#device?.destroy()
    this.#device = undefined
  }

  async #try<T>(run: () => Promise<T>): Promise<T | null> {
    try {
      return await run()
    } catch (error) {
      if (!isTrouble(error)) throw error
      this.#ended = error.message
      this.#choice.failed(error.code, error.message)
      return null
    }
  }
}
