// Keeps a document of the engine equal to the text: opens it for the chosen tokenizer, passes edits on in order, opens
// it anew where the text or the options changed altogether. Whoever shows tokens asks here for a window and hears when
// they may have changed. A failure is a state with a way on; the text is the page's and is never lost.

import {
  type TextDocument,
  type TextSize,
  type TextTokenizer,
  TokenariumError,
  type TokenWindow,
} from '../../api/index.ts'
import type { Change, Edit, TextModel } from '../text-model.ts'
import type { Session } from './session.ts'

/** What is asked of the engine. */
export interface Wanted {
  readonly tokenizer: string
  readonly specials: 'text' | 'parse'
  readonly template: boolean
}

export type Phase =
  | { readonly kind: 'loading'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'counting'; readonly done: number; readonly total: number | null }
  /** The text is edited; part of the tokens are still those of the text before. */
  | { readonly kind: 'settling'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'ready' }
  | { readonly kind: 'error'; readonly error: unknown; readonly retry: () => void }

type Listener = () => void

/** Edits waiting for the engine beyond this are one re-opening: quicker than carrying out each. */
const WAITING = 200

export class Follower {
  readonly #session: Session
  readonly #text: TextModel
  readonly #listeners = new Set<Listener>()
  #wanted: Wanted
  #phase: Phase = { kind: 'loading', done: 0, total: null }
  #tokenizer: TextTokenizer | null = null
  #document: TextDocument | null = null
  #size: TextSize | null = null
  /** Counts openings, so that the answer to one that is superseded is dropped. */
  #opening = 0
  #abort = new AbortController()
  #waiting = 0
  /** The text has changed since the document in hand was opened, and the document was not told: another is coming. */
  #diverged = false
  /** The document in hand has taken in the whole text. */
  #settled = false
  /** Edits made while the document is being opened: carried out when it is there. `null`: none is being opened. */
  #meanwhile: Edit[] | null = null

  constructor(session: Session, text: TextModel, wanted: Wanted) {
    this.#session = session
    this.#text = text
    this.#wanted = wanted
    text.listen(change => this.#follow(change))
  }

  get phase(): Phase {
    return this.#phase
  }

  /** What the present tokens were made with; the tokenizer wanted may still be loading. */
  get tokenizer(): TextTokenizer | null {
    return this.#tokenizer
  }

  get document(): TextDocument | null {
    return this.#document
  }

  /** Sizes of the text as last counted. */
  get size(): TextSize | null {
    return this.#size
  }

  /** Whether something is on its way after which more is known of the text. */
  get busy(): boolean {
    return this.#waiting > 0 || (this.#phase.kind !== 'ready' && this.#phase.kind !== 'error')
  }

  get wanted(): Wanted {
    return this.#wanted
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  want(wanted: Wanted): void {
    const same =
      wanted.tokenizer === this.#wanted.tokenizer &&
      wanted.specials === this.#wanted.specials &&
      wanted.template === this.#wanted.template
    if (same && this.#phase.kind !== 'error') return
    this.#wanted = wanted
    void this.open()
  }

  /** Tokens that touch `from..to`, or `null` while there are none. */
  async window(from: number, to: number): Promise<TokenWindow | null> {
    const document = this.#document
    if (!document || this.#diverged) return null
    const most = this.#text.length
    return document.window(Math.min(from, most), Math.min(to, most))
  }

  /**
   * The present text as UTF-8, made in the worker; `null` where the document there is not the text as it is now, or
   * where UTF-8 cannot hold it.
   */
  async utf8(): Promise<Blob | null> {
    const document = this.#document
    if (!document || this.#diverged || !this.#settled || this.#size?.replacedSurrogates !== 0) return null
    const { version } = this.#text
    const utf8 = await document.text()
    return version === this.#text.version ? utf8 : null
  }

  /** Opens the text anew with what is wanted. */
  async open(): Promise<void> {
    const mine = ++this.#opening
    this.#abort.abort(new DOMException('superseded', 'AbortError'))
    this.#abort = new AbortController()
    this.#meanwhile = null
    const { signal } = this.#abort
    const wanted = this.#wanted
    this.#say({ kind: 'loading', done: 0, total: null })
    try {
      const tokenizer = await this.#session.tokenizer(wanted.tokenizer, (done, total) => {
        if (mine === this.#opening && this.#phase.kind === 'loading') this.#say({ kind: 'loading', done, total })
      })
      if (mine !== this.#opening) return
      await this.#openDocument(mine, tokenizer, wanted, signal)
    } catch (error) {
      if (mine === this.#opening && !signal.aborted) this.#fail(error)
    }
  }

  async #openDocument(mine: number, tokenizer: TextTokenizer, wanted: Wanted, signal: AbortSignal): Promise<void> {
    this.#say({ kind: 'counting', done: 0, total: null })
    // Another tokenizer for the same text: the worker has it already.
    const utf8 = await this.utf8()
    if (mine !== this.#opening) return
    this.#meanwhile = []
    const options = {
      specials: wanted.specials,
      template: wanted.template,
      signal,
      onProgress: (p: { done: number; total: number | null }) => {
        if (mine === this.#opening) this.#say({ kind: 'counting', done: p.done, total: p.total })
      },
    }
    const document = await tokenizer.open(utf8 ?? this.#text.whole(), options)
    if (mine !== this.#opening) {
      void document.free().catch(() => {})
      return
    }
    const before = this.#document
    this.#document = document
    this.#tokenizer = tokenizer
    this.#size = document.size
    this.#waiting = 0
    this.#diverged = false
    this.#settled = true
    const meanwhile = this.#meanwhile ?? []
    this.#meanwhile = null
    this.#say({ kind: 'ready' })
    this.#edit(document, meanwhile)
    void before?.free().catch(() => {})
  }

  #follow(change: Change): void {
    const document = this.#document
    if (change.kind === 'anew' || this.#waiting > WAITING) {
      this.#diverged = true
      void this.open()
    } else if (this.#meanwhile) {
      this.#meanwhile.push(...change.edits)
      this.#diverged = true
    } else if (document && (this.#phase.kind === 'ready' || this.#phase.kind === 'settling')) {
      this.#edit(document, change.edits)
    } else {
      this.#diverged = true
      if (this.#phase.kind === 'error') void this.open()
    }
  }

  #edit(document: TextDocument, edits: readonly Edit[]): void {
    const mine = this.#opening
    for (const { from, to, insert } of edits) {
      this.#waiting += 1
      this.#settled = false
      document.edit(from, to, insert).then(
        patch => this.#edited(mine, document, patch.stale !== null),
        (error: unknown) => {
          if (mine === this.#opening) this.#recover(error)
        },
      )
    }
  }

  #edited(mine: number, document: TextDocument, stale: boolean): void {
    if (mine !== this.#opening) return
    this.#waiting -= 1
    this.#size = document.size
    if (this.#waiting > 0) return
    this.#settled = !stale
    if (stale) void this.#settle(mine, document)
    else this.#say({ kind: 'ready' })
  }

  /** Finishes what the edits left stale; another edit meanwhile makes another round. */
  async #settle(mine: number, document: TextDocument): Promise<void> {
    this.#say({ kind: 'settling', done: 0, total: null })
    try {
      const patch = await document.settle({
        signal: this.#abort.signal,
        onProgress: p => {
          if (mine === this.#opening) this.#say({ kind: 'settling', done: p.done, total: p.total })
        },
      })
      if (mine !== this.#opening || this.#waiting > 0) return
      this.#size = document.size
      this.#settled = !patch.stale
      if (patch.stale) void this.#settle(mine, document)
      else this.#say({ kind: 'ready' })
    } catch (error) {
      if (mine === this.#opening && !this.#abort.signal.aborted) this.#recover(error)
    }
  }

  /** After a restart the document has every edit; any other failure opens it anew, once. */
  #recover(error: unknown): void {
    this.#waiting = 0
    if (error instanceof TokenariumError && error.code === 'restarted') {
      this.#tell()
      return
    }
    this.#fail(error)
  }

  #fail(error: unknown): void {
    this.#document = null
    this.#say({ kind: 'error', error, retry: () => void this.open() })
  }

  #say(phase: Phase): void {
    this.#phase = phase
    this.#tell()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
