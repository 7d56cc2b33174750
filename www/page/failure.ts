// An error of the engine as the page says it: what, why, what now.

import { TokenariumError } from '../api/index.ts'

/** Whether somebody gave this work up: no error to show. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function remedyOf(error: unknown): string {
  return error instanceof TokenariumError ? error.remedy : 'Your text is kept. Try again, or choose another tokenizer.'
}

/** The name of the failure, for the heading. */
export function titleOf(error: unknown): string {
  if (!(error instanceof TokenariumError)) return 'Something failed: the text is kept'
  switch (error.code) {
    case 'network':
      return 'A file could not be fetched'
    case 'integrity':
      return 'A fetched file is not the right one'
    case 'unsupported':
      return 'This tokenizer asks for a component that is missing here'
    case 'malformed':
      return 'This file is broken'
    case 'too-large':
      return 'This is too large'
    case 'unknown-name':
      return 'No tokenizer of this name'
    case 'restarted':
    case 'crashed':
      return 'The engine stopped: the text is kept'
    default:
      return 'The engine could not do this: the text is kept'
  }
}
