/** Runs a job of the wasm module in slices, each followed by a look at the messages. */

import type { SliceProgress } from '#wasm/text'
import type { Call } from './runtime.ts'

/** A job as wasm-bindgen gives it. */
export interface SlicedJob {
  step(budget: number): SliceProgress | undefined | Promise<SliceProgress | undefined>
  free(): void
}

/** A slice should take about this long. */
const SLICE_MS = 6
/** Units of work (bytes, symbols) of the first slice, which no measurement guides. */
const FIRST_BUDGET = 1 << 15
const LARGEST_BUDGET = 1 << 28

/** Runs `job` to its end, takes its result, and frees it where that fails; `between` follows each slice. */
export async function inSlices<Job extends SlicedJob, Result>(
  call: Call<unknown>,
  job: Job,
  finish: (job: Job) => Result | Promise<Result>,
  between?: (job: Job) => void,
): Promise<Result> {
  try {
    await runSlices(call, job, between && (() => between(job)))
  } catch (error) {
    job.free()
    throw error
  }
  return finish(job)
}

/** Runs `job` to its end; `between` follows each slice. */
export async function runSlices(call: Call<unknown>, job: SlicedJob, between?: () => void): Promise<void> {
  let budget = FIRST_BUDGET
  for (;;) {
    const before = performance.now()
    const progress = await job.step(budget)
    between?.()
    if (progress === undefined) return
    const took = performance.now() - before
    // At most doubled, so that one quick slice does not make the next one long.
    budget = Math.round(Math.max(1, Math.min(LARGEST_BUDGET, budget * Math.min(2, SLICE_MS / Math.max(took, 0.1)))))
    call.progress(progress.phase, progress.done, progress.total, 'bytes')
    await call.turn()
  }
}
