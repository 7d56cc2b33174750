// Whether the visitor has touched the page. Nothing heavy loads before: a page that is only looked at costs its HTML,
// its styles and this script.

const TOUCHES = [
  'pointerdown',
  'pointermove',
  'keydown',
  'wheel',
  'touchstart',
  'focusin',
  'scroll',
  'paste',
  'drop',
] as const

export class Waker {
  #awake = false
  #waiting: (() => void)[] = []
  readonly #ends = new AbortController()

  /** Wakes at the first touch of any kind. */
  listen(): void {
    if (this.#awake) return
    for (const name of TOUCHES) {
      addEventListener(name, () => this.wake(), { signal: this.#ends.signal, capture: true, passive: true })
    }
  }

  wake(): void {
    if (this.#awake) return
    this.#awake = true
    this.#ends.abort()
    for (const run of this.#waiting.splice(0)) run()
  }

  /** Runs when awake, at once if it is. */
  when(run: () => void): void {
    if (this.#awake) run()
    else this.#waiting.push(run)
  }
}
