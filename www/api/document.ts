/**
 * A document on the page's side. It keeps the text it was opened with and every edit since, in the order made: from
 * these the document is rebuilt after a restart, and the text can be given back even when the engine cannot.
 */

import type { Engine } from './client/engine.ts'
import type { Edit, WireText } from './operations.ts'
import { codecSizes } from './codec-sizes.ts'
import type { ModuleName } from './protocol.ts'
import type {
  EncodeOptions,
  Job,
  Patch,
  Stats,
  StatsOptions,
  TextDocument,
  TextInfo,
  TextSize,
  TokenWindow,
  Trace,
} from './types.ts'

/** After so many edits the text is taken anew, so that a long session does not pile up edits. */
const EDITS_KEPT = 400

/** Opens a document of the tokenizer `tokenizer`. */
export async function openDocument(
  engine: Engine,
  module: ModuleName & ('text' | 'tools'),
  tokenizer: { handle: number; info: TextInfo },
  text: WireText,
  options: EncodeOptions,
  job: Job,
): Promise<TextDocument> {
  const handle = engine.newHandle()
  const kept: Kept = { text: typeof text === 'string' ? text : new Blob([text as BlobPart]), edits: [] }
  const call = { lane: 'long', signal: job.signal, onProgress: job.onProgress } as const
  const input = { tokenizer: tokenizer.handle, text: kept.text, options, edits: [] }
  const opened = await engine.call(module, 'openDocument', handle, input, call)
  engine.keep(module, handle, {
    parent: tokenizer.handle,
    replay: () => ({
      operation: 'openDocument',
      input: { ...input, text: kept.text, edits: kept.edits.filter(edit => edit.state !== 'waiting') },
    }),
  })
  return new LiveDocument(engine, module, handle, tokenizer, options, kept, opened)
}

/** What a document is rebuilt from. */
interface Kept {
  text: string | Blob
  edits: KeptEdit[]
}

interface KeptEdit extends Edit {
  /** `waiting`: its call will be made again after a restart, so that it must not be part of the rebuilt text. */
  state: 'waiting' | 'made'
}

class LiveDocument implements TextDocument {
  readonly info: TextInfo
  readonly wholeBecause: string | null
  readonly #engine: Engine
  readonly #module: 'text' | 'tools'
  readonly #handle: number
  readonly #tokenizer: number
  readonly #options: EncodeOptions
  readonly #kept: Kept
  #size: TextSize
  #version = 0
  #takingText = false

  constructor(
    engine: Engine,
    module: 'text' | 'tools',
    handle: number,
    tokenizer: { handle: number; info: TextInfo },
    options: EncodeOptions,
    kept: Kept,
    opened: { size: TextSize; wholeBecause: string | null },
  ) {
    this.#engine = engine
    this.#module = module
    this.#handle = handle
    this.info = tokenizer.info
    this.#tokenizer = tokenizer.handle
    this.#options = options
    this.#kept = kept
    this.#size = opened.size
    this.wholeBecause = opened.wholeBecause
  }

  get version(): number {
    return this.#version
  }

  get size(): TextSize {
    return this.#size
  }

  async edit(from: number, to: number, insert: string): Promise<Patch> {
    const edit: KeptEdit = { from, to, insert, state: 'waiting' }
    this.#kept.edits.push(edit)
    const version = ++this.#version
    try {
      const input = { from, to, insert }
      const { size, ...patch } = await this.#engine.call(this.#module, 'editDocument', this.#handle, input)
      this.#size = size
      return { version, ...patch }
    } catch (error) {
      // An edit that the document refused (a position out of range) is no part of it.
      if (isRefusal(error)) this.#kept.edits.splice(this.#kept.edits.indexOf(edit), 1)
      throw error
    } finally {
      edit.state = 'made'
      if (this.#kept.edits.length > EDITS_KEPT) void this.#takeText()
    }
  }

  async settle(job: Job = {}): Promise<Patch> {
    const { signal, onProgress } = job
    const call = { lane: 'long', signal, onProgress } as const
    const { size, ...patch } = await this.#engine.call(this.#module, 'settleDocument', this.#handle, null, call)
    this.#size = size
    return { version: this.#version, ...patch }
  }

  async window(from: number, to: number): Promise<TokenWindow> {
    const version = this.#version
    return { version, ...(await this.#engine.call(this.#module, 'documentWindow', this.#handle, { from, to })) }
  }

  trace(at: number): Promise<Trace> {
    return this.#engine.call(this.#module, 'documentTrace', this.#handle, at)
  }

  async stats(options: StatsOptions & Job = {}): Promise<Stats> {
    // A copy is measured, so that edits need not wait.
    const text = await this.text()
    const { signal, onProgress, pricePerMillion, contextWindow } = options
    const { specials = this.#options.specials, template = this.#options.template } = options
    const [statistics, sizes] = await Promise.all([
      this.#engine.call(
        this.#module,
        'statistics',
        this.#tokenizer,
        { text, pricePerMillion, contextWindow, options: { ...this.#options, specials, template } },
        { lane: 'long', signal, onProgress },
      ),
      codecSizes(this.#engine, text, options),
    ])
    return { ...statistics, ...sizes }
  }

  async text(): Promise<Blob> {
    try {
      return await this.#engine.call(this.#module, 'documentText', this.#handle, null)
    } catch {
      return replayed(this.#kept)
    }
  }

  free(): Promise<void> {
    return this.#engine.free(this.#module, this.#handle)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.free()
  }

  /** Replaces the text it was opened with by the present one, and forgets the edits that are in it. */
  async #takeText(): Promise<void> {
    if (this.#takingText) return
    this.#takingText = true
    const included = new Set(this.#kept.edits)
    try {
      // Calls take effect in the order made: the answer holds exactly the edits made so far.
      this.#kept.text = await this.#engine.call(this.#module, 'documentText', this.#handle, null)
      this.#kept.edits = this.#kept.edits.filter(edit => !included.has(edit))
    } catch {
      // The engine is restarting: the edits stay.
    } finally {
      this.#takingText = false
    }
  }
}

async function replayed({ text, edits }: Kept): Promise<Blob> {
  let whole = typeof text === 'string' ? text : await text.text()
  for (const { from, to, insert } of edits) whole = whole.slice(0, from) + insert + whole.slice(to)
  return new Blob([whole])
}

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'invalid-argument'
}
