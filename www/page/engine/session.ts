// The page's one engine and the tokenizers that it has loaded. Loading is shared: whoever asks for a name that is on
// its way waits for the same load. Tokenizers from files and from training get a name here and live until the page ends.

import { type Info, Tokenarium, type TextTokenizer } from '../../api/index.ts'

type Report = (done: number, total: number | null) => void

interface Loading {
  readonly tokenizer: Promise<TextTokenizer>
  readonly reports: Set<Report>
  readonly abort: AbortController
}

/** Tokenizers kept loaded; the one unused for longest is freed first. */
const KEPT = 8

export class Session {
  #lab: Promise<Tokenarium> | null = null
  readonly #loading = new Map<string, Loading>()
  readonly #own = new Map<string, TextTokenizer>()
  readonly #restarts = new Set<(reason: string) => void>()

  /** The engine, started when first wanted. */
  lab(): Promise<Tokenarium> {
    this.#lab ??= Tokenarium.create().then(lab => {
      lab.on('restart', detail => {
        const reason = String((detail as { reason?: unknown } | null)?.reason ?? 'unknown')
        for (const listener of this.#restarts) listener(reason)
      })
      return lab
    })
    return this.#lab
  }

  /** Told when the engine had to be started anew, with the reason. */
  onRestart(listener: (reason: string) => void): void {
    this.#restarts.add(listener)
  }

  /** Everything that can be chosen: the catalogue, then what the visitor brought. */
  async catalog(): Promise<readonly Info[]> {
    const lab = await this.lab()
    return [...[...this.#own.values()].map(tokenizer => tokenizer.info), ...lab.catalog()]
  }

  /** The tokenizer of this name, loaded. */
  async tokenizer(name: string, report?: Report): Promise<TextTokenizer> {
    const own = this.#own.get(name)
    if (own) return own
    let loading = this.#loading.get(name)
    if (loading) {
      this.#loading.delete(name)
    } else {
      loading = this.#load(name)
    }
    this.#loading.set(name, loading)
    if (report) loading.reports.add(report)
    this.#trim()
    return loading.tokenizer
  }

  /** Gives up a load that is still on its way. */
  cancel(name: string): void {
    this.#loading.get(name)?.abort.abort(new DOMException('cancelled', 'AbortError'))
    this.#loading.delete(name)
  }

  /** Loads a visitor's file, or the file at an address, under a name that nothing else has. */
  async open(source: File | URL, options: { pattern?: string; signal: AbortSignal; report: Report }): Promise<string> {
    const lab = await this.lab()
    const { pattern, signal, report } = options
    const file = source instanceof URL ? source.pathname.split('/').at(-1) || source.hostname : source.name
    const name = await this.freeName(file)
    return this.adopt(await lab.text(source, { name, pattern, signal, onProgress: p => report(p.done, p.total) }))
  }

  /** `wanted`, or with a number behind it where that name is taken: two files of one name can be compared. */
  async freeName(wanted: string): Promise<string> {
    const taken = new Set((await this.catalog()).map(info => info.name))
    if (!taken.has(wanted)) return wanted
    for (let n = 2; ; n++) if (!taken.has(`${wanted} (${n})`)) return `${wanted} (${n})`
  }

  /** Takes in a tokenizer that was made here, and gives its name. */
  adopt(tokenizer: TextTokenizer): string {
    this.#own.set(tokenizer.info.name, tokenizer)
    return tokenizer.info.name
  }

  /** Whether the name is of a tokenizer that only this visit has. */
  isOwn(name: string): boolean {
    return this.#own.has(name)
  }

  #load(name: string): Loading {
    const reports = new Set<Report>()
    const abort = new AbortController()
    const tokenizer = this.lab().then(lab =>
      lab.text(name, {
        signal: abort.signal,
        onProgress: p => {
          for (const report of reports) report(p.done, p.total)
        },
      }),
    )
    tokenizer.catch(() => this.#loading.delete(name))
    return { tokenizer, reports, abort }
  }

  #trim(): void {
    while (this.#loading.size > KEPT) {
      const oldest = this.#loading.entries().next().value
      if (!oldest) return
      this.#loading.delete(oldest[0])
      void oldest[1].tokenizer.then(t => t.free()).catch(() => {})
    }
  }
}
