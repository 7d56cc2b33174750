/**
 * The modules behind one instance of the API: typed calls, numbers for handles, and the throw-away workers of the
 * codecs.
 */

import type { ChatOperations, CodecsOperations, LabOperations, TextOperations, ToolsOperations } from '../operations.ts'
import type { ModuleName } from '../protocol.ts'
import { type Connector, connectorFor } from './connector.ts'
import { type CallOptions, EngineModule, type Recipe, type Restart } from './module.ts'

/** Operations by module. */
interface Operations {
  text: TextOperations
  tools: ToolsOperations
  chat: ChatOperations
  codecs: CodecsOperations
  lab: LabOperations
}

type Input<M extends ModuleName, O extends keyof Operations[M]> = Operations[M][O] extends { input: infer I }
  ? I
  : never
type Output<M extends ModuleName, O extends keyof Operations[M]> = Operations[M][O] extends { output: infer R }
  ? R
  : never

/** One engine: everything that an instance of the API has running. */
export class Engine {
  /** Where the build lies. */
  readonly base: URL
  readonly #modules = new Map<ModuleName, EngineModule>()
  readonly #codecs = new Set<EngineModule>()
  readonly #onRestart: (restart: Restart) => void
  readonly #onNotice: (module: ModuleName, value: unknown) => void
  #connector: Connector | undefined
  #handles = 0
  #freed = false

  constructor(
    base: URL,
    onRestart: (restart: Restart) => void,
    onNotice: (module: ModuleName, value: unknown) => void = () => {},
  ) {
    this.base = base
    this.#onRestart = onRestart
    this.#onNotice = onNotice
  }

  /** A number for a new handle. */
  newHandle(): number {
    return ++this.#handles
  }

  /** Calls an operation of `module` about `handle`. */
  async call<M extends ModuleName, O extends keyof Operations[M] & string>(
    module: M,
    operation: O,
    handle: number,
    input: Input<M, O>,
    options: CallOptions = {},
  ): Promise<Output<M, O>> {
    if (module !== 'codecs') return (await this.#module(module).call(operation, handle, input, options)) as Output<M, O>
    const worker = this.#start('codecs')
    this.#codecs.add(worker)
    try {
      return (await worker.call(operation, handle, input, options)) as Output<M, O>
    } finally {
      worker.end()
      this.#codecs.delete(worker)
    }
  }

  /** Keeps a handle alive through restarts. */
  keep(module: ModuleName, handle: number, recipe: Recipe): void {
    this.#module(module).keep(handle, recipe)
  }

  /** Frees a handle. */
  free(module: ModuleName, handle: number): Promise<void> {
    return this.#module(module).free(handle)
  }

  /** Ends all workers and the frame. */
  end(): void {
    this.#freed = true
    for (const module of [...this.#modules.values(), ...this.#codecs]) module.end()
    this.#connector?.close()
  }

  #module(name: ModuleName): EngineModule {
    const started = this.#modules.get(name) ?? this.#start(name)
    this.#modules.set(name, started)
    return started
  }

  #start(name: ModuleName): EngineModule {
    const connector = () => {
      this.#connector ??= connectorFor(this.base)
      return this.#connector
    }
    const module = new EngineModule(
      name,
      connector,
      restart => this.#onRestart(restart),
      value => this.#onNotice(name, value),
    )
    if (this.#freed) module.end()
    return module
  }
}
