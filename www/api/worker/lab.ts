/** The worker of the module `lab`: pictures and their tokenizers. */

import * as wasm from '#wasm/lab'
import type { LabOperations } from '../operations.ts'
import { Handles } from './handles.ts'
import { operation, type ServiceOf } from './operation.ts'
import { differentSizes, readPicture } from './pictures.ts'
import { inSlices } from './slices.ts'
import { start } from './start.ts'

const tokenizers = new Handles<wasm.ImageTokenizer>()

const service: ServiceOf<LabOperations> = {
  free: operation(({ handle }) => {
    tokenizers.free(handle)
    return null
  }),

  loadImage: operation(({ handle, input: { name, options } }) => {
    const tokenizer = new wasm.ImageTokenizer(name, Object.keys(options), Float64Array.from(Object.values(options)))
    tokenizers.set(handle, tokenizer)
    return { alphabets: [...tokenizer.alphabets()] }
  }),

  encodePicture: operation(async call => {
    const { picture, ground } = call.input
    const { width, height, rgba } = await readPicture(picture)
    await call.turn()
    const tokenizer = tokenizers.get(call.handle)
    const facts = {
      width,
      height,
      layout: tokenizer.layout(width, height),
      fixedBits: tokenizer.fixedBits(width, height),
      sideInformationBits: tokenizer.sideInformationBits(),
    }
    const ids = await inSlices(call, new wasm.EncodeJob(tokenizer, width, height, rgba, ground), job => job.finish())
    return { ...facts, ids }
  }),

  decodePicture: operation(async call => {
    const { width, height, ids } = call.input
    const work = new wasm.DecodeJob(tokenizers.get(call.handle), width, height, ids)
    return { rgba: await inSlices(call, work, job => job.finish()) }
  }),

  pictureRegion: operation(({ handle, input: { width, height, cell } }) =>
    tokenizers.get(handle).region(width, height, cell),
  ),

  pictureRate: operation(async call => {
    const { width, height, ids } = call.input
    return inSlices(call, new wasm.RateJob(tokenizers.get(call.handle), width, height, ids), job => job.finish())
  }),

  readPicture: operation(({ input }) => readPicture(input)),

  measure: operation(async call => {
    const { ground } = call.input
    const [a, b] = await Promise.all([readPicture(call.input.a), readPicture(call.input.b)])
    await call.turn()
    if (a.width !== b.width || a.height !== b.height) throw differentSizes(a, b)
    return inSlices(call, new wasm.MeasureJob(a.width, a.height, a.rgba, b.rgba, ground), job => job.finish())
  }),
}

start('lab', wasm.default, service)
