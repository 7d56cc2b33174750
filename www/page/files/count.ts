// Counting many files at once: one after another, each read and counted in the worker, with a table that grows. A file
// that can't be read is a row that says so.

import type { App } from '../app.ts'
import { isAbort, reasonOf } from '../failure.ts'
import type { Given } from './given.ts'

export interface Row {
  readonly name: string
  readonly bytes: number
  readonly tokens: number | null
  readonly note: string
}

export interface Counting {
  readonly rows: readonly Row[]
  readonly total: number
  readonly tokenizer: string
  readonly running: boolean
}

type Listener = () => void

const listeners = new Set<Listener>()
let files: readonly Given[] = []
let state: Counting = { rows: [], total: 0, tokenizer: '', running: false }
let abort = new AbortController()

export function counting(): Counting {
  return state
}

export function onCounting(listener: Listener): void {
  listeners.add(listener)
}

/** Counts these files with the chosen tokenizer, in place of those before. */
export async function countFiles(app: App, given: readonly Given[]): Promise<void> {
  files = given
  await recount(app)
}

/** Counts the same files again: the tokenizer is another. */
export async function recount(app: App): Promise<void> {
  abort.abort(new DOMException('superseded', 'AbortError'))
  abort = new AbortController()
  const { signal } = abort
  const { tokenizer: name, specials, template } = app.store.state
  const rows: Row[] = []
  const tell = (running: boolean): void => {
    state = { rows: [...rows], total: files.length, tokenizer: name, running }
    for (const listener of listeners) listener()
  }
  tell(true)
  try {
    const tokenizer = await app.session.tokenizer(name)
    for (const { file, path } of files) {
      signal.throwIfAborted()
      try {
        const tokens = await tokenizer.count(file, { specials, template, signal })
        rows.push({ name: path, bytes: file.size, tokens, note: '' })
      } catch (error) {
        if (signal.aborted) throw error
        rows.push({ name: path, bytes: file.size, tokens: null, note: reasonOf(error) })
      }
      tell(true)
    }
  } catch (error) {
    if (signal.aborted) return
    if (!isAbort(error)) rows.push({ name: '', bytes: 0, tokens: null, note: reasonOf(error) })
  }
  tell(false)
}

/** Stops where it is; what has been counted stays. */
export function stopCounting(): void {
  abort.abort(new DOMException('cancelled', 'AbortError'))
  state = { ...state, running: false }
  for (const listener of listeners) listener()
}
