// What the chip and the panel say of a backend. Pure.

import type { Backend, BackendReason } from '../../api/index.ts'

const SHORT: Readonly<Record<BackendReason, string>> = {
  'not-started': 'not decided yet',
  unchecked: 'not checked yet',
  checked: 'checked',
  asked: 'as asked',
  insecure: 'page not secure',
  'no-webgpu': 'no WebGPU',
  'no-adapter': 'no WebGPU adapter',
  software: 'only a software adapter',
  limits: 'adapter too small',
  refused: 'no device given',
  lost: 'device lost',
  memory: 'graphics memory full',
  invalid: 'driver refused',
  failed: 'self-check failed',
}

/** What runs, and why in a few words. */
export function chipWords({ kind, because, adapter }: Backend): { runs: string; why: string } {
  if (kind === 'cpu') return { runs: 'CPU', why: `SIMD, ${SHORT[because]}` }
  if (because === 'not-started') return { runs: 'Engine', why: SHORT[because] }
  return { runs: 'WebGPU', why: because === 'checked' ? (adapter ?? SHORT[because]) : SHORT[because] }
}

/** 0 as it is, other shares as powers of ten. */
export function share(value: number | null): string {
  if (value === null) return '–'
  if (value === 0) return '0'
  return Number.isFinite(value) ? value.toExponential(1) : 'no number'
}
