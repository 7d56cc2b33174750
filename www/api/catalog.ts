/** The tokenizers that ship with the site: data of the build, so that it is there at once. */

import data from '../vocab/catalog.json'
import type { VocabularySource } from './operations.ts'
import type { Info, NotShipped } from './types.ts'
import type { FileReference } from './worker/vocabulary-files.ts'

/** An entry of the file that `cargo xtask vocab` writes. */
interface CatalogEntry {
  name: string
  title: string
  note: string
  chatTemplate: boolean
  base: string | null
  bytes: number
  sha256: string
  kind: string
  size: number
  maker: string
  licence: string
  notice: string
  source: string[]
  models: { name: string; context: number | null }[]
  equalTo: string[]
}

const entries: readonly CatalogEntry[] = data.vocabularies

const infos: readonly Info[] = entries.map(entry => ({
  name: entry.name,
  title: entry.title,
  note: entry.note,
  chatTemplate: entry.chatTemplate,
  kind: 'text',
  model: entry.kind,
  vocabularySize: entry.size,
  bytes: entry.bytes + (find(entry.base)?.bytes ?? 0),
  licence: entry.licence,
  source: entry.source,
  maker: entry.maker,
  models: entry.models,
  equalTo: entry.equalTo,
}))

/** All of them. */
export function catalog(): readonly Info[] {
  return infos
}

const missing: readonly NotShipped[] = [
  ...data.unpublished.map(({ maker, models, why }) => ({
    title: maker,
    maker,
    models,
    why,
    licence: null,
    format: null,
  })),
  ...data.ownFile,
]

/** Models whose tokenizer does not ship, and why. */
export function notShipped(): readonly NotShipped[] {
  return missing
}

/** The one of this name, or the one that is equal to it; with where its files lie. */
export function catalogEntry(name: string, base: URL): { info: Info; source: VocabularySource } | undefined {
  const entry = find(name) ?? entries.find(({ equalTo }) => equalTo.includes(name))
  const info = infos.find(info => info.name === entry?.name)
  if (entry === undefined || info === undefined) return undefined
  const shared = find(entry.base)
  return {
    info,
    source: { kind: 'catalog', file: reference(entry, base), base: shared ? reference(shared, base) : null },
  }
}

function find(name: string | null): CatalogEntry | undefined {
  return entries.find(entry => entry.name === name)
}

function reference({ name, sha256, bytes }: CatalogEntry, base: URL): FileReference {
  return { url: new URL(`vocab/${name}.${sha256.slice(0, 8)}.vocab`, base).href, sha256, bytes }
}

/** A tokenizer that no catalog knows. */
export function madeHere(name: string, bytes: number): Info {
  return {
    name,
    title: name,
    kind: 'text',
    model: '',
    vocabularySize: 0,
    bytes,
    licence: '',
    source: [],
    maker: '',
    models: [],
    equalTo: [],
    note: '',
    chatTemplate: false,
  }
}
