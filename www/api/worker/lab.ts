/** The worker of the module `lab`: pictures and their tokenizers, language models, the engine that models run on. */

import * as wasm from '#wasm/lab'
import type { LabOperations } from '../operations.ts'
import type { Backend } from '../types.ts'
import { BackendChoice } from './backend.ts'
import { Gathered, idsOfGrid } from './gathered.ts'
import { provideComponents, WITH_COMPONENTS } from './components.ts'
import { WorkDevice } from './device.ts'
import { freeing, Handles } from './handles.ts'
import { modelService } from './models.ts'
import { moves } from './moving.ts'
import { operation, ordered, type ServiceOf } from './operation.ts'
import { differentSizes, readPicture } from './pictures.ts'
import type { Call } from './runtime.ts'
import { selfCheck } from './self-check.ts'
import { inSlices } from './slices.ts'
import { start } from './start.ts'
import { packTokens, unpackTokens } from './tokens-files.ts'

const tokenizers = new Handles<wasm.ImageTokenizer>()

/** Tells the page of a change; by whichever call came last. */
let tell: (backend: Backend) => void = () => {}
const backend = new BackendChoice(
  () => ({ secure: isSecureContext, gpu: navigator.gpu as GPU | undefined }),
  state => tell(state),
)

const language = modelService(backend, heard)
const device = new WorkDevice(backend)

function heard(call: Call<unknown>): void {
  tell = state => call.notify(state)
}

const service: ServiceOf<LabOperations> = {
  free: operation(({ handle }) => {
    tokenizers.free(handle)
    language.free(handle)
    return null
  }),

  loadImage: operation(async ({ handle, input: { name, options, components }, signal }) => {
    if (name === WITH_COMPONENTS) await provideComponents(components, signal)
    const tokenizer = new wasm.ImageTokenizer(name, Object.keys(options), Float64Array.from(Object.values(options)))
    tokenizers.set(handle, tokenizer)
    return null
  }),

  encodePicture: operation(async call => {
    const { picture, ground } = call.input
    const { width, height, rgba } = await readPicture(picture)
    await call.turn()
    const tokenizer = tokenizers.get(call.handle)
    const work = new wasm.EncodeJob(tokenizer, width, height, rgba, ground)
    const gathered = new Gathered(idsOfGrid(tokenizer.layout(width, height, 0)))
    const job = { step: (budget: number) => device.step(work, budget), free: () => work.free() }
    const take = (): void => gathered.add(work.ids())
    const side = await inSlices(call, job, () => freeing(work, () => work.side()), take)
    const ids = gathered.finish()
    return {
      width,
      height,
      ids,
      side,
      layout: tokenizer.layout(width, height, ids.length),
      stops: tokenizer.stops(width, height, ids.length),
      alphabets: [...tokenizer.alphabets(side)],
      fixedBits: tokenizer.fixedBits(side, ids.length),
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

  idStatistics: operation(({ input: { ids, first, depth, alphabet } }) =>
    wasm.idStatistics(ids, first, depth, alphabet),
  ),

  idOrder: operation(call => {
    const { ids, alphabet } = call.input
    return inSlices(call, new wasm.OrderJob(ids, alphabet), job => job.finish())
  }),

  idNeighbours: operation(call => {
    const { ids, columns } = call.input
    return inSlices(call, new wasm.NeighbourJob(ids, columns), job => job.finish())
  }),

  packTokens,

  unpackTokens,

  readPicture: operation(async ({ input }) => {
    const samples = await readPicture(input)
    return { ...samples, moves: input instanceof Blob && moves(new Uint8Array(await input.arrayBuffer())) }
  }),

  measure: operation(async call => {
    const { ground } = call.input
    const [a, b] = await Promise.all([readPicture(call.input.a), readPicture(call.input.b)])
    await call.turn()
    if (a.width !== b.width || a.height !== b.height) throw differentSizes(a, b)
    return inSlices(call, new wasm.MeasureJob(a.width, a.height, a.rgba, b.rgba, ground), job => job.finish())
  }),

  ...language.service,

  chooseBackend: operation(call => {
    heard(call)
    return backend.choose(call.input)
  }),

  // One check at a time: a second one waits for the device.
  selfCheck: ordered(call => {
    heard(call)
    return selfCheck(call, call.input, backend)
  }),
}

start('lab', wasm.default, service)
