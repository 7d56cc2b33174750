// Names of the elements. The first definition of a name wins; another version of this code warns once and leaves it alone; a page may choose
// other names.

import { TokenCompare } from './compare.ts'
import { TokenGenerate } from './generate.ts'
import { TokenImage } from './image.ts'
import { TokenText } from './text.ts'
import { TokenTrain } from './train.ts'

/** Other names for the elements. */
export interface ElementNames {
  text?: string
  compare?: string
  train?: string
  image?: string
  generate?: string
}

const VERSIONS = Symbol.for('tokenarium.elements')
/** Names where a page chooses no other. */
export const DEFAULTS: Required<ElementNames> = {
  text: 'token-text',
  compare: 'token-compare',
  train: 'token-train',
  image: 'token-image',
  generate: 'token-generate',
}
/** A class can have one name only: every name gets a class of its own. */
const CLASSES: Record<keyof ElementNames, () => CustomElementConstructor> = {
  text: () => class extends TokenText {},
  compare: () => class extends TokenCompare {},
  train: () => class extends TokenTrain {},
  image: () => class extends TokenImage {},
  generate: () => class extends TokenGenerate {},
}

/** Defines the elements, under their own names unless others are given. Safe to call again. */
export function define(version: string, names: ElementNames = {}): void {
  const place = globalThis as { [VERSIONS]?: Map<string, string> }
  place[VERSIONS] ??= new Map()
  for (const kind of Object.keys(CLASSES) as (keyof ElementNames)[]) {
    const name = names[kind] ?? DEFAULTS[kind]
    if (customElements.get(name) === undefined) {
      customElements.define(name, CLASSES[kind]())
      place[VERSIONS].set(name, version)
      continue
    }
    const first = place[VERSIONS].get(name)
    if (first === version || first === 'warned') continue
    console.warn(
      `<${name}> is already defined${first === undefined ? '' : ` by version ${first}`}; version ${version} leaves it as it is.`,
    )
    place[VERSIONS].set(name, 'warned')
  }
}
