/** Image tokenizers on the page's side: pictures put into a form that crosses, answers given their names. */

import data from './image-catalog.json'
import type { Engine } from './client/engine.ts'
import { TokenariumError } from './error.ts'
import type { WireIds, WirePicture } from './operations.ts'
import type {
  ImageInfo,
  ImageTokenizer,
  ImageTokens,
  Job,
  Measures,
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
  const input = { name, options }
  const { alphabets } = await engine.call('lab', 'loadImage', handle, input, { signal })
  engine.keep('lab', handle, { replay: () => ({ operation: 'loadImage', input }) })
  return new LiveImageTokenizer(engine, handle, info, options, alphabets)
}

/** Samples of a picture, read in the worker. */
export async function readPixels(engine: Engine, picture: Pixels, { signal }: Job): Promise<ImageData> {
  const wire = await wirePicture(picture)
  const { width, height, rgba } = await engine.call('lab', 'readPicture', 0, wire, { lane: 'long', signal })
  return imageData(rgba, width, height)
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

class LiveImageTokenizer implements ImageTokenizer {
  readonly info: ImageInfo
  readonly options: Readonly<Record<string, number>>
  readonly #engine: Engine
  readonly #handle: number
  readonly #alphabets: number[]

  constructor(
    engine: Engine,
    handle: number,
    info: ImageInfo,
    options: Readonly<Record<string, number>>,
    alphabets: number[],
  ) {
    this.#engine = engine
    this.#handle = handle
    this.#alphabets = alphabets
    this.info = info
    this.options = options
  }

  async encode(picture: Pixels, options: PictureOptions & Job = {}): Promise<ImageTokens> {
    const { ground = WHITE, signal, onProgress } = options
    const input = { picture: await wirePicture(picture), ground: packed(ground) }
    const encoded = await this.#engine.call('lab', 'encodePicture', this.#handle, input, {
      lane: 'long',
      signal,
      onProgress,
    })
    const { width, height, ids, side, layout, stops, fixedBits, sideInformationBits } = encoded
    return {
      format: 1,
      tokenizer: this.info.name,
      layout,
      stops,
      ids,
      side,
      alphabets: this.#alphabets,
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

async function wirePicture(picture: Pixels): Promise<WirePicture> {
  if (picture instanceof Blob || picture instanceof ImageBitmap) return picture
  if (picture instanceof ImageData) return samples(picture)
  return createImageBitmap(picture, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
}

function samples({ width, height, data }: ImageData): WirePicture {
  return { width, height, rgba: new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength) }
}
