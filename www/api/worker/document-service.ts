/** The operations on documents. Calls to one document run in the order made; only settling lets others in between. */

import type * as TextModule from '#wasm/text'
import { TokenariumError } from '../error.ts'
import type { Edit, TextOperations, WirePatch } from '../operations.ts'
import type { EncodeOptions } from '../types.ts'
import { freeing, type Handles } from './handles.ts'
import { operation, ordered, type ServiceOf } from './operation.ts'
import { inSlices, runSlices } from './slices.ts'
import { countUnpairedSurrogates, utf8 } from './text-input.ts'

type DocumentOperations = Pick<
  TextOperations,
  'openDocument' | 'editDocument' | 'settleDocument' | 'documentWindow' | 'documentTrace' | 'documentText'
>

/** What an edit may tokenize before it answers, in bytes: some milliseconds. */
const EDIT_BUDGET = 1 << 16

/** The table of operations. */
export function documentService(
  wasm: typeof TextModule,
  tokenizers: Handles<TextModule.Tokenizer>,
  documents: Handles<TextModule.Document>,
  settings: (options: EncodeOptions) => TextModule.Settings,
): ServiceOf<DocumentOperations> {
  return {
    openDocument: operation(async call => {
      const { tokenizer, text, options, edits } = call.input
      const of = tokenizers.get(tokenizer)
      const document =
        typeof text === 'string' && countUnpairedSurrogates(text) > 0
          ? wasm.Document.openUnits(of, units(text), settings(options))
          : wasm.Document.open(of, await utf8(text), settings(options))
      return inSlices(call, document, async opened => {
        for (const { from, to, insert } of edits) opened.edit(from, to, units(insert), EDIT_BUDGET).free()
        await runSlices(call, opened)
        opened.patch().free() // Patches tell what changed after opening.
        documents.set(call.handle, opened)
        return { size: opened.size(), wholeBecause: opened.wholeBecause() ?? null }
      })
    }),

    editDocument: ordered(({ handle, input }: { handle: number; input: Edit }) => {
      const document = documents.get(handle)
      return wirePatch(document, document.edit(input.from, input.to, units(input.insert), EDIT_BUDGET))
    }),

    settleDocument: ordered(async call => {
      const document = documents.get(call.handle)
      call.release()
      await runSlices(call, document)
      return wirePatch(document, document.patch())
    }),

    documentWindow: ordered(({ handle, input }) => {
      const window = documents.get(handle).window(input.from, input.to)
      return freeing(window, () => ({
        first: window.first,
        ids: window.takeIds(),
        spans: window.takeSpans(),
        utf8: window.takeBytes(),
        surrogates: window.takeSurrogates(),
        stale: pair(window.stale),
      }))
    }),

    documentTrace: ordered(({ handle, input }) => traced(documents.get(handle).trace(input), input)),

    documentText: ordered(({ handle }) => new Blob([documents.get(handle).text() as BlobPart])),
  }
}

/** A trace, or why there is none. */
export function traced(trace: TextModule.Trace | undefined, at: number): TextModule.Trace {
  if (trace !== undefined) return trace
  throw new TokenariumError(
    'invalid-argument',
    `No token covers position ${at}.`,
    'Choose a place inside the text; white space that the family drops has no token.',
  )
}

function wirePatch(document: TextModule.Document, patch: TextModule.DocumentPatch): WirePatch {
  return freeing(patch, () => ({
    first: patch.first,
    removed: patch.removed,
    ids: patch.takeIds(),
    lengths: patch.takeLengths(),
    stale: pair(patch.stale),
    size: document.size(),
  }))
}

function pair(range: Uint32Array | undefined): [number, number] | null {
  return range === undefined ? null : [range[0] ?? 0, range[1] ?? 0]
}

function units(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at)
  return units
}
