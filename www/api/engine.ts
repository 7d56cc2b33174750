/**
 * The script of `engine.html`: starts workers for a page of another origin and hands it their ports. Any page may ask,
 * as any page may embed: nothing in here knows a visitor, and what is computed goes back to who asked.
 */

import { type Connection, WorkerConnector } from './client/connector.ts'
import { type FromFrame, PROTOCOL, type ToFrame } from './protocol.ts'

const connector = new WorkerConnector(new URL('.', location.href))

addEventListener('message', event => {
  const [control] = event.ports
  const hello = event.data as ToFrame | null
  if (hello?.kind !== 'hello' || control === undefined) return
  const workers = new Map<number, Connection>()
  const tell = (message: FromFrame) => control.postMessage(message)

  control.onmessage = ({ data, ports: [port] }) => {
    const message = data as ToFrame
    if (message.kind === 'start' && port !== undefined) {
      const { worker } = message
      const lost = (error: Error) => tell({ kind: 'lost', worker, reason: error.message })
      workers.set(worker, connector.connect(message.module, lost, port))
    } else if (message.kind === 'end') {
      workers.get(message.worker)?.end()
      workers.delete(message.worker)
    }
  }
  tell({ kind: 'welcome', tokenarium: PROTOCOL })
})
