// The Universal Declaration of Human Rights in many languages: one text of some length that everybody may read.
// NFC: some files of the source are stored decomposed, and a decomposed text costs more without being longer.

import { build } from '#build'

export interface Language {
  readonly tag: string
  readonly name: string
  readonly text: string
}

let data: Promise<readonly Language[]> | null = null

/** The declaration in all languages; fetched once. */
export function declaration(): Promise<readonly Language[]> {
  data ??= fetch(new URL(`assets/${build.assets['udhr.json']}`, document.baseURI))
    .then(response => {
      if (!response.ok) throw new Error(`The texts could not be fetched (${response.status}).`)
      return response.json() as Promise<{ languages: Language[] }>
    })
    .then(({ languages }) => languages.map(l => ({ ...l, text: l.text.normalize('NFC') })))
  data.catch(() => {
    data = null
  })
  return data
}
