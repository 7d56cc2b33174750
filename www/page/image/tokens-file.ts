// Tokens as files: saved as `.tokens` or JSON, opened again, and small ones carried by a link.

import { type ImageTokens, type Tokenarium, TokenariumError } from '../../api/index.ts'
import { base64url, PACKED_LIMIT, unbase64url } from '../address/pack.ts'
import { save } from '../clipboard.ts'
import { attributes, h } from '../dom.ts'
import type { Bench } from './bench.ts'

/** More ids are not tried for a link: packed, they are beyond its limit, or nearly nothing is in them. */
const MOST_IDS_OF_A_LINK = 2_000_000

/** Whether a file is one of tokens, by its first bytes. */
export async function holdsTokens(file: Blob): Promise<boolean> {
  return (await file.slice(0, 4).text()) === 'TKNS'
}

/** The tokens of a picture in a file. */
export async function readTokens(lab: Tokenarium, file: Blob | Uint8Array, signal: AbortSignal): Promise<ImageTokens> {
  const tokens = await lab.unpack(file, { signal })
  if ('width' in tokens) return tokens
  throw new TokenariumError(
    'unsupported',
    `These are the tokens of a text (${tokens.tokenizer}, ${tokens.ids.length} ids), not of a picture.`,
    'Open the tokens of a picture.',
  )
}

/** The tokens as part of an address, `null` where they are too large for one. */
export async function linkOf(lab: Tokenarium, tokens: ImageTokens): Promise<string | null> {
  if (tokens.ids.length > MOST_IDS_OF_A_LINK) return null
  const file = await lab.pack(tokens)
  return file.length > PACKED_LIMIT ? null : base64url(file)
}

/** The file in a part of an address; what is no such part becomes a file that the reader refuses. */
export function fileOfLink(part: string): Uint8Array {
  try {
    return unbase64url(part)
  } catch {
    return new Uint8Array()
  }
}

/** Tokens as plain data that any program reads. */
export function json(tokens: ImageTokens): string {
  const { ids, side, ...rest } = tokens
  return JSON.stringify({ ...rest, side: [...side], ids: [...ids] })
}

export interface TokenButtons {
  readonly elements: readonly HTMLElement[]
  /** Whether there is something to save. */
  draw(): void
}

/** Buttons that save what is on the bench; `name` is that of the picture, `failed` is told what went wrong. */
export function tokenButtons(
  bench: Bench,
  lab: () => Promise<Tokenarium>,
  name: () => string,
  failed: (error: unknown) => void,
): TokenButtons {
  const button = (label: string, title: string, run: (tokens: ImageTokens) => void | Promise<void>): HTMLElement => {
    const onclick = async (): Promise<void> => {
      try {
        if (bench.result) await run(bench.result.tokens)
      } catch (error) {
        failed(error)
      }
    }
    return h('button', { class: 'button', type: 'button', disabled: true, title, onclick }, label)
  }
  const stem = (tokens: ImageTokens): string => `${name().replace(/\.[^.]*$/, '')}-${tokens.tokenizer}`
  const elements = [
    button('Save .tokens', 'The ids, adaptively coded, with all that a decoder needs', async tokens => {
      const file = await (await lab()).pack(tokens)
      save(`${stem(tokens)}.tokens`, new Blob([file as BlobPart]))
    }),
    button('Save JSON', 'The ids as plain numbers', tokens =>
      save(`${stem(tokens)}.json`, new Blob([json(tokens)], { type: 'application/json' })),
    ),
  ]
  return {
    elements,
    draw() {
      for (const element of elements) attributes(element, { disabled: bench.result === null })
    },
  }
}
