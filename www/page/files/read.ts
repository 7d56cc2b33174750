// Files that the visitor opens or drops. One text file is the text; a tokenizer file is a tokenizer; several files are
// counted (count.ts). What is no UTF-8 is said, and shown as the engine reads it.

import type { App } from '../app.ts'
import { reasonOf } from '../failure.ts'
import { chooseOwn } from '../picker/own.ts'
import { bytes } from '../format.ts'
import { type Given, given } from './given.ts'

/** Longest text that is taken into the editor. */
export const TEXT_LIMIT = 64_000_000

const TOKENIZER = /(^|[./])tokenizer[^/]*\.json$|\.tiktoken$|\.model$|\.spm$|tekken[^/]*\.json$|\.vocab$/i

/** Whether a file's name is one that tokenizers have. */
export function isTokenizerFile(name: string): boolean {
  return TOKENIZER.test(name)
}

export async function openFiles(app: App, files: readonly Given[]): Promise<void> {
  const [first, ...more] = files
  if (!first) return
  const { file } = first
  if (more.length > 0) {
    await countAll(app, files)
    return
  }
  if (isTokenizerFile(file.name)) {
    await chooseOwn(app, file, name => app.store.dispatch({ type: 'tokenizer', name }))
    return
  }
  await openText(app, file)
}

/** Counts them in the table, which stands in Inspect. */
async function countAll(app: App, files: readonly Given[]): Promise<void> {
  app.store.dispatch({ type: 'mode', mode: 'inspect' })
  app.store.dispatch({ type: 'tab', tab: 'files' })
  const { countFiles } = await import('./count.ts')
  await countFiles(app, files)
}

async function openText(app: App, file: File): Promise<void> {
  if (file.size > TEXT_LIMIT) {
    app.notice('file', {
      bad: true,
      title: `${file.name} is too large for the editor`,
      text: `It has ${bytes(file.size)}, the editor takes ${bytes(TEXT_LIMIT)}. Its tokens can be counted all the same.`,
      actions: [
        {
          label: 'Count its tokens',
          run: () => {
            app.notice('file', null)
            void countAll(app, given([file]))
          },
        },
      ],
    })
    return
  }
  try {
    const content = await file.arrayBuffer()
    const { text, broken } = decode(content)
    app.setText(text, { kind: 'file', name: file.name })
    app.notice(
      'file',
      broken
        ? {
            title: `${file.name} is not UTF-8 throughout`,
            text: 'Bytes that are no UTF-8 are shown and counted as U+FFFD. To count the file as it is, use “Files” below.',
          }
        : null,
    )
  } catch (error) {
    app.notice('file', { bad: true, title: `${file.name} could not be read`, text: reasonOf(error) })
  }
}

/** UTF-8 with its byte order mark kept; anything else with replacement characters. */
function decode(content: ArrayBuffer): { text: string; broken: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content), broken: false }
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content), broken: true }
  }
}
