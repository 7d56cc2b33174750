// One engine for all elements of a document. Elements take a lease; tokenizers and models are shared by name; with the last lease everything is freed, a
// little later, so that an element that is only moved keeps what it has. Who brings the engine is said from outside: the page its own, the
// embed script one that it loads when the first element wants it.

import type { Job, Model, TextTokenizer, Tokenarium, TrainOptions, Training } from '../api/index.ts'

/** What elements use of the API. */
export type Engine = Pick<Tokenarium, 'text' | 'trainText' | 'image' | 'model' | 'pixels' | 'measure' | 'free'>

type Shared = TextTokenizer | Model

/** Brings an engine; called once, and again only after everything was freed or the call before failed. */
export type EngineLoader = () => Promise<Engine>

/** Milliseconds between the last lease and the end of the engine. */
const GRACE_MS = 1000

let loader: EngineLoader | null = null
let owned = true
let engine: Promise<Engine> | null = null
let leases = 0
let ending: ReturnType<typeof setTimeout> | undefined
/** What is shared: `text NAME`, `model NAME`. */
const loaded = new Map<string, Promise<Shared>>()

/** Says where the engine comes from. `keep`: it belongs to somebody else and is never freed here. */
export function setEngine(load: EngineLoader, options: { keep?: boolean } = {}): void {
  loader = load
  owned = options.keep !== true
}

/** An element's right to the engine. */
export class Lease {
  #released = false

  constructor() {
    leases += 1
    clearTimeout(ending)
  }

  /** A shipped tokenizer, loaded once for all elements. */
  tokenizer(name: string, { onProgress }: Job = {}): Promise<TextTokenizer> {
    return shared(`text ${name}`, lab => lab.text(name, { onProgress }))
  }

  /** A language model, loaded once for all elements. */
  model(name: string, { onProgress }: Job = {}): Promise<Model> {
    return shared(`model ${name}`, lab => lab.model(name, { onProgress }))
  }

  /** The engine itself, for what is not shared between elements. */
  engine(): Promise<Engine> {
    return start()
  }

  /** Trains on a text. */
  async train(text: string, options: TrainOptions, job: Job = {}): Promise<Training> {
    const lab = await start()
    return lab.trainText(text, options, job)
  }

  /** Gives the right back; once is enough. */
  release(): void {
    if (this.#released) return
    this.#released = true
    leases -= 1
    if (leases === 0) ending = setTimeout(end, GRACE_MS)
  }
}

/** Not aborted with its first user: others may wait for the same file. */
function shared<T extends Shared>(key: string, load: (lab: Engine) => Promise<T>): Promise<T> {
  const known = loaded.get(key) as Promise<T> | undefined
  if (known !== undefined) return known
  const loading = start().then(load)
  loaded.set(key, loading)
  loading.catch(() => loaded.delete(key))
  return loading
}

function start(): Promise<Engine> {
  if (engine !== null) return engine
  if (loader === null) return Promise.reject(new Error('setEngine was not called before the first element was used.'))
  const starting = loader()
  engine = starting
  starting.catch(() => {
    if (engine === starting) engine = null
  })
  return starting
}

function end(): void {
  const last = engine
  const handles = [...loaded.values()]
  loaded.clear()
  engine = null
  if (last === null) return
  if (owned) void last.then(lab => lab.free()).catch(() => {})
  else for (const handle of handles) void handle.then(each => each.free()).catch(() => {})
}
