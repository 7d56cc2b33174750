/** Objects of a wasm module by the handles that the page gave them. */

import { TokenariumError } from '../error.ts'

/** Objects by handle. */
export class Handles<T extends { free(): void }> {
  readonly #objects = new Map<number, T>()

  set(handle: number, object: T): void {
    this.#objects.get(handle)?.free()
    this.#objects.set(handle, object)
  }

  /** @throws `freed` */
  get(handle: number): T {
    const object = this.#objects.get(handle)
    if (object !== undefined) return object
    throw new TokenariumError('freed', 'This object was freed before.', 'Load it again.')
  }

  free(handle: number): void {
    this.#objects.get(handle)?.free()
    this.#objects.delete(handle)
  }
}

/** Takes from an object of a wasm module and frees it. */
export function freeing<T extends { free(): void }, R>(object: T, take: (object: T) => R): R {
  try {
    return take(object)
  } finally {
    object.free()
  }
}
