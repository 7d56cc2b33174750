// What an address says of this room: `#image?t=dct-8&step=24&s=scene`. Reading never fails: what is unknown or out of
// bounds is left out, and the first state stands in its place.

import type { ImageInfo } from '../../api/index.ts'
import { isSample, type SampleName } from './samples.ts'

export interface Settings {
  readonly tokenizer: string
  /** Options of that tokenizer. */
  readonly options: Readonly<Record<string, number>>
  readonly sample: SampleName
}

const FIRST: Settings = { tokenizer: 'dct-8', options: {}, sample: 'scene' }

/** Settings of an address. */
export function readSettings(query: URLSearchParams, catalog: readonly ImageInfo[]): Settings {
  const tokenizer = catalog.find(({ name }) => name === query.get('t'))?.name ?? FIRST.tokenizer
  const sample = query.get('s') ?? ''
  const options: Record<string, number> = {}
  for (const option of catalog.find(({ name }) => name === tokenizer)?.options ?? []) {
    const value = Number(query.get(option.name) ?? Number.NaN)
    const fits = value >= option.least && value <= option.most && (!option.whole || Number.isInteger(value))
    options[option.name] = fits ? value : option.default
  }
  return { tokenizer, options, sample: isSample(sample) ? sample : FIRST.sample }
}

/** The address of settings; a picture of the visitor's is not in it. */
export function addressOf({ tokenizer, options, sample }: Settings): string {
  const query = new URLSearchParams({ t: tokenizer })
  for (const [name, value] of Object.entries(options)) query.set(name, String(value))
  if (sample !== FIRST.sample) query.set('s', sample)
  return `#image?${query}`
}
