/**
 * Who may compute next in a worker: one slice per turn of the event loop, so that messages (an abort, a key stroke)
 * are read between slices. Two lanes: a waiting interactive call always goes before a long one; within a lane the
 * oldest call goes first, so that long jobs finish one after another instead of all at the end.
 */

import type { Lane } from '../protocol.ts'

interface Waiting {
  id: number
  lane: Lane
  grant(): void
}

/** Hands out slices. */
export class Scheduler {
  readonly #waiting: Waiting[] = []
  readonly #bell = new MessageChannel()
  #rung = false

  constructor() {
    // A message to ourselves, not a timer: timers are clamped to 4 ms after a few rounds.
    this.#bell.port1.onmessage = () => {
      this.#rung = false
      this.#grantNext()
    }
  }

  /** Resolves when it is this call's turn. */
  turn(id: number, lane: Lane): Promise<void> {
    return new Promise(grant => {
      this.#waiting.push({ id, lane, grant })
      this.#ring()
    })
  }

  /** Ends the message channel, which would keep a process of Node.js alive. */
  close(): void {
    this.#bell.port1.close()
  }

  #grantNext(): void {
    let best = -1
    for (const [index, waiting] of this.#waiting.entries()) {
      const leader = this.#waiting[best]
      if (leader === undefined || before(waiting, leader)) best = index
    }
    const [next] = best < 0 ? [] : this.#waiting.splice(best, 1)
    next?.grant()
    if (this.#waiting.length > 0) this.#ring()
  }

  #ring(): void {
    if (this.#rung) return
    this.#rung = true
    this.#bell.port2.postMessage(null)
  }
}

function before(a: Waiting, b: Waiting): boolean {
  if (a.lane !== b.lane) return a.lane === 'interactive'
  return a.id < b.id
}
