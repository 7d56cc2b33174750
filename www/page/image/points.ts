// Points of the plane of rate and quality for one picture: each tokenizer over the range of the option that sets its rate,
// or over leading parts of its tokens, each codec of the browser over its qualities. A point knows how to make its picture
// again; pictures themselves are not kept, but for those that the visitor brought.

import type { ImageInfo, ImageTokenizer, ImageTokens, Measures, Tokenarium } from '../../api/index.ts'
import { type Codec, CODECS, weigh, Writer } from './codecs.ts'

/** Where a point comes from. */
export type Origin =
  | {
      readonly kind: 'tokenizer'
      readonly name: string
      readonly options: Readonly<Record<string, number>>
      /** The share of the tokens' stops that is decoded and counted. */
      readonly share: number
    }
  | { readonly kind: 'file'; readonly codec: Codec; readonly quality: number }
  | { readonly kind: 'own'; readonly picture: ImageData }

/** What is made here. */
export type Made = Exclude<Origin, { kind: 'own' }>

export interface Point {
  /** Name of its curve, for people. */
  readonly curve: string
  /** What tells it from its neighbours: `step 24`, `quality 50`. */
  readonly setting: string
  readonly origin: Origin
  /** All that a decoder needs, the side information with it. */
  readonly bits: number
  readonly sideInformation: number
  /** Of a file, the bits of its payload; a tokenizer has nothing around it. */
  readonly payload: number | null
  readonly measures: Measures
}

const QUALITIES = [0, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95] as const
/** So many values of an option; fewer where each takes a fit. */
const VALUES = 7
const FITTED_VALUES = 4
/** Shares of the tokens where leading parts of them decode. */
const SHARES = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1] as const

/** What is to be measured. */
export interface Plan {
  readonly curve: string
  readonly setting: string
  readonly origin: Made
  /** 0 is measured first. */
  readonly turn: number
}

/** Turns: the tokenizer in use; every other point of what is quick, the rest of it; what is fitted, value after value. */
const [OWN, QUICK, REST, FITTED] = [0, 1, 2, 3] as const

/** All origins that are worth a point, curve after curve; an option's values are spread by equal ratios. */
export function plansOf(catalog: readonly ImageInfo[], inUse: string): Plan[] {
  const quick = (at: number): number => (at % 2 === 0 ? QUICK : REST)
  const tokenizers = catalog.flatMap(({ name, title, rate, fitted, options }) => {
    const turn = (at: number): number => (name === inUse ? OWN : fitted ? FITTED + at : quick(at))
    const option = options.find(each => each.name === rate)
    if (option) {
      return sweep(option, fitted ? FITTED_VALUES : VALUES).map((value, at) => ({
        curve: title,
        setting: `${option.title.toLowerCase()} ${value}`,
        origin: { kind: 'tokenizer', name, options: { [option.name]: value }, share: 1 } as const,
        turn: turn(at),
      }))
    }
    // One encoding serves all shares.
    return SHARES.map(share => ({
      curve: title,
      setting: share === 1 ? 'all' : `the first 1/${1 / share}`,
      origin: { kind: 'tokenizer', name, options: {}, share } as const,
      turn: turn(fitted ? FITTED_VALUES : 1),
    }))
  })
  const files = CODECS.flatMap(codec =>
    QUALITIES.map((quality, at) => ({
      curve: codec.codec as string,
      setting: `quality ${Math.round(quality * 100)}`,
      origin: { kind: 'file', codec, quality } as const,
      turn: quick(at),
    })),
  )
  return [...tokenizers, ...files]
}

function sweep(option: ImageInfo['options'][number], count: number): number[] {
  const [least, most] = [Math.max(option.least, 1e-3), option.most]
  const values = Array.from({ length: count }, (_, at) => least * (most / least) ** (at / (count - 1)))
  return [...new Set(values.map(value => (option.whole || value >= 8 ? Math.round(value) : value)))]
}

/** One point, or `null` where this browser does not write the codec, or where there are no tokens in so small a share. */
export async function measurePoint(
  lab: Tokenarium,
  picture: ImageData,
  encodings: Encodings,
  { curve, setting, origin }: Omit<Plan, 'turn'>,
  signal: AbortSignal,
): Promise<Point | null> {
  let made: Coded | null
  if (origin.kind === 'file') {
    made = await written(lab, picture, origin, signal)
  } else {
    const { tokenizer, tokens } = await encodings.of(origin, signal)
    made = await part(tokenizer, tokens, origin.share, signal)
  }
  if (made === null) return null
  const measures = await lab.measure(picture, made.back, { signal })
  const { bits, sideInformation, payload } = made
  return { curve, setting, origin, bits, sideInformation, payload, measures }
}

/** The picture of a point. */
export async function pictureOf(
  lab: Tokenarium,
  picture: ImageData,
  origin: Origin,
  signal: AbortSignal,
): Promise<ImageData | null> {
  if (origin.kind === 'own') return origin.picture
  if (origin.kind === 'file') return (await written(lab, picture, origin, signal))?.back ?? null
  const tokenizer = await lab.image(origin.name, { options: origin.options, signal })
  try {
    const tokens = await tokenizer.encode(picture, { signal })
    return (await part(tokenizer, tokens, origin.share, signal))?.back ?? null
  } finally {
    await tokenizer.free()
  }
}

interface Coded {
  readonly back: ImageData
  readonly bits: number
  readonly sideInformation: number
  readonly payload: number | null
}

async function written(
  lab: Tokenarium,
  picture: ImageData,
  { codec, quality }: Extract<Origin, { kind: 'file' }>,
  signal: AbortSignal,
): Promise<Coded | null> {
  const file = await new Writer(picture).write(codec, quality)
  if (file === null) return null
  const { whole, payload } = await weigh(file)
  return { back: await lab.pixels(file, { signal }), bits: 8 * whole, sideInformation: 0, payload: 8 * payload }
}

/** The leading part of tokens that is `share` of them; `null` where there are no tokens in it. */
async function part(
  tokenizer: ImageTokenizer,
  tokens: ImageTokens,
  share: number,
  signal: AbortSignal,
): Promise<Coded | null> {
  if (tokens.stops * share < 1) return null
  const keep = Math.round(tokens.stops * share)
  const back = await tokenizer.prefix(tokens, keep, { signal })
  const { adaptive, sideInformation } = await tokenizer.rate(tokens, { keep, signal })
  return { back, bits: adaptive + sideInformation, sideInformation, payload: null }
}

interface Encoded {
  readonly tokenizer: ImageTokenizer
  readonly tokens: ImageTokens
}

/** The tokens measured last by one run over points: the shares of one encoding follow each other. */
export class Encodings {
  readonly #lab: Tokenarium
  readonly #picture: ImageData
  #last: ({ readonly key: string } & Encoded) | null = null

  constructor(lab: Tokenarium, picture: ImageData) {
    this.#lab = lab
    this.#picture = picture
  }

  async of({ name, options }: Extract<Origin, { kind: 'tokenizer' }>, signal: AbortSignal): Promise<Encoded> {
    const key = JSON.stringify([name, options])
    if (this.#last?.key === key) return this.#last
    const tokenizer = await this.#lab.image(name, { options, signal })
    try {
      const tokens = await tokenizer.encode(this.#picture, { signal })
      this.free()
      this.#last = { key, tokenizer, tokens }
      return this.#last
    } catch (error) {
      await tokenizer.free()
      throw error
    }
  }

  free(): void {
    void this.#last?.tokenizer.free().catch(() => {})
    this.#last = null
  }
}
