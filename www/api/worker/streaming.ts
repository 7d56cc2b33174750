/** A text that comes part by part: what is final is encoded and sent on. */

import type * as TextModule from '#wasm/text'
import type { EncodedText } from '../operations.ts'
import type { EncodeOptions } from '../types.ts'
import { freeing } from './handles.ts'
import type { Call } from './runtime.ts'
import { inSlices } from './slices.ts'

/** Encodes the items of the call, which are UTF-8. */
export async function encodeStream(
  call: Call<EncodeOptions>,
  wasm: typeof TextModule,
  tokenizer: TextModule.Tokenizer,
  settings: TextModule.Settings,
): Promise<null> {
  const { spans: wanted, unit } = call.input
  const run = new wasm.StreamRun(tokenizer, settings)
  let bytes = 0
  let utf16 = 0

  const around = async (before: boolean) => {
    const ids = run.around(before)
    const at = before ? 0 : unit === 'utf16' ? utf16 : bytes
    if (ids.length > 0) await send(ids, new Uint32Array(2 * ids.length).fill(at))
  }
  const send = (ids: Uint32Array, spans: Uint32Array) => {
    const encoded: EncodedText = { ids, replacedSurrogates: 0 }
    return call.send(wanted ? { ...encoded, spans } : encoded)
  }
  const encode = async (part: TextModule.StreamPart) => {
    const base = unit === 'utf16' ? utf16 : part.base
    utf16 += part.utf16Length
    const tokens = await inSlices(call, part.encode(tokenizer, settings), done =>
      freeing(done, () => ({
        ids: done.takeIds(),
        spans: unit === 'utf16' ? done.takeSpansUtf16() : done.takeSpans(),
      })),
    )
    for (let at = 0; at < tokens.spans.length; at += 1) tokens.spans[at] = (tokens.spans[at] ?? 0) + base
    bytes = tokens.spans.at(-1) ?? bytes
    await send(tokens.ids, tokens.spans)
  }

  try {
    await around(true)
    for (let item = await call.receive(); item !== undefined; item = await call.receive()) {
      const part = run.push(item as Uint8Array)
      if (part !== undefined) await encode(part)
      call.progress('encode', bytes, null, 'bytes')
    }
    const rest = run.finish()
    if (rest !== undefined) await encode(rest)
    await around(false)
    return null
  } finally {
    run.free()
  }
}
