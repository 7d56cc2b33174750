// What an address says of this room: `#generate?s=speculative&seed=7&t=0.8&x=Once`. Reading never fails: what is unknown
// or out of bounds is left out, and the first state stands in its place.

import type { GenerateOptions, ModelInfo, Strategy } from '../../api/index.ts'
import type { ElementView } from '../share/view.ts'

export interface Settings {
  readonly model: string
  readonly strategy: Strategy
  readonly seed: number
  readonly temperature: number
  readonly topK: number
  readonly topP: number
  /** Tokens to write at most. */
  readonly tokens: number
  /** Guesses of a draft model at once. */
  readonly guesses: number
  /** What the model runs on, if it can. */
  readonly backend: 'cpu' | 'webgpu'
  readonly prompt: string
}

export const FIRST: Settings = {
  model: 'lm',
  strategy: 'plain',
  seed: 7,
  temperature: 0.8,
  topK: 0,
  topP: 0.95,
  tokens: 80,
  guesses: 4,
  backend: 'cpu',
  prompt: 'Once upon a time, there was a little girl who',
}

export const STRATEGIES: Readonly<Record<Strategy, { title: string; note: string }>> = {
  plain: { title: 'Token by token', note: 'One pass of the model for each token.' },
  speculative: {
    title: 'Speculative, small draft model',
    note: 'A small model guesses a few tokens; the large one checks them all in one pass.',
  },
  trie: {
    title: 'Lookahead, from the text itself',
    note: 'What followed the same words before, in the prompt or in earlier texts, is tried all at once.',
  },
  recycling: {
    title: 'Token recycling',
    note: 'What the model found likely before and did not write is tried again as a tree.',
  },
}

/** The longest prompt that an address carries, in characters. */
const PROMPT = 4_000

interface Field {
  readonly key: string
  readonly name: 'seed' | 'temperature' | 'topK' | 'topP' | 'tokens' | 'guesses'
  readonly title: string
  readonly least: number
  readonly most: number
  readonly step: number
}

/** The numbers among them, in the order of the controls. */
export const FIELDS: readonly Field[] = [
  { key: 't', name: 'temperature', title: 'temperature', least: 0, most: 2, step: 0.05 },
  { key: 'p', name: 'topP', title: 'top-p', least: 0, most: 1, step: 0.01 },
  { key: 'k', name: 'topK', title: 'top-k', least: 0, most: 200, step: 1 },
  { key: 'g', name: 'guesses', title: 'guesses', least: 1, most: 8, step: 1 },
  { key: 'n', name: 'tokens', title: 'tokens', least: 1, most: 400, step: 1 },
  { key: 'seed', name: 'seed', title: 'seed', least: 0, most: 999_999_999, step: 1 },
]

/** Settings of an address. */
export function readSettings(query: URLSearchParams, catalog: readonly ModelInfo[]): Settings {
  const asked = query.get('s')
  const prompt = query.get('x')
  const model = catalog.find(({ name }) => name === query.get('m')) ?? catalog.find(({ name }) => name === FIRST.model)
  const known = (Object.keys(STRATEGIES) as Strategy[]).find(name => name === asked) ?? FIRST.strategy
  const strategy = known === 'speculative' && !model?.draft ? FIRST.strategy : known
  const numbers = FIELDS.map(({ key, name, least, most, step }) => {
    const text = query.get(key) ?? ''
    const value = /^\d{1,9}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN
    const fits = value >= least && value <= most && (step < 1 || Number.isInteger(value))
    return [name, fits ? value : FIRST[name]] as const
  })
  return {
    ...FIRST,
    ...Object.fromEntries(numbers),
    strategy,
    backend: query.get('b') === 'webgpu' ? 'webgpu' : 'cpu',
    model: model?.name ?? FIRST.model,
    prompt: prompt === null ? FIRST.prompt : prompt.slice(0, PROMPT),
  }
}

/** The address of settings; a prompt that is too long for it is left out. */
export function addressOf(settings: Settings): string {
  const query = new URLSearchParams()
  if (settings.model !== FIRST.model) query.set('m', settings.model)
  if (settings.strategy !== FIRST.strategy) query.set('s', settings.strategy)
  if (settings.backend !== FIRST.backend) query.set('b', settings.backend)
  for (const { key, name } of FIELDS) if (settings[name] !== FIRST[name]) query.set(key, String(settings[name]))
  if (settings.prompt !== FIRST.prompt && fitsAddress(settings)) query.set('x', settings.prompt)
  const text = query.toString()
  return text === '' ? '#generate' : `#generate?${text}`
}

export function fitsAddress({ prompt }: Settings): boolean {
  return prompt.length <= PROMPT
}

/** As the API takes them. */
export function optionsOf({ model: _model, prompt: _prompt, ...options }: Settings): GenerateOptions {
  return options
}

/** The element that writes exactly the same; none where it lacks a setting. */
export function elementOf(settings: Settings): ElementView | null {
  const alike = (['topK', 'topP', 'guesses', 'backend'] as const).every(name => settings[name] === FIRST[name])
  if (!alike) return null
  const named = (['model', 'strategy', 'temperature', 'seed', 'tokens'] as const).filter(
    name => settings[name] !== FIRST[name],
  )
  const attributes = Object.fromEntries(named.map(name => [name, String(settings[name])]))
  return { tag: 'token-generate', attributes, text: settings.prompt }
}
