/** Ids that come in parts: those of a large picture never lie in the memory of wasm all together. */

import type { PictureLayout } from '#wasm/lab'

/** How many ids a grid has; 0 for layouts that only show it at the end. */
export function idsOfGrid(layout: PictureLayout): number {
  return layout.kind === 'grid' ? layout.rows * layout.columns * layout.depth : 0
}

/** One array from its parts. */
export class Gathered {
  #ids: Uint32Array
  #count = 0

  /** `expected`: how many there will be, as far as it is known. */
  constructor(expected: number) {
    this.#ids = new Uint32Array(expected)
  }

  add(part: Uint32Array): void {
    const count = this.#count + part.length
    if (count > this.#ids.length) {
      const grown = new Uint32Array(Math.max(count, 2 * this.#ids.length))
      grown.set(this.#ids.subarray(0, this.#count))
      this.#ids = grown
    }
    this.#ids.set(part, this.#count)
    this.#count = count
  }

  finish(): Uint32Array {
    return this.#count === this.#ids.length ? this.#ids : this.#ids.slice(0, this.#count)
  }
}
