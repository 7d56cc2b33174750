// Many pictures under one tokenizer after another: a run goes through all pictures, one at a time, and keeps the figures,
// not the pictures. A picture that cannot be read is a row that says so.

import type { ImageInfo, Tokenarium } from '../../../api/index.ts'
import { isAbort, reasonOf } from '../../failure.ts'
import type { Given } from '../../files/given.ts'
import { Encodings, type Made, measurePoint } from '../points.ts'

/** More pictures are not taken at once. */
export const MOST = 100

export interface Figures {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly psnr: number
  readonly ssim: number | null
}

export interface Row {
  readonly path: string
  /** `null` where there are none, and `note` says why. */
  readonly figures: Figures | null
  readonly note: string
}

/** One tokenizer over all pictures. */
export interface Run {
  readonly title: string
  readonly rows: readonly Row[]
  readonly state: 'working' | 'ready' | 'stopped'
}

type Listener = () => void

export class Runs {
  readonly #lab: () => Promise<Tokenarium>
  readonly #changed: Listener
  #abort = new AbortController()
  #files: readonly Given[] = []
  #runs: Run[] = []

  constructor(lab: () => Promise<Tokenarium>, changed: Listener) {
    this.#lab = lab
    this.#changed = changed
  }

  get files(): readonly Given[] {
    return this.#files
  }

  get runs(): readonly Run[] {
    return this.#runs
  }

  /** Other pictures: the runs over those before are gone. */
  take(files: readonly Given[]): void {
    this.stop()
    this.#files = files.slice(0, MOST)
    this.#runs = []
    this.#changed()
  }

  /** Goes through all pictures with this tokenizer; a run of the same title makes place for it. */
  async run(info: ImageInfo, options: Readonly<Record<string, number>>): Promise<void> {
    this.stop()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    const settings = info.options.map(({ name, title, default: by }) => `${title.toLowerCase()} ${options[name] ?? by}`)
    const title = [info.title, ...settings].join(', ')
    const rows: Row[] = []
    const place = this.#runs.findIndex(run => run.title === title)
    const at = place < 0 ? this.#runs.length : place
    const say = (state: Run['state']): void => {
      this.#runs[at] = { title, rows: [...rows], state }
      this.#changed()
    }
    say('working')
    try {
      for (const { file, path } of this.#files) {
        rows.push(await this.#row(file, path, { kind: 'tokenizer', name: info.name, options, share: 1 }, signal))
        say('working')
      }
      say('ready')
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) throw error
    }
  }

  /** Stops where it is; what has been measured stays. */
  stop(): void {
    this.#abort.abort(new DOMException('cancelled', 'AbortError'))
    const working = this.#runs.findIndex(({ state }) => state === 'working')
    const run = this.#runs[working]
    if (!run) return
    this.#runs[working] = { ...run, state: 'stopped' }
    this.#changed()
  }

  async #row(file: File, path: string, origin: Made, signal: AbortSignal): Promise<Row> {
    try {
      const lab = await this.#lab()
      const picture = await lab.pixels(file, { signal })
      const encodings = new Encodings(lab, picture)
      const point = await measurePoint(lab, picture, encodings, { curve: '', setting: '', origin }, signal).finally(
        () => encodings.free(),
      )
      signal.throwIfAborted()
      if (point === null) return { path, figures: null, note: 'not written by this browser' }
      const { psnr, ssim } = point.measures
      const { width, height } = picture
      return { path, figures: { width, height, bits: point.bits, psnr, ssim }, note: '' }
    } catch (error) {
      if (signal.aborted) throw error
      return { path, figures: null, note: reasonOf(error) }
    }
  }
}
