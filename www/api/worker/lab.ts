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
    const work = new wasm.EncodeJob(tokenizer, width, height, rgba, ground)
    const { ids, side } = await inSlices(call, work, job => {
      const coded = { ids: job.ids(), side: job.side() }
      job.free()
      return coded
    })
    return {
      width,
      height,
      ids,
      side,
      layout: tokenizer.layout(width, height, ids.length),
      stops: tokenizer.stops(width, height, ids.length),
      fixedBits: tokenizer.fixedBits(width, height, ids.length),
      sideInformationBits: tokenizer.sideInformationBits(side),
    }
  }),

  decodePicture: operation(async call => {
    const { width, height, ids, side, keep } = call.input
    const work = new wasm.DecodeJob(tokenizers.get(call.handle), width, height, ids, side, keep)
    return { rgba: await inSlices(call, work, job => job.finish()) }
  }),

  pictureRegions: operation(({ handle, input: { width, height, ids, side } }) =>
    tokenizers.get(handle).regions(width, height, ids, side),
  ),

  pictureRate: operation(async call => {
    const { width, height, ids, side, keep } = call.input
    const work = new wasm.RateJob(tokenizers.get(call.handle), width, height, ids, side, keep)
    return inSlices(call, work, job => job.finish())
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
