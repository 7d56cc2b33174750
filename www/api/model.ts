/** Language models on the page's side: loaded, their ids given texts, texts scored. */

import { models } from '#build'
import type { Engine } from './client/engine.ts'
import { TokenariumError } from './error.ts'
import { LiveGeneration, type Written } from './generation.ts'
import { wireText } from './tokenizer.ts'
import type {
  GenerateOptions,
  Generation,
  Job,
  LikelyText,
  Model,
  ModelFacts,
  ModelInfo,
  Score,
  Text,
  TextTokenizer,
} from './types.ts'
import type { FileReference } from './worker/vocabulary-files.ts'

/** Likely ids that a score tells of each token. */
const LIKELY = 5

/** Language models that ship with the site. */
export function modelCatalog(base: URL): readonly ModelInfo[] {
  return models.map(({ name, title, what, paper, licence, bytes, parameters, context, tokenizer, card }) => ({
    name,
    title: title ?? name,
    kind: 'model',
    note: what ?? '',
    source: paper ?? '',
    licence: licence ?? '',
    bytes,
    parameters,
    context,
    tokenizer,
    draft: models.find(other => other.name === `${name}-tiny`)?.name ?? null,
    card: card === null ? null : new URL(`models/${card}`, base).href,
  }))
}

/** Loads a model; `text` loads its tokenizer. */
export async function loadModel(
  engine: Engine,
  name: string,
  job: Job,
  backend: 'webgpu' | 'cpu',
  text: (tokenizer: string) => Promise<TextTokenizer>,
): Promise<Model> {
  const info = modelCatalog(engine.base).find(model => model.name === name)
  if (info === undefined) {
    const names = models.map(model => model.name).join(', ')
    const remedy = names === '' ? 'This site ships none.' : `Choose one of ${names}.`
    throw new TokenariumError('unknown-name', `There is no model ${name}.`, remedy)
  }
  const [weights, tokenizer] = await Promise.all([loadWeights(engine, name, job), text(info.tokenizer)])
  const ids = Uint32Array.from({ length: Math.min(weights.facts.vocabulary, tokenizer.vocabulary.size) }, (_, id) => id)
  const { bytes, ends } = await tokenizer.bytes(ids)
  const entries = Array.from(ends, (end, id) => bytes.subarray(id === 0 ? 0 : ends[id - 1], end))
  return new LiveModel(engine, info, weights, backend, tokenizer, entries)
}

interface LoadedWeights {
  handle: number
  facts: ModelFacts
}

async function loadWeights(engine: Engine, name: string, { signal, onProgress }: Job): Promise<LoadedWeights> {
  const input = reference(engine, name)
  const handle = engine.newHandle()
  const facts = await engine.call('lab', 'loadModel', handle, input, { lane: 'long', signal, onProgress })
  engine.keep('lab', handle, { replay: () => ({ operation: 'loadModel', input }) })
  return { handle, facts }
}

function reference(engine: Engine, name: string): FileReference {
  const found = models.find(model => model.name === name)
  if (found === undefined) throw new TokenariumError('unknown-name', `There is no model ${name}.`, 'Choose another.')
  return { url: new URL(`models/${found.file}`, engine.base).href, sha256: found.sha256, bytes: found.bytes }
}

class LiveModel implements Model {
  readonly info: ModelInfo
  readonly facts: ModelFacts
  readonly tokenizer: TextTokenizer
  readonly #engine: Engine
  readonly #handle: number
  readonly #backend: 'webgpu' | 'cpu'
  /** Bytes of each id. */
  readonly #entries: readonly Uint8Array[]
  readonly #texts = new Map<number, string>()
  #draft: Promise<LoadedWeights> | undefined

  constructor(
    engine: Engine,
    info: ModelInfo,
    { handle, facts }: LoadedWeights,
    backend: 'webgpu' | 'cpu',
    tokenizer: TextTokenizer,
    entries: readonly Uint8Array[],
  ) {
    this.#engine = engine
    this.#handle = handle
    this.#backend = backend
    this.#entries = entries
    this.info = info
    this.facts = facts
    this.tokenizer = tokenizer
  }

  text(id: number): string {
    const known = this.#texts.get(id)
    if (known !== undefined) return known
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#entries[id])
    this.#texts.set(id, text)
    return text
  }

  async score(text: Text, { signal, onProgress }: Job = {}): Promise<Score> {
    const unit = typeof text === 'string' ? 'utf16' : 'utf8'
    const tokens = await this.tokenizer.encode(text, { spans: true, unit, signal })
    if (tokens.ids.length === 0) {
      throw new TokenariumError('invalid-argument', 'There is no text to read.', 'Give a text.')
    }
    const call = { lane: 'long', signal, onProgress } as const
    const { bits, likely, probabilities, packed } = await this.#engine.call(
      'lab',
      'score',
      this.#handle,
      tokens.ids,
      call,
    )
    const wire = wireText(text)
    const bytes = typeof wire === 'string' ? new TextEncoder().encode(wire).length : sizeOf(wire)
    // Where nothing stands before a text, its first token costs what no model can say.
    const missing = tokens.ids.length - bits.length
    return {
      tokens,
      bits,
      bytes,
      packed,
      bitsPerByte: bits.reduce((sum, bits) => sum + bits, 0) / Math.max(1, bytes),
      likely: index =>
        Array.from({ length: LIKELY }, (_, rank): LikelyText => {
          const at = (index - missing) * LIKELY + rank
          const [id = 0, probability = 0] = [likely[at], probabilities[at]]
          return { id, text: this.text(id), probability, drawnWith: probability }
        }).filter(({ probability }) => probability > 0),
    }
  }

  async unpack(packed: Uint8Array, { signal, onProgress }: Job = {}): Promise<string> {
    const ids = await this.#engine.call('lab', 'unpack', this.#handle, packed, { lane: 'long', signal, onProgress })
    return this.tokenizer.decode(ids, { signal })
  }

  generate(prompt: string | Uint32Array, options: GenerateOptions = {}): Generation {
    const written: Written = {
      engine: this.#engine,
      handle: this.#handle,
      backend: this.#backend,
      ids: async signal =>
        typeof prompt === 'string' ? (await this.tokenizer.encode(prompt, { signal })).ids : prompt,
      draft: job => this.#draftHandle(job),
      text: id => this.text(id),
      bytes: id => this.#entries[id] ?? new Uint8Array(),
    }
    return new LiveGeneration(written, options)
  }

  async forget(): Promise<void> {
    await this.#engine.call('lab', 'forgetGuesses', this.#handle, null)
  }

  async free(): Promise<void> {
    const draft = await this.#draft?.catch(() => undefined)
    if (draft !== undefined) await this.#engine.free('lab', draft.handle)
    await Promise.all([this.#engine.free('lab', this.#handle), this.tokenizer.free()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.free()
  }

  /** The draft is loaded when it is first wanted, and again where that has failed. */
  async #draftHandle(job: Job): Promise<number> {
    const name = this.info.draft
    if (name === null) {
      const remedy = 'Choose another strategy.'
      throw new TokenariumError('unsupported', `No smaller model guesses for ${this.info.name}.`, remedy)
    }
    this.#draft ??= loadWeights(this.#engine, name, job).catch(error => {
      this.#draft = undefined
      throw error
    })
    return (await this.#draft).handle
  }
}

function sizeOf(bytes: Blob | ArrayBuffer | Uint8Array): number {
  return bytes instanceof Blob ? bytes.size : bytes.byteLength
}
