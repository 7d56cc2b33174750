/**
 * The one error of the API: a code to branch on, a message that says what went wrong, a remedy that says what to do.
 * It crosses from the worker as plain data (`WireError`) and is made an `Error` again on the page's side.
 */

/** What kind of thing went wrong. */
export type ErrorCode =
  /** The catalogue has no tokenizer of this name. */
  | 'unknown-name'
  /** The file needs a component that the engine lacks; it is refused rather than approximated. */
  | 'unsupported'
  /** The file is broken. */
  | 'malformed'
  /** The input is larger than what can be taken. */
  | 'too-large'
  /** An id that the vocabulary does not have. `detail` is `{ id, position }`. */
  | 'unknown-id'
  /** An argument is out of its range. */
  | 'invalid-argument'
  /** A file could not be fetched. */
  | 'network'
  /** A fetched file is not the one that the catalogue names, twice. */
  | 'integrity'
  /** The engine failed in this call and was started anew; handles stay valid, the call may be made again. */
  | 'restarted'
  /** The engine failed again on the same handle; the handle is closed so that it cannot fail a third time. */
  | 'crashed'
  /** The handle was freed before. */
  | 'freed'
  /** The policy of the page refuses the worker or the frame of the engine. */
  | 'blocked'
  /** The browser lacks what the engine needs, or its program could not be loaded. */
  | 'unavailable'
  /** Anything else: a defect of this library. */
  | 'internal'

/** A `TokenariumError` as plain data, as it crosses from a worker. */
export interface WireError {
  code: ErrorCode
  message: string
  remedy: string
  detail?: unknown
}

/** Rejection of every call of the API, save an abort, which rejects with the signal's reason. */
export class TokenariumError extends Error {
  override readonly name = 'TokenariumError'
  /** What kind of thing went wrong. */
  readonly code: ErrorCode
  /** What the caller, or the visitor, can do about it: one sentence. */
  readonly remedy: string
  /** Numbers and names behind the message, by code. */
  readonly detail?: unknown

  constructor(code: ErrorCode, message: string, remedy: string, detail?: unknown) {
    super(message)
    this.code = code
    this.remedy = remedy
    if (detail !== undefined) this.detail = detail
  }

  /** Makes the error of a worker an `Error`. */
  static from(wire: WireError): TokenariumError {
    return new TokenariumError(wire.code, wire.message, wire.remedy, wire.detail)
  }
}

/** An error as plain data. What is not ours becomes `internal`. */
export function toWire(error: unknown): WireError {
  if (error instanceof TokenariumError) {
    const wire: WireError = { code: error.code, message: error.message, remedy: error.remedy }
    return error.detail === undefined ? wire : { ...wire, detail: error.detail }
  }
  if (isWire(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message, remedy: 'Please report it with what you did before.' }
}

/** Rust throws errors in this very form. */
function isWire(error: unknown): error is WireError {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error && 'remedy' in error
}
