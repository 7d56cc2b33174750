// Points of the plane of rate and quality for one picture: each tokenizer over the range of its first option, each codec
// of the browser over its qualities. A point knows how to make its picture again; pictures themselves are not kept.

import type { ImageInfo, Measures, Tokenarium } from '../../api/index.ts'
import { type Codec, CODECS, Writer } from './codecs.ts'

/** Where a point comes from. */
export type Origin =
  | { readonly kind: 'tokenizer'; readonly name: string; readonly options: Readonly<Record<string, number>> }
  | { readonly kind: 'file'; readonly codec: Codec; readonly quality: number }

export interface Point {
  /** Name of its curve, for people. */
  readonly curve: string
  /** What tells it from its neighbours: `step 24`, `quality 50`. */
  readonly setting: string
  readonly origin: Origin
  /** All that a decoder needs, the side information with it. */
  readonly bits: number
  readonly sideInformation: number
  readonly measures: Measures
}

const QUALITIES = [0, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95] as const
/** So many values of an option. */
const VALUES = 7

/** All origins that are worth a point; an option's values are spread by equal ratios. */
export function originsOf(catalog: readonly ImageInfo[]): { curve: string; setting: string; origin: Origin }[] {
  const tokenizers = catalog.flatMap(({ name, title, options }) =>
    sweep(options[0]).map(value => ({
      curve: title,
      setting: options[0] ? `${options[0].title.toLowerCase()} ${value}` : '',
      origin: { kind: 'tokenizer', name, options: options[0] ? { [options[0].name]: value } : {} } as const,
    })),
  )
  const files = CODECS.flatMap(codec =>
    QUALITIES.map(quality => ({
      curve: codec.codec as string,
      setting: `quality ${Math.round(quality * 100)}`,
      origin: { kind: 'file', codec, quality } as const,
    })),
  )
  return [...tokenizers, ...files]
}

function sweep(option: ImageInfo['options'][number] | undefined): number[] {
  if (!option) return [0]
  const [least, most] = [Math.max(option.least, 1e-3), option.most]
  const values = Array.from({ length: VALUES }, (_, at) => least * (most / least) ** (at / (VALUES - 1)))
  return [...new Set(values.map(value => (option.whole || value >= 8 ? Math.round(value) : value)))]
}

/** One point, or `null` where this browser does not write the codec. */
export async function measurePoint(
  lab: Tokenarium,
  picture: ImageData,
  { curve, setting, origin }: { curve: string; setting: string; origin: Origin },
  signal: AbortSignal,
): Promise<Point | null> {
  const made = await make(lab, picture, origin, signal)
  if (made === null) return null
  const measures = await lab.measure(picture, made.back, { signal })
  return { curve, setting, origin, bits: made.bits, sideInformation: made.sideInformation, measures }
}

/** The picture of a point. */
export async function pictureOf(
  lab: Tokenarium,
  picture: ImageData,
  origin: Origin,
  signal: AbortSignal,
): Promise<ImageData | null> {
  return (await make(lab, picture, origin, signal))?.back ?? null
}

interface Made {
  readonly back: ImageData
  readonly bits: number
  readonly sideInformation: number
}

async function make(lab: Tokenarium, picture: ImageData, origin: Origin, signal: AbortSignal): Promise<Made | null> {
  if (origin.kind === 'file') {
    const file = await new Writer(picture).write(origin.codec, origin.quality)
    if (file === null) return null
    return { back: await lab.pixels(file, { signal }), bits: 8 * file.size, sideInformation: 0 }
  }
  const tokenizer = await lab.image(origin.name, { options: origin.options, signal })
  try {
    const tokens = await tokenizer.encode(picture, { signal })
    const back = await tokenizer.decode(tokens, { signal })
    const { adaptive, sideInformation } = await tokenizer.rate(tokens, { signal })
    return { back, bits: adaptive + sideInformation, sideInformation }
  } finally {
    await tokenizer.free()
  }
}
