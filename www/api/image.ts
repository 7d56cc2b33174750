/** Image tokenizers on the page's side: pictures put into a form that crosses, answers given their names. */

import data from './image-catalog.json'
import constants from './image-constants.json'
import { build } from '#build'
import type { Engine } from './client/engine.ts'
import { TokenariumError } from './error.ts'
import type { WireIds, WirePicture } from './operations.ts'
import type { FileReference } from './worker/vocabulary-files.ts'
import type {
  IdNeighbours,
  IdOrder,
  IdStatistics,
  ImageInfo,
  ImageTokenizer,
  ImageTokens,
  Job,
  Measures,
  PictureFile,
  PictureOptions,
  PictureRegion,
  Pixels,
  Rate,
} from './types.ts'

const WHITE = [255, 255, 255] as const

/** Image tokenizers that can be made. */
export function imageCatalog(): readonly ImageInfo[] {
  return data
}

/** Makes an image tokenizer. */
export async function loadImage(
  engine: Engine,
  name: string,
  given: Readonly<Record<string, number>>,
  { signal }: Job,
): Promise<ImageTokenizer> {
  const info = data.find(entry => entry.name === name)
  if (info === undefined) {
    const names = data.map(entry => entry.name).join(', ')
    throw new TokenariumError('unknown-name', `There is no image tokenizer ${name}.`, `Choose one of ${names}.`)
  }
  const options = { ...Object.fromEntries(info.options.map(option => [option.name, option.default])), ...given }
  const handle = engine.newHandle()
  const input = { name, options, components: components(engine) }
  await engine.call('lab', 'loadImage', handle, input, { signal })
  engine.keep('lab', handle, { replay: () => ({ operation: 'loadImage', input }) })
  return new LiveImageTokenizer(engine, handle, info, options)
}

/** Where the components lie that one of the tokenizers needs. */
export function components(engine: Engine): FileReference {
  const { file, sha256, bytes } = constants.components
  return { url: new URL(`assets/${build.assets[file]}`, engine.base).href, sha256, bytes }
}

/** Samples of a picture, read in the worker. */
export async function readPixels(engine: Engine, picture: Pixels, job: Job): Promise<ImageData> {
  if (picture instanceof Blob) return (await readPictureFile(engine, picture, job)).picture
  const { signal } = job
  const wire = await wirePicture(engine, picture, job)
  const { width, height, rgba } = await engine.call('lab', 'readPicture', 0, wire, { lane: 'long', signal })
  return imageData(rgba, width, height)
}

/** A picture from a file: by a decoder of ours in a worker of its own, which an abort ends, or by the browser. */
export async function readPictureFile(engine: Engine, file: Blob, { signal }: Job): Promise<PictureFile> {
  const job = { lane: 'long', signal } as const
  if (await isOurs(file)) {
    const { format, width, height, notes, rgba } = await engine.call('codecs', 'readPicture', 0, file, job)
    return { picture: imageData(rgba, width, height), format, reader: 'tokenarium', notes }
  }
  const { width, height, rgba, moves } = await engine.call('lab', 'readPicture', 0, file, job)
  const format = file.type.replace(/^image\//, '').replace(/\+.*$/, '') || 'unknown'
  const notes = moves ? ['it moves: its first picture is taken'] : []
  return { picture: imageData(rgba, width, height), format, reader: 'browser', notes }
}

/** Whether a file begins as PNG or JPEG do. */
async function isOurs(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer())
  const begins = (...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte)
  return begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) || begins(0xff, 0xd8, 0xff)
}

/** PSNR and SSIM of two pictures of one size; what is not opaque is laid over white. */
export async function measure(
  engine: Engine,
  a: ImageData,
  b: ImageData,
  { signal, onProgress }: Job,
): Promise<Measures> {
  const input = { a: samples(a), b: samples(b), ground: packed(WHITE) }
  return engine.call('lab', 'measure', 0, input, { lane: 'long', signal, onProgress })
}

/** Figures on ids that share an alphabet. */
export async function idStatistics(
  engine: Engine,
  ids: Uint32Array,
  alphabet: number,
  { signal }: Job,
): Promise<IdStatistics> {
  checkIds(ids, alphabet)
  return engine.call('lab', 'idStatistics', 0, { ids, first: 0, depth: 1, alphabet }, { lane: 'long', signal })
}

/** What the ids before tell of the next. */
export async function idOrder(
  engine: Engine,
  ids: Uint32Array,
  alphabet: number,
  { signal, onProgress }: Job,
): Promise<IdOrder> {
  checkIds(ids, alphabet)
  return engine.call('lab', 'idOrder', 0, { ids, alphabet }, { lane: 'long', signal, onProgress })
}

/** What the cells of a grid tell of the cells around them. */
export async function idNeighbours(
  engine: Engine,
  ids: Uint32Array,
  columns: number,
  { signal, onProgress }: Job,
): Promise<IdNeighbours> {
  if (!(Number.isInteger(columns) && columns > 0 && ids.length % columns === 0)) {
    throw new TokenariumError(
      'invalid-argument',
      `${ids.length} ids do not fill rows of ${columns}.`,
      'Give the number of columns.',
    )
  }
  return engine.call('lab', 'idNeighbours', 0, { ids, columns }, { lane: 'long', signal, onProgress })
}

function checkIds(ids: Uint32Array, alphabet: number): void {
  if (!(Number.isInteger(alphabet) && alphabet > 0 && alphabet <= 2 ** 32)) {
    throw new TokenariumError(
      'invalid-argument',
      `${alphabet} is not a number of ids.`,
      'Give the size of the alphabet.',
    )
  }
  const strange = ids.find(id => id >= alphabet)
  if (strange !== undefined) {
    throw new TokenariumError('unknown-id', `Id ${strange} is none of ${alphabet}.`, 'Give the size of the alphabet.')
  }
}

class LiveImageTokenizer implements ImageTokenizer {
  readonly info: ImageInfo
  readonly options: Readonly<Record<string, number>>
  readonly #engine: Engine
  readonly #handle: number

  constructor(engine: Engine, handle: number, info: ImageInfo, options: Readonly<Record<string, number>>) {
    this.#engine = engine
    this.#handle = handle
    this.info = info
    this.options = options
  }

  async encode(picture: Pixels, options: PictureOptions & Job = {}): Promise<ImageTokens> {
    const { ground = WHITE, signal, onProgress } = options
    const input = { picture: await wirePicture(this.#engine, picture, { signal }), ground: packed(ground) }
    const encoded = await this.#engine.call('lab', 'encodePicture', this.#handle, input, {
      lane: 'long',
      signal,
      onProgress,
    })
    const { width, height, ids, side, layout, alphabets, stops, fixedBits, sideInformationBits } = encoded
    return {
      format: 1,
      tokenizer: this.info.name,
      options: this.options,
      layout,
      stops,
      ids,
      side,
      alphabets,
      bits: fixedBits,
      sideInformationBits,
      width,
      height,
    }
  }

  decode(tokens: ImageTokens, job: Job = {}): Promise<ImageData> {
    return this.prefix(tokens, tokens.stops, job)
  }

  async prefix(tokens: ImageTokens, keep: number, { signal, onProgress }: Job = {}): Promise<ImageData> {
    const input = { ...wireIds(tokens), keep: stopsKept(tokens, keep) }
    const { rgba } = await this.#engine.call('lab', 'decodePicture', this.#handle, input, {
      lane: 'long',
      signal,
      onProgress,
    })
    return imageData(rgba, tokens.width, tokens.height)
  }

  async region(tokens: ImageTokens, index: number): Promise<PictureRegion> {
    const cell = Math.floor(index / tokens.layout.depth)
    if (!(index >= 0 && index < tokens.ids.length)) {
      const count = tokens.ids.length
      throw new TokenariumError('invalid-argument', `There is no id ${index} among ${count}.`, 'Correct the index.')
    }
    const { layout } = tokens
    if (layout.kind === 'grid') {
      const { columns, side } = layout
      const [x, y] = [(cell % columns) * side, Math.floor(cell / columns) * side]
      return { x, y, width: Math.min(side, tokens.width - x), height: Math.min(side, tokens.height - y) }
    }
    const [x = 0, y = 0, width = 0, height = 0] = (await this.regions(tokens)).subarray(4 * cell, 4 * cell + 4)
    return { x, y, width, height }
  }

  regions(tokens: ImageTokens, { signal }: Job = {}): Promise<Uint32Array> {
    return this.#engine.call('lab', 'pictureRegions', this.#handle, wireIds(tokens), { lane: 'long', signal })
  }

  rate(tokens: ImageTokens, options: { keep?: number | undefined } & Job = {}): Promise<Rate> {
    const { keep = tokens.stops, signal, onProgress } = options
    const input = { ...wireIds(tokens), keep: stopsKept(tokens, keep) }
    return this.#engine.call('lab', 'pictureRate', this.#handle, input, { lane: 'long', signal, onProgress })
  }

  async stats(tokens: ImageTokens, options: { depth?: number | undefined } & Job = {}): Promise<IdStatistics> {
    const { depth: first = 0, signal } = options
    const { ids, layout, alphabets } = tokens
    const alphabet = alphabets[first]
    if (alphabet === undefined) {
      const remedy = `Give one from 0 to ${alphabets.length - 1}.`
      throw new TokenariumError('invalid-argument', `There is no depth ${first} in a cell.`, remedy)
    }
    const input = { ids, first, depth: layout.depth, alphabet }
    return this.#engine.call('lab', 'idStatistics', 0, input, { lane: 'long', signal })
  }

  free(): Promise<void> {
    return this.#engine.free('lab', this.#handle)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.free()
  }
}

function wireIds({ width, height, ids, side }: ImageTokens): WireIds {
  return { width, height, ids, side }
}

function stopsKept({ stops }: ImageTokens, keep: number): number {
  if (keep >= 0 && Number.isInteger(keep)) return Math.min(keep, stops)
  throw new TokenariumError('invalid-argument', `${keep} is not a number of parts.`, `Give one from 0 to ${stops}.`)
}

function packed([red, green, blue]: readonly [number, number, number]): number {
  return ((red & 255) << 16) | ((green & 255) << 8) | (blue & 255)
}

function imageData(rgba: Uint8Array, width: number, height: number): ImageData {
  return new ImageData(new Uint8ClampedArray(rgba.buffer as ArrayBuffer), width, height)
}

async function wirePicture(engine: Engine, picture: Pixels, job: Job): Promise<WirePicture> {
  if (picture instanceof Blob) {
    return (await isOurs(picture)) ? samples((await readPictureFile(engine, picture, job)).picture) : picture
  }
  if (picture instanceof ImageBitmap) return picture
  if (picture instanceof ImageData) return samples(picture)
  return createImageBitmap(picture, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
}

function samples({ width, height, data }: ImageData): WirePicture {
  return { width, height, rgba: new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength) }
}
