/** `.tokens` files in the worker of the module `lab`. */

import * as wasm from '#wasm/lab'
import type { LabOperations } from '../operations.ts'
import { provideComponents, WITH_COMPONENTS } from './components.ts'
import { freeing } from './handles.ts'
import { operation } from './operation.ts'
import { inSlices } from './slices.ts'
import { utf8 } from './text-input.ts'

type Packing = LabOperations['packTokens']
type Unpacking = LabOperations['unpackTokens']

export const packTokens = operation<Packing['input'], Packing['output']>(async call => {
  const { input } = call
  const { tokenizer, ids } = input
  if (input.kind === 'sequence') {
    return inSlices(call, wasm.PackJob.sequence(tokenizer, input.alphabet, ids), job => job.finish())
  }
  const { options, width, height, side, components } = input
  if (tokenizer === WITH_COMPONENTS) await provideComponents(components, call.signal)
  const values = Float64Array.from(Object.values(options))
  const job = wasm.PackJob.picture(tokenizer, Object.keys(options), values, width, height, ids, side)
  return inSlices(call, job, job => job.finish())
})

export const unpackTokens = operation<Unpacking['input'], Unpacking['output']>(async call => {
  const { file, components } = call.input
  const bytes = await utf8(file)
  if (names(bytes, WITH_COMPONENTS)) await provideComponents(components, call.signal)
  const job = new wasm.UnpackJob(bytes)
  return inSlices(call, job, job => {
    const [head, side] = [job.head(), job.side()]
    const ids = job.finish()
    const { tokenizer } = head
    if (head.kind === 'sequence') return { kind: 'sequence', tokenizer, alphabet: head.alphabet, ids }
    const { names, values, width, height } = head
    const made = new wasm.ImageTokenizer(tokenizer, names, Float64Array.from(values))
    return freeing(made, () => ({
      kind: 'picture',
      tokenizer,
      options: Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0])),
      width,
      height,
      ids,
      side,
      alphabets: [...made.alphabets(side)],
      layout: made.layout(width, height, ids.length),
      stops: made.stops(width, height, ids.length),
      fixedBits: made.fixedBits(side, ids.length),
      sideInformationBits: made.sideInformationBits(side),
    }))
  })
})

/** Whether the head of a file may name this tokenizer. */
function names(file: Uint8Array, tokenizer: string): boolean {
  const head = String.fromCharCode(...file.subarray(0, 64))
  return head.includes(tokenizer)
}
