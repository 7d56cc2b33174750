/**
 * How the page reaches a worker. Same origin: it starts the worker itself. Another origin, whose workers a browser
 * refuses: a hidden frame of the engine's origin starts them and hands their ports over. Either way the page ends up
 * with one MessagePort per worker and a word when the worker is lost.
 */

import { build } from '#build'
import { TokenariumError } from '../error.ts'
import { type Connect, type FromFrame, type ModuleName, PROTOCOL, type ToFrame } from '../protocol.ts'
import { scriptUrl } from './trusted.ts'

/** A worker that was started. */
export interface Connection {
  readonly port: MessagePort
  /** Ends the worker at once, whatever it is doing. */
  end(): void
}

/** Starts workers. */
export interface Connector {
  /** `lost` is called when the worker's script does not load or the browser ends the worker; never after `end`. */
  connect(module: ModuleName, lost: (error: TokenariumError) => void): Connection
  /** Ends everything. */
  close(): void
}

/** The connector for an engine at `base`. */
export function connectorFor(base: URL): Connector {
  return base.origin === location.origin ? new WorkerConnector(base) : new FrameConnector(base)
}

function lostError(reason: string): TokenariumError {
  return new TokenariumError('unavailable', reason, 'Check that the site serves the files of this build, then retry.')
}

/** Starts workers of the page's own origin; the engine frame uses it too. */
export class WorkerConnector implements Connector {
  readonly #base: URL
  readonly #workers = new Set<Worker>()

  constructor(base: URL) {
    this.#base = base
  }

  /** `port`: the worker's end of a channel whose other end somebody else holds. */
  connect(module: ModuleName, lost: (error: TokenariumError) => void, port?: MessagePort): Connection {
    const url = new URL(`assets/${build.assets[`worker-${module}`]}`, this.#base)
    const worker = new Worker(scriptUrl(url), { type: 'module', name: `tokenarium-${module}` })
    this.#workers.add(worker)
    const end = () => {
      worker.onerror = null
      worker.terminate()
      this.#workers.delete(worker)
    }
    worker.onerror = event => {
      event.preventDefault()
      end()
      lost(lostError(event.message || `The worker ${url.href} could not be loaded.`))
    }
    const channel = new MessageChannel()
    const hello: Connect = { tokenarium: PROTOCOL, kind: 'connect' }
    worker.postMessage(hello, [port ?? channel.port2])
    return { port: channel.port1, end }
  }

  close(): void {
    for (const worker of this.#workers) worker.terminate()
    this.#workers.clear()
  }
}

/** How long a frame may take to answer before it is taken as refused: a refused frame gives no other sign. */
const FRAME_PATIENCE_MS = 20_000

/** Starts workers through a hidden frame of the engine's origin. */
class FrameConnector implements Connector {
  readonly #frame: HTMLIFrameElement
  readonly #control: MessagePort
  readonly #lost = new Map<number, (error: TokenariumError) => void>()
  readonly #patience: ReturnType<typeof setTimeout>
  readonly #stopWatching: () => void
  #workers = 0
  /** Why the frame will never start a worker. */
  #refusal: TokenariumError | undefined

  constructor(base: URL) {
    const { port1, port2 } = new MessageChannel()
    this.#control = port1
    this.#control.onmessage = event => this.#take(event.data as FromFrame)
    const frame = document.createElement('iframe')
    frame.src = new URL('engine.html', base).href
    frame.hidden = true
    frame.tabIndex = -1
    frame.title = 'Tokenarium engine'
    frame.setAttribute('aria-hidden', 'true')
    frame.addEventListener(
      'load',
      () => {
        const hello: ToFrame = { tokenarium: PROTOCOL, kind: 'hello' }
        frame.contentWindow?.postMessage(hello, base.origin, [port2])
      },
      { once: true },
    )
    this.#frame = frame
    // The quick sign of a policy that refuses the frame; without it only time tells.
    const violated = ({ blockedURI }: SecurityPolicyViolationEvent) => {
      if (blockedURI.startsWith(base.origin) && this.#frame.isConnected) this.#refused(base)
    }
    document.addEventListener('securitypolicyviolation', violated)
    this.#stopWatching = () => document.removeEventListener('securitypolicyviolation', violated)
    document.documentElement.append(frame)
    this.#patience = setTimeout(() => this.#refused(base), FRAME_PATIENCE_MS)
  }

  connect(module: ModuleName, lost: (error: TokenariumError) => void): Connection {
    const worker = ++this.#workers
    const { port1, port2 } = new MessageChannel()
    const refusal = this.#refusal
    if (refusal !== undefined) queueMicrotask(() => lost(refusal))
    this.#lost.set(worker, lost)
    this.#tell({ kind: 'start', worker, module }, [port2])
    const end = () => {
      if (this.#lost.delete(worker)) this.#tell({ kind: 'end', worker })
    }
    return { port: port1, end }
  }

  close(): void {
    clearTimeout(this.#patience)
    this.#stopWatching()
    this.#frame.remove()
    this.#control.close()
  }

  #tell(message: ToFrame, transfer: Transferable[] = []): void {
    this.#control.postMessage(message, transfer)
  }

  #take(message: FromFrame): void {
    clearTimeout(this.#patience)
    this.#stopWatching()
    if (message.kind === 'lost') {
      const lost = this.#lost.get(message.worker)
      this.#lost.delete(message.worker)
      lost?.(lostError(message.reason))
    } else if (message.tokenarium !== PROTOCOL) {
      this.#loseAll(
        new TokenariumError(
          'unavailable',
          `This page speaks protocol ${PROTOCOL}, the engine speaks ${message.tokenarium}.`,
          'Reload the page: its copy of the script is older than the site.',
        ),
      )
    }
  }

  #refused(base: URL): void {
    this.#loseAll(
      new TokenariumError(
        'blocked',
        `The frame ${new URL('engine.html', base).href} did not answer.`,
        `The policy of this page must allow it: frame-src ${base.origin}.`,
      ),
    )
  }

  #loseAll(error: TokenariumError): void {
    this.#refusal = error
    const lost = [...this.#lost.values()]
    this.#lost.clear()
    for (const listener of lost) listener(error)
  }
}
