/**
 * A stream through a worker: the input is read only as fast as the worker takes it, the worker encodes at most two
 * parts ahead of the reader, and leaving the loop ends both.
 */

import type { EncodedText } from '../operations.ts'
import type { EncodeOptions, Job } from '../types.ts'
import type { Engine } from './engine.ts'
import type { StreamCall } from './module.ts'

/** Parts that may lie ready and unread. */
const PARTS_AHEAD = 2

/** The encodings of the parts of `stream`, as they come. */
export async function* encodeStream(
  engine: Engine,
  module: 'text' | 'tools',
  handle: number,
  stream: ReadableStream<Uint8Array>,
  options: EncodeOptions,
  job: Job,
): AsyncGenerator<EncodedText, void, void> {
  const leaving = new AbortController()
  const signal = job.signal ? AbortSignal.any([job.signal, leaving.signal]) : leaving.signal
  const reader = stream.getReader()
  const parts: EncodedText[] = []
  let wake = () => {}
  let call: StreamCall | undefined
  let credit = 0
  let pumping = false

  const pump = async () => {
    if (pumping) return
    pumping = true
    while (credit > 0 && !signal.aborted) {
      credit -= 1
      const { value } = await reader.read()
      if (value === undefined) {
        call?.end()
        return // `pumping` stays set: the input is over
      }
      call?.send(value.slice())
    }
    pumping = false
  }

  let ended = false
  const finished = engine.call(module, 'encodeStream', handle, options, {
    lane: 'long',
    signal,
    onProgress: job.onProgress,
    onStart: started => {
      call = started
    },
    onItem: part => {
      parts.push(part as EncodedText)
      wake()
    },
    onCredit: count => {
      credit += count
      // What breaks in the caller's stream is thrown to the caller of this one.
      pump().catch(error => leaving.abort(error))
    },
  })
  finished.then(
    () => {
      ended = true
      wake()
    },
    () => {
      ended = true
      wake()
    },
  )
  try {
    call?.grant(PARTS_AHEAD)
    for (;;) {
      const part = parts.shift()
      if (part !== undefined) {
        call?.grant(1)
        if (part.ids.length > 0) yield part
      } else if (ended) {
        await finished
        return
      } else {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    leaving.abort(new DOMException('The reader has left.', 'AbortError'))
    await reader.cancel().catch(() => {})
    reader.releaseLock()
  }
}
