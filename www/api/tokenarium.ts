/**
 * The door of the API: an engine that starts nothing before it is asked for something, and from which everything else
 * is had.
 */

import { build } from '#build'
import { Engine } from './client/engine.ts'
import type { Restart } from './client/module.ts'
import {
  idNeighbours,
  idOrder,
  idStatistics,
  imageCatalog,
  loadImage,
  measure,
  readPictureFile,
  readPixels,
} from './image.ts'
import { catalog, catalogEntry, madeHere, notShipped } from './catalog.ts'
import { loadModel, modelCatalog } from './model.ts'
import { TokenariumError } from './error.ts'
import type { TokenizerFacts, VocabularySource, WantedBackend } from './operations.ts'
import { LiveTokenizer, wireText } from './tokenizer.ts'
import { packTokens, unpackTokens } from './tokens-file.ts'
import { startTraining } from './training.ts'
import type {
  Backend,
  Bytes,
  Comparison,
  ImageInfo,
  ImageTokenizer,
  ImageTokens,
  Info,
  Job,
  IdNeighbours,
  IdOrder,
  IdStatistics,
  Measures,
  Model,
  ModelInfo,
  NotShipped,
  PictureFile,
  Pixels,
  ReadOptions,
  SelfCheck,
  TextInfo,
  TextTokenizer,
  TextTokens,
  Text,
  Tokens,
  TrainOptions,
  Training,
} from './types.ts'

/** What `on` can be asked to tell. */
export interface Events {
  /** What the engine computes on was decided, or has changed. */
  backend: Backend
  /** A worker was replaced after a failure. */
  restart: Restart
}

type Listeners = { [E in keyof Events]: Set<(detail: Events[E]) => void> }

/** One engine. */
export class Tokenarium implements AsyncDisposable {
  /** Version of this library. */
  readonly version: string = build.version
  readonly #engine: Engine
  readonly #wanted: WantedBackend
  readonly #listeners: Listeners = { backend: new Set(), restart: new Set() }
  #backend: Backend = { kind: 'undecided', because: 'not-started', reason: 'Nothing has needed the engine yet.' }
  #choosing = false

  private constructor(base: URL, wanted: WantedBackend) {
    this.#wanted = wanted
    this.#engine = new Engine(
      base,
      restart => {
        if (restart.module === 'lab') this.#choosing = false
        for (const listener of this.#listeners.restart) listener(restart)
      },
      (_module, value) => {
        this.#backend = value as Backend
        for (const listener of this.#listeners.backend) listener(this.#backend)
      },
    )
  }

  /**
   * Makes an engine. Nothing is loaded before the first call that needs it.
   *
   * @param options.base where the site lies; by default where this module was loaded from.
   * @param options.backend `auto`: WebGPU where there is a real adapter on which every kernel gives what the CPU gives;
   *   `webgpu`: a software adapter will do too; `cpu`: never.
   */
  static create(
    options: { base?: string | URL | undefined; backend?: 'auto' | 'webgpu' | 'cpu' | undefined } = {},
  ): Promise<Tokenarium> {
    const base = options.base === undefined ? siteOfThisModule() : new URL(options.base, document.baseURI)
    return Promise.resolve(new Tokenarium(base, options.backend ?? 'auto'))
  }

  /** What the engine of the models computes on. Undecided until something needs the module that it is in. */
  get backend(): Backend {
    return this.#backend
  }

  /** Listens; returns what ends it. */
  on<E extends keyof Events>(event: E, listener: (detail: Events[E]) => void): () => void {
    const listeners: Listeners[E] = this.#listeners[event]
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** What ships with the site. Synchronous. */
  catalog(): readonly Info[] {
    return catalog()
  }

  /** Models whose tokenizer does not ship, and why. Synchronous. */
  notShipped(): readonly NotShipped[] {
    return notShipped()
  }

  /**
   * Loads a tokenizer.
   *
   * @param source a name of the catalog; or the file of a tokenizer, as `tokenizer.json`, `.tiktoken` (with `pattern`),
   *   SentencePiece `.model`, `tekken.json` or `.vocab`; or its address.
   * @throws TokenariumError `unknown-name`, `network`, `integrity`, `malformed`, `too-large`, `unsupported`
   */
  async text(source: string | URL | Bytes, options: ReadOptions & Job = {}): Promise<TextTokenizer> {
    if (typeof source !== 'string') return this.#read(source, options)
    const known = catalogEntry(source, this.#engine.base)
    if (known === undefined) {
      const names = catalog().map(({ name }) => name)
      throw new TokenariumError(
        'unknown-name',
        `There is no tokenizer ${source}.`,
        `Choose one of ${names.join(', ')}, or give a file.`,
      )
    }
    return this.#load(known.info, known.source, options)
  }

  /**
   * Trains a tokenizer on the caller's text.
   *
   * @throws TokenariumError `too-large`, `invalid-argument`
   */
  trainText(corpus: Text | readonly Text[], options: TrainOptions, job: Job = {}): Promise<Training> {
    const texts: readonly Text[] = Array.isArray(corpus) ? corpus : [corpus as Text]
    return startTraining(this.#engine, texts.map(wireText), options, job, (name, file) =>
      this.#load(madeHere(name, file.size), { kind: 'file', file }, {}),
    )
  }

  /** Where encodings of one text, with spans in one unit, cut differently; two to four of them. */
  async compare(tokens: readonly TextTokens[], job: Job = {}): Promise<Comparison> {
    const spans = tokens.map(encoded => {
      if (encoded.spans !== undefined && encoded.unit === tokens[0]?.unit) return encoded.spans
      throw new TokenariumError(
        'invalid-argument',
        'compare needs spans in one unit.',
        'Encode every text with { spans: true } and the same unit.',
      )
    })
    const { signal, onProgress } = job
    return this.#engine.call('text', 'compare', 0, spans, { lane: 'long', signal, onProgress })
  }

  /** Image tokenizers that can be made. Synchronous. */
  imageCatalog(): readonly ImageInfo[] {
    return imageCatalog()
  }

  /**
   * Makes an image tokenizer.
   *
   * @param name one of `imageCatalog()`
   * @throws TokenariumError `unknown-name`, `invalid-argument`
   */
  image(
    name: string,
    options: { options?: Readonly<Record<string, number>> | undefined } & Job = {},
  ): Promise<ImageTokenizer> {
    this.#chooseBackend()
    return loadImage(this.#engine, name, options.options ?? {}, options)
  }

  /** Language models that ship with the site. Synchronous. */
  modelCatalog(): readonly ModelInfo[] {
    return modelCatalog(this.#engine.base)
  }

  /**
   * Loads a language model and its tokenizer.
   *
   * @param name one of `modelCatalog()`
   * @throws TokenariumError `unknown-name`, `network`, `integrity`, `malformed`
   */
  model(name: string, job: Job = {}): Promise<Model> {
    this.#chooseBackend()
    const backend = this.#wanted === 'webgpu' ? 'webgpu' : 'cpu'
    return loadModel(this.#engine, name, job, backend, tokenizer => this.text(tokenizer, { signal: job.signal }))
  }

  /**
   * Reads a picture as samples, in a worker; the orientation that a file states is applied.
   *
   * @throws TokenariumError `malformed`, `unsupported`, `too-large`
   */
  pixels(picture: Pixels, job: Job = {}): Promise<ImageData> {
    return readPixels(this.#engine, picture, job)
  }

  /**
   * Reads a picture file, and tells who read it and what was done to it.
   *
   * @throws TokenariumError `malformed`, `unsupported`, `too-large`
   */
  readPicture(file: Blob, job: Job = {}): Promise<PictureFile> {
    return readPictureFile(this.#engine, file, job)
  }

  /** Figures on any ids out of `alphabet` possible ones, as those of a text and of a picture are computed. */
  idStatistics(ids: Uint32Array, alphabet: number, job: Job = {}): Promise<IdStatistics> {
    return idStatistics(this.#engine, ids, alphabet, job)
  }

  /**
   * What order is worth: bits of an adaptive code that looks back by none, one and two ids, and its perplexity as a share
   * of the alphabet, of these ids and of the same ids shuffled.
   */
  idOrder(ids: Uint32Array, alphabet: number, job: Job = {}): Promise<IdOrder> {
    return idOrder(this.#engine, ids, alphabet, job)
  }

  /**
   * What the cells of a grid, given row by row, tell of the cells around them: mutual information by offset, beside what
   * chance gives, and the pairs that meet most.
   */
  idNeighbours(ids: Uint32Array, columns: number, job: Job = {}): Promise<IdNeighbours> {
    return idNeighbours(this.#engine, ids, columns, job)
  }

  /** How far two pictures of one size are apart; what is not opaque is laid over white. */
  measure(a: ImageData, b: ImageData, job: Job = {}): Promise<Measures> {
    return measure(this.#engine, a, b, job)
  }

  /**
   * Tries every kernel of the engine on this machine: on the CPU against the bits that it must give, on the graphics
   * adapter, where there is one, against the CPU. An adapter that fails in the middle ends its part, not the check.
   */
  selfCheck({ signal, onProgress }: Job = {}): Promise<SelfCheck> {
    return this.#engine.call('lab', 'selfCheck', 0, this.#wanted, { lane: 'long', signal, onProgress })
  }

  /**
   * Writes tokens as a `.tokens` file: their ids adaptively coded, with all that a decoder needs. Of the tokens of a text
   * the file keeps ids, tokenizer and alphabet.
   *
   * @throws TokenariumError `unknown-id`, `invalid-argument`
   */
  pack(tokens: Tokens | ImageTokens, job: Job = {}): Promise<Uint8Array> {
    return packTokens(this.#engine, tokens, job)
  }

  /**
   * Reads a `.tokens` file. `'width' in tokens` tells those of a picture, which `image(tokens.tokenizer, tokens)` decodes.
   *
   * @throws TokenariumError `malformed` for a broken file, with the reason; `unsupported` for one of a later version,
   *   `unknown-name` for a tokenizer that is not known here
   */
  unpack(file: Bytes, job: Job = {}): Promise<Tokens | ImageTokens> {
    return unpackTokens(this.#engine, file, job)
  }

  /** Bytes of vocabularies and models that are kept on this machine; `clear` removes them. */
  stored(options: { clear?: boolean | undefined } = {}): Promise<number> {
    return this.#engine.call('text', 'storedBytes', 0, { clear: options.clear ?? false })
  }

  /** Ends every worker. Handles of this engine are of no use afterwards. */
  free(): Promise<void> {
    this.#engine.end()
    return Promise.resolve()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.free()
  }

  /** Once for each worker: the answer comes as a notice. A worker that fails is told of by the call that needs it. */
  #chooseBackend(): void {
    if (this.#choosing) return
    this.#choosing = true
    this.#engine.call('lab', 'chooseBackend', 0, this.#wanted).catch(() => {
      this.#choosing = false
    })
  }

  async #load(info: Info, source: VocabularySource, { signal, onProgress }: Job): Promise<TextTokenizer> {
    const handle = this.#engine.newHandle()
    const facts = await this.#engine.call('text', 'load', handle, source, { lane: 'long', signal, onProgress })
    this.#engine.keep('text', handle, { replay: () => ({ operation: 'load', input: source }) })
    return new LiveTokenizer(this.#engine, 'text', handle, textInfo(info, facts), source)
  }

  async #read(source: URL | Bytes, options: ReadOptions & Job): Promise<TextTokenizer> {
    const { signal, onProgress, format, pattern } = options
    const fileName = nameOf(source)
    const name = options.name ?? fileName
    if (fileName.endsWith('.vocab') && !(source instanceof URL)) {
      const file = source instanceof Blob ? source : new Blob([source as BlobPart])
      return this.#load(madeHere(name, file.size), { kind: 'file', file }, options)
    }
    const handle = this.#engine.newHandle()
    const file = source instanceof URL ? source.href : source instanceof Blob ? source : new Blob([source as BlobPart])
    const input = { file, name, format: format ?? null, pattern: pattern ?? null }
    const read = await this.#engine.call('tools', 'read', handle, input, { lane: 'long', signal, onProgress })
    if ('vocabulary' in read) {
      const vocabulary = new Blob([read.vocabulary as BlobPart])
      return this.#load(madeHere(name, vocabulary.size), { kind: 'file', file: vocabulary }, options)
    }
    // A file behind an address may change: what was read is what is read again.
    const kept = { ...input, file: read.file }
    this.#engine.keep('tools', handle, { replay: () => ({ operation: 'read', input: kept }) })
    const info = textInfo(madeHere(name, read.file.size), read.facts)
    return new LiveTokenizer(this.#engine, 'tools', handle, info, undefined)
  }
}

function textInfo(info: Info, facts: TokenizerFacts): TextInfo {
  return { ...info, ...facts }
}

function nameOf(source: URL | Bytes): string {
  if (source instanceof URL) {
    const last = source.pathname.split('/').at(-1) || source.hostname
    try {
      return decodeURIComponent(last)
    } catch {
      return last // Escapes that are no UTF-8 stay as they are.
    }
  }
  return source instanceof File ? source.name : 'file'
}

/** The folder of the site: bundled chunks lie one folder deeper than its entries. */
function siteOfThisModule(): URL {
  const here = new URL(import.meta.url)
  return new URL(/\/assets\/[^/]*$/.test(here.pathname) ? '..' : '.', here)
}
