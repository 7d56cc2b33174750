// Runs in the page: both sides of a case in turn, whole calls, input in and result out.

import init, { Forward, Shaders } from '/ours/engine_bench.js'
import * as ortCpu from '/ort/ort.wasm.min.mjs'
import * as ortGpu from '/ort/ort.webgpu.min.mjs'
import { CASES, model } from './models.mjs'

let dispatches = 0
const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = GPUComputePassEncoder.prototype
GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...sizes) {
  dispatches += 1
  return dispatchWorkgroups.apply(this, sizes)
}
GPUComputePassEncoder.prototype.dispatchWorkgroupsIndirect = function (...place) {
  dispatches += 1
  return dispatchWorkgroupsIndirect.apply(this, place)
}

/** Measures `'cpu'` or `'gpu'`: for each case milliseconds a call of both sides, round by round. */
export async function measure(backend, rounds) {
  await init({ module_or_path: '/ours/engine_bench_bg.wasm' })
  const shaders = backend === 'gpu' ? await Shaders.open() : null
  const sides = []
  for (const one of CASES) sides.push({ one, ...(await contestants(backend, shaders, one)) })
  const found = sides.map(({ one, ours, theirs, count }) => ({
    name: one.name,
    limit: one.limit[backend],
    count,
    ours: [],
    theirs: [],
    apart: 0,
  }))
  for (let round = 0; round < rounds; round++) {
    for (const [at, { one, ours, theirs }] of sides.entries()) {
      const batch = backend === 'gpu' ? 1 : one.batch
      // Who begins changes: what the first leaves behind meets both alike.
      for (const side of round % 2 === 0 ? ['ours', 'theirs'] : ['theirs', 'ours']) {
        found[at][side].push(await timed(side === 'ours' ? ours : theirs, batch))
      }
    }
  }
  return found
}

async function timed(run, batch) {
  const start = performance.now()
  for (let call = 0; call < batch; call++) await run()
  return (performance.now() - start) / batch
}

async function contestants(backend, shaders, one) {
  const { input, shape, weights, onnx, layers } = model(one)
  const forward =
    one.kind === 'product' ? Forward.product(...one.sizes, weights) : Forward.transformer(one.tokens, layers, weights)
  let ours = () => forward.run(input)
  if (backend === 'gpu') {
    const number = await shaders.prepare(forward)
    ours = () => shaders.run(number, input)
  }
  const theirs = await peer(backend, onnx, input, shape)
  const count = {}
  const results = {}
  for (const [side, run] of [
    ['ours', ours],
    ['theirs', theirs],
  ]) {
    await run()
    dispatches = 0
    results[side] = await run()
    count[side] = dispatches
  }
  const apart = difference(results.ours, results.theirs)
  return { ours, theirs, count: { ...count, steps: forward.steps(), apart } }
}

async function peer(backend, onnx, input, shape) {
  const ort = backend === 'gpu' ? ortGpu : ortCpu
  ort.env.wasm.numThreads = 1
  ort.env.wasm.wasmPaths = '/ort/'
  const provider = backend === 'gpu' ? 'webgpu' : 'wasm'
  const session = await ort.InferenceSession.create(onnx, { executionProviders: [provider] })
  const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', input, shape) }
  return async () => (await session.run(feeds))[session.outputNames[0]].data
}

/** The largest difference as a share of the largest value. */
function difference(a, b) {
  let [apart, largest] = [0, 0]
  for (let at = 0; at < a.length; at++) {
    apart = Math.max(apart, Math.abs(a[at] - b[at]))
    largest = Math.max(largest, Math.abs(b[at]))
  }
  return a.length === b.length ? apart / largest : Infinity
}

/** Milliseconds of each kernel of our transformer on the CPU, summed over its steps. */
export async function profile(tokens, rounds) {
  await init({ module_or_path: '/ours/engine_bench_bg.wasm' })
  const { input, weights, layers } = model({ kind: 'transformer', tokens })
  const forward = Forward.transformer(tokens, layers, weights)
  forward.run(input)
  const sums = {}
  for (let step = 0; step < forward.steps(); step++) {
    const times = []
    for (let round = 0; round < rounds; round++) {
      const start = performance.now()
      for (let call = 0; call < 5; call++) forward.run_step(step)
      times.push((performance.now() - start) / 5)
    }
    const name = `${step % 8} ${forward.kernel(step)}`
    sums[name] = (sums[name] ?? 0) + times.sort((a, b) => a - b)[rounds >> 1]
  }
  return sums
}

globalThis.bench = { measure, profile }
