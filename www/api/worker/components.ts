/** The components that the tokenizer `whole-pca` ships with: fetched when it is first chosen, checked, inflated. */

import * as wasm from '#wasm/lab'
import { fetchChecked, type FileReference, inflate } from './vocabulary-files.ts'

/** The tokenizer that needs them. */
export const WITH_COMPONENTS = 'whole-pca'

let provided = false

export async function provideComponents(file: FileReference, signal: AbortSignal): Promise<void> {
  if (provided) return
  wasm.provideComponents(await inflate(await fetchChecked(file, signal, () => {})))
  provided = true
}
