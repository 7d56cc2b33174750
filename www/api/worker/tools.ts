/** The worker of the module `tools`: all of `text`, and what visitors' own files and trainings need. */

import * as wasm from '#wasm/tools'
import { TokenariumError } from '../error.ts'
import type { ToolsOperations } from '../operations.ts'
import { Handles } from './handles.ts'
import { operation, type ServiceOf } from './operation.ts'
import type { Call } from './runtime.ts'
import { openSource } from './sources.ts'
import { start } from './start.ts'
import { textService } from './text-service.ts'
import { trainings, trainingService } from './training-service.ts'
import { deflate } from './vocabulary-files.ts'

/** Refused before it is read: the readers take less. */
const MAX_FILE_BYTES = 1 << 28

const tokenizers = new Handles<wasm.Tokenizer>()

const service: ServiceOf<ToolsOperations> = {
  ...textService(wasm, tokenizers, [trainings]),
  ...trainingService,

  packVocabulary: operation(async call => {
    const { file, base } = await openSource(call, call.input)
    const whole = wasm.standaloneVocabulary(file, base) as Uint8Array<ArrayBuffer>
    return new Blob([await deflate(whole)], { type: 'application/octet-stream' })
  }),

  tokenizerJson: operation(async call => {
    const { file, base } = await openSource(call, call.input)
    return new Blob([wasm.tokenizerJson(file, base) as BlobPart], { type: 'application/json' })
  }),

  read: operation(async call => {
    const { file, name, format, pattern } = call.input
    const blob = typeof file === 'string' ? await download(call, file) : file
    if (blob.size > MAX_FILE_BYTES) {
      throw new TokenariumError('too-large', `The file has ${blob.size} bytes.`, 'The limit is 256 MB.')
    }
    const bytes = new Uint8Array(await blob.arrayBuffer())
    call.progress('read', 0, bytes.length, 'bytes')
    await call.turn()
    const read = wasm.ReadFile.read(bytes, name, format ?? undefined, pattern ?? undefined)
    await call.turn()
    if (!read.needsTools()) {
      try {
        return { vocabulary: read.toVocabulary() }
      } finally {
        read.free()
      }
    }
    const tokenizer = read.toTokenizer()
    tokenizers.set(call.handle, tokenizer)
    return { facts: tokenizer.facts(), file: blob }
  }),
}

async function download(call: Call<unknown>, url: string): Promise<Blob> {
  const failed = (why: string) =>
    new TokenariumError(
      'network',
      `${url} could not be fetched: ${why}.`,
      'The server must allow other sites to read it (CORS); otherwise download the file and open it here.',
    )
  try {
    const response = await fetch(url, { credentials: 'omit', signal: call.signal })
    if (!response.ok) throw failed(`the server answered ${response.status}`)
    return await response.blob()
  } catch (error) {
    if (call.signal.aborted || error instanceof TokenariumError) throw error
    throw failed(error instanceof Error ? error.message : String(error))
  }
}

start('tools', wasm.default, service)
