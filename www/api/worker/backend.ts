/**
 * What the engine computes on: looks for an adapter, says in words why it is used or not, and keeps to the CPU when the
 * device goes away. Knows nothing of wasm: facts in, a `Backend` out.
 */

import type { WantedBackend } from '../operations.ts'
import type { Adapter, Backend, BackendReason } from '../types.ts'

/** What went wrong on a GPU; the codes of the wasm module's errors. */
export type GpuTrouble = Extract<
  BackendReason,
  'no-adapter' | 'refused' | 'lost' | 'memory' | 'limits' | 'invalid' | 'failed'
>

const TROUBLE: readonly string[] = [
  'no-adapter',
  'refused',
  'lost',
  'memory',
  'limits',
  'invalid',
] satisfies GpuTrouble[]

/** Whether an error of the wasm module is a GPU's. */
export function isTrouble(error: unknown): error is { code: GpuTrouble; message: string } {
  return typeof error === 'object' && error !== null && TROUBLE.includes(String(Reflect.get(error, 'code')))
}

/** What the choice is made from. */
export interface Surroundings {
  readonly secure: boolean
  readonly gpu: Pick<GPU, 'requestAdapter'> | undefined
}

/** What the kernels need of every adapter. How large a buffer a model needs is checked with the model. */
const NEEDED = {
  maxStorageBuffersPerShaderStage: 4,
  maxDynamicUniformBuffersPerPipelineLayout: 1,
  maxComputeInvocationsPerWorkgroup: 64,
  maxComputeWorkgroupSizeX: 64,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBufferBindingSize: 1 << 24,
} as const satisfies Partial<Record<keyof GPUSupportedLimits, number>>

/** A lost device is looked for again after this time, once: a browser gives none to who loses it repeatedly. */
const AGAIN_MS = 1000

/** What is said of each trouble behind its message. */
const AFTER: Readonly<Record<GpuTrouble, string>> = {
  'no-adapter': '',
  refused: 'Close other pages that use graphics and reload.',
  lost: 'The work goes on with the CPU; a reload tries the graphics adapter again.',
  memory: 'Close other pages that use graphics, or take a smaller model.',
  limits: 'The work goes on with the CPU.',
  invalid: 'The work goes on with the CPU. Please report the adapter.',
  failed: 'The work goes on with the CPU. Please report the adapter.',
}

/** The backend of a worker and how it changes. */
export class BackendChoice {
  readonly #around: () => Surroundings
  readonly #tell: (backend: Backend) => void
  #wanted: WantedBackend | undefined
  #choosing: Promise<void> = Promise.resolve()
  #state: Backend = { kind: 'undecided', because: 'not-started', reason: 'Nothing has needed the engine yet.' }
  #losses = 0

  constructor(around: () => Surroundings, tell: (backend: Backend) => void) {
    this.#around = around
    this.#tell = tell
  }

  get state(): Backend {
    return this.#state
  }

  /** Decides, once for each wish. */
  async choose(wanted: WantedBackend): Promise<Backend> {
    if (this.#wanted !== wanted) {
      this.#wanted = wanted
      this.#choosing = choose(wanted, this.#around()).then(state => this.#set(state))
    }
    await this.#choosing
    return this.#state
  }

  /** The kernels hold on the adapter. A software adapter that nobody asked for is not used for that. */
  checked(): void {
    const { adapter, details } = this.#state
    if (adapter === undefined || details === undefined || (details.software && this.#wanted !== 'webgpu')) return
    const reason = `${adapter}: every kernel gives what the CPU gives, within its tolerance.`
    this.#set({ kind: 'webgpu', because: 'checked', reason, adapter, details })
  }

  /** Something went wrong on the GPU: the CPU goes on. */
  failed(because: GpuTrouble, message: string): void {
    const { details } = this.#state
    this.#set(onCpu(because, `${sentence(message)} ${AFTER[because]}`.trim(), details))
    if (because !== 'lost') return
    this.#losses += 1
    if (this.#losses === 1) setTimeout(() => void this.#lookAgain(), AGAIN_MS)
  }

  async #lookAgain(): Promise<void> {
    const found = await choose(this.#wanted ?? 'auto', this.#around())
    if (found.kind === 'undecided') {
      this.#set({ ...found, reason: `The graphics device was lost and there is one again. ${found.reason}` })
    }
  }

  #set(state: Backend): void {
    this.#state = state
    this.#tell(state)
  }
}

/** The decision for these surroundings; asks for an adapter, not for a device. */
export async function choose(wanted: WantedBackend, { secure, gpu }: Surroundings): Promise<Backend> {
  if (wanted === 'cpu') return onCpu('asked', 'The CPU was asked for.')
  if (!secure) {
    return onCpu('insecure', 'Browsers keep WebGPU from pages that came over plain http. Open this one over https.')
  }
  if (gpu === undefined) {
    return onCpu('no-webgpu', 'This browser has no WebGPU. A newer one, or a setting of this one, may have it.')
  }
  const found = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)
  if (found === null) {
    const why = 'no graphics processor, a blocked driver, or hardware acceleration switched off'
    return onCpu('no-adapter', `The browser has WebGPU and offers no adapter: ${why}.`)
  }
  const adapter = describe(found)
  const short = Object.entries(NEEDED).filter(([name, needed]) => found.limits[name as keyof typeof NEEDED] < needed)
  if (short.length > 0) {
    const list = short.map(
      ([name, needed]) => `${name} is ${found.limits[name as keyof typeof NEEDED]}, ${needed} are needed`,
    )
    return onCpu('limits', `${adapter.name} has too little: ${list.join('; ')}.`, adapter)
  }
  if (adapter.software && wanted !== 'webgpu') {
    const reason = `The only adapter, ${adapter.name}, is a program on the CPU, slower than the CPU's own code.`
    return onCpu('software', reason, adapter)
  }
  return {
    kind: 'undecided',
    because: 'unchecked',
    reason: `${adapter.name} is there; its kernels are checked before anything runs on it.`,
    adapter: adapter.name,
    details: adapter,
  }
}

function describe({ info, features }: GPUAdapter): Adapter {
  const words = [info.vendor, info.architecture, info.device, info.description].filter(word => word !== '')
  const name = words.length > 0 ? words.join(' ') : 'an adapter without a name'
  return { name, software: info.isFallbackAdapter, features: [...features].sort() }
}

function onCpu(because: BackendReason, reason: string, adapter?: Adapter): Backend {
  return { kind: 'cpu', because, reason, ...(adapter && { adapter: adapter.name, details: adapter }) }
}

/** With a capital letter and a full stop. */
function sentence(message: string): string {
  const end = /[.!?]$/.test(message) ? '' : '.'
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${end}`
}
