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

export class TextModel {
  #holder: Holder
  #whole: string | null
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
    return this.#whole === null ? this.#holder.slice(from, to) : this.#whole.slice(from, to)
  }

  /** The whole text as one string; costs a copy after an edit. */
  whole(): string {
    this.#whole ??= this.#holder.slice(0, this.#holder.length)
    return this.#whole
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Another text. */
  replace(text: string): void {
    this.#holder = text
    this.#whole = text
    this.#tell({ kind: 'anew' }, 'program')
  }

  /** The editor has changed the text and holds it from now on. `whole`: where it was replaced by one known string. */
  edited(holder: Holder, change: Change, whole: string | null = null): void {
    this.#holder = holder
    this.#whole = whole
    this.#tell(change, 'editor')
  }

  #tell(change: Change, by: 'editor' | 'program'): void {
    this.#version += 1
    for (const listener of [...this.#listeners]) listener(change, by)
  }
}
