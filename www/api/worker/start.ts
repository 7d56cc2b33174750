/** Starts a worker: waits for its port, loads its wasm module, serves. */

import { build } from '#build'
import { TokenariumError, toWire } from '../error.ts'
import type { Connect, ModuleName, ToPage } from '../protocol.ts'
import { type Service, serve } from './runtime.ts'

/** What the panic hook of the wasm module leaves behind. */
const PANIC_AT = 'tokenariumPanic'

/** Called once by each worker's script. */
export function start(
  module: ModuleName,
  initialize: (options: { module_or_path: URL }) => Promise<unknown>,
  service: object,
): void {
  self.onmessage = async event => {
    const [port] = event.ports
    if ((event.data as Connect).kind !== 'connect' || port === undefined) return
    self.onmessage = null
    try {
      await initialize({ module_or_path: new URL(build.assets[`${module}.wasm`] ?? '', import.meta.url) })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const remedy = 'Check that the site serves .wasm files, and that the browser is of 2023 or later.'
      const wire = toWire(
        new TokenariumError('unavailable', `The module ${module} could not be loaded: ${why}`, remedy),
      )
      port.postMessage({ kind: 'unavailable', error: wire } satisfies ToPage)
      self.close()
      return
    }
    port.postMessage({ kind: 'ready' } satisfies ToPage)
    serve(port, service as Service, {
      panicMessage: () => {
        const message: unknown = Reflect.get(globalThis, PANIC_AT)
        return typeof message === 'string' ? message : undefined
      },
      end: () => self.close(),
    })
  }
}
