/**
 * The protocol between a page and a worker: plain messages over one MessagePort.
 *
 * The page numbers its calls and its handles. A call ends with exactly one of `done` and `failed`, or with `crashed`,
 * after which the worker is gone. Between the two, `progress` and `item` may come. Both directions of a stream carry
 * credit: who sends items may send as many as the other side has granted. What a call takes and gives is typed in
 * `operations.ts`; nothing here knows a tokenizer.
 */

import type { WireError } from './error.ts'
import type { Following } from './long-strings.ts'

/** A page and an engine frame of different builds can meet (a cached `embed.js`): they compare this number. */
export const PROTOCOL = 1

/** The wasm modules, each in a worker of its own. */
export type ModuleName = 'text' | 'tools' | 'chat' | 'codecs' | 'lab'

/** Interactive calls go first; long ones share what time is left, oldest first. */
export type Lane = 'interactive' | 'long'

/** How far a call has come. */
export interface Progress {
  /** What is being done: `fetch`, `load`, `encode`, `train` … */
  phase: string
  /** So much of it is done. */
  done: number
  /** Of so much; `null` when unknown. */
  total: number | null
  /** What is counted. */
  unit: 'bytes' | 'steps'
}

/** Page → worker. */
export type ToWorker =
  | {
      kind: 'call'
      /** Number of the call, counted up. */
      id: number
      operation: string
      lane: Lane
      /** The object that the call is about, or makes; 0 for none. */
      handle: number
      input: unknown
      /** Strings of the input that follow as items, before any other. */
      following: readonly Following[]
    }
  /** The page has given up the call `id`: it takes effect at the next slice, and no answer is awaited. */
  | { kind: 'abort'; id: number }
  /** The next part of the call's input. */
  | { kind: 'item'; id: number; value: unknown }
  /** The call's input has ended. */
  | { kind: 'end'; id: number }
  /** The page takes `count` more items of output. */
  | { kind: 'credit'; id: number; count: number }

/** Worker → page. */
export type ToPage =
  /** The module is loaded; calls that came before wait in the port. */
  | { kind: 'ready' }
  /** The module could not be loaded: no call will be answered. */
  | { kind: 'unavailable'; error: WireError }
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'item'; id: number; value: unknown }
  /** The worker takes `count` more items of input. */
  | { kind: 'credit'; id: number; count: number }
  | { kind: 'done'; id: number; value: unknown }
  | { kind: 'failed'; id: number; error: WireError }
  /** Something that the page should know whatever it has called: what, is up to the module. */
  | { kind: 'notice'; value: unknown }
  /** A panic or exhausted memory in the call `id`. The worker ends itself after this message. */
  | { kind: 'crashed'; id: number; reason: string }

/** First message to a worker; the port travels with it. */
export interface Connect {
  tokenarium: typeof PROTOCOL
  kind: 'connect'
}

/** Page → engine frame, over the frame's control port (`kind: 'hello'` comes through `window.postMessage` with it). */
export type ToFrame =
  | { tokenarium: number; kind: 'hello' }
  /** Start a worker for a module; the worker's port travels with it. */
  | { kind: 'start'; worker: number; module: ModuleName }
  | { kind: 'end'; worker: number }

/** Engine frame → page, over the control port. */
export type FromFrame =
  | { kind: 'welcome'; tokenarium: number }
  /** The browser ended the worker, or its script did not load. */
  | { kind: 'lost'; worker: number; reason: string }

/** The buffers in `value` that should move rather than be copied: of typed arrays, two levels deep. */
export function transferables(value: unknown): Transferable[] {
  const buffers = new Set<ArrayBuffer>()
  collect(value, 2, buffers)
  return [...buffers]
}

function collect(value: unknown, depth: number, into: Set<ArrayBuffer>): void {
  if (value instanceof ArrayBuffer) into.add(value)
  else if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) into.add(value.buffer)
  } else if (depth > 0 && typeof value === 'object' && value !== null && !(value instanceof Blob)) {
    for (const part of Object.values(value)) collect(part, depth - 1, into)
  }
}
