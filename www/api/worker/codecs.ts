/** The worker of the module `codecs`: one call, then its end. gzip is zlib's own algorithm at level 9, in JavaScript. */

import { brotliBytes, PictureRead } from '#wasm/codecs'
import initialize from '#wasm/codecs'
import { gzip } from 'pako'
import type { CodecsOperations, WireText } from '../operations.ts'
import { operation, type ServiceOf } from './operation.ts'
import { start } from './start.ts'
import { utf8 } from './text-input.ts'

const service: ServiceOf<CodecsOperations> = {
  gzip: operation(async ({ input }) => gzip(await utf8(input), { level: 9 }).length),
  brotli: operation(async ({ input }: { input: WireText }) => brotliBytes(await utf8(input))),
  readPicture: operation(async ({ input }: { input: Blob }) => {
    const read = new PictureRead(new Uint8Array(await input.arrayBuffer()))
    const facts = read.facts()
    return { ...facts, rgba: read.finish() }
  }),
}

start('codecs', initialize, service)
