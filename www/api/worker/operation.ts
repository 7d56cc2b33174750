/** Types a worker's table of operations by the protocol's, so that a missing or misshapen operation does not compile. */

import type { Call, Operation } from './runtime.ts'

/** One operation with its types. */
export interface TypedOperation<Input, Output> extends Operation {
  run(call: Call<Input>): Output | Promise<Output>
}

/** A worker's table for a table of operations. */
export type ServiceOf<Operations> = {
  [Name in keyof Operations]: Operations[Name] extends { input: infer Input; output: infer Output }
    ? TypedOperation<Input, Output>
    : never
}

/** An operation whose calls may overlap. */
export function operation<Input, Output>(
  run: (call: Call<Input>) => Output | Promise<Output>,
): TypedOperation<Input, Output> {
  return { run }
}

/** An operation whose calls to one handle run one after another, in the order made. */
export function ordered<Input, Output>(
  run: (call: Call<Input>) => Output | Promise<Output>,
): TypedOperation<Input, Output> {
  return { run, ordered: true }
}
