// The visitor's text, wherever it is held: a string until the editor is there, the editor's rope afterwards. Everyone
// who needs the text asks here; everyone who follows it listens here. Nothing is copied before somebody asks.

/** A replacement in UTF-16 units of the text before it. Several of one change are given from the last to the first. */
export interface Edit {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** What happened to the text: edits, or another text altogether. */
export type Change = { readonly kind: 'edits'; readonly edits: readonly Edit[] } | { readonly kind: 'anew' }

type Listener = (change: Change, by: 'editor' | 'program') => void

/** Where the text is held. */
export interface Holder {
  readonly length: number
  slice(from: number, to: number): string
}

/** So many edits are put into the known string when it is asked for; each may cost a copy of it. */
const FOLLOWED = 8

export class TextModel {
  #holder: Holder
  /** The text as it was before the edits `#since`, where it is known as one string. */
  #whole: string | null
  #since: Edit[] = []
  #version = 0
  readonly #listeners = new Set<Listener>()

  constructor(text: string) {
    this.#holder = text
    this.#whole = text
  }

  /** UTF-16 units. */
  get length(): number {
    return this.#holder.length
  }

  /** Counts changes. */
  get version(): number {
    return this.#version
  }

  slice(from: number, to: number): string {
    return this.#whole === null || this.#since.length > 0 ? this.#holder.slice(from, to) : this.#whole.slice(from, to)
  }

  /** The whole text as one string; costs a copy after an edit, none where a paste replaced everything. */
  whole(): string {
    let whole = this.#whole
    if (whole === null) {
      whole = this.#holder.slice(0, this.#holder.length)
    } else {
      for (const { from, to, insert } of this.#since) whole = whole.slice(0, from) + insert + whole.slice(to)
    }
    this.#whole = whole
    this.#since = []
    return whole
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Another text. */
  replace(text: string): void {
    this.#holder = text
    this.#whole = text
    this.#since = []
    this.#tell({ kind: 'anew' }, 'program')
  }

  /** The editor has changed the text and holds it from now on. */
  edited(holder: Holder, edits: readonly Edit[]): void {
    this.#holder = holder
    if (this.#since.length + edits.length <= FOLLOWED) {
      this.#since.push(...edits)
    } else {
      this.#whole = null
      this.#since = []
    }
    this.#tell({ kind: 'edits', edits }, 'editor')
  }

  #tell(change: Change, by: 'editor' | 'program'): void {
    this.#version += 1
    for (const listener of [...this.#listeners]) listener(change, by)
  }
}
