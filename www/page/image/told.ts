// A failure of this room in one line: what, why, what now.

import { TokenariumError } from '../../api/index.ts'
import { reasonOf, titleOf } from '../failure.ts'
import { AddressError } from './remote.ts'
import { CameraError } from './camera.ts'

export function told(error: unknown): { readonly title: string; readonly text: string } {
  if (error instanceof CameraError) return { title: 'No camera', text: error.message }
  if (error instanceof AddressError) return { title: 'No picture from this address', text: error.message }
  if (error instanceof TokenariumError)
    return { title: titleOf(error), text: `${sentence(error.message)} ${error.remedy}` }
  return { title: 'Something failed, and the picture is kept', text: reasonOf(error) }
}

/** Reasons of the decoders are words that go on after a name. */
function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
}
