// Runs in the page: the shipped model by our engine and by onnxruntime-web, in turn, and our strategies beside plain decoding.

import init, { GenerateJob, GenerateSettings, Model } from '/ours/lab.js'
import * as ort from '/ort/ort.wasm.min.mjs'
import { decoder, readWeights } from './network.mjs'

/** Tokens of a text. */
const TOKENS = 128
const STRATEGIES = ['speculative', 'trie', 'recycling']

const bytesOf = async name => new Uint8Array(await (await fetch(`/models/${name}.safetensors`)).arrayBuffer())

/** Milliseconds a token of both sides, greedy, round by round, and whether they wrote the same. */
export async function plain(rounds) {
  await init({ module_or_path: '/ours/lab_bg.wasm' })
  const file = await bytesOf('lm')
  const weights = readWeights(file)
  const { end } = decoder(weights)
  const model = new Model(file)
  const theirs = await peer(decoder(weights))
  const found = { ours: [], theirs: [], same: true, tokens: TOKENS }
  for (let round = 0; round < rounds; round++) {
    const ids = {}
    // Who begins changes: what the first leaves behind meets both alike.
    for (const side of round % 2 === 0 ? ['ours', 'theirs'] : ['theirs', 'ours']) {
      const written = side === 'ours' ? write(model, end, settings(0, 0), 'plain') : await theirs()
      ids[side] = written.ids.join()
      found[side].push(written.milliseconds / written.ids.length)
    }
    found.same &&= ids.ours === ids.theirs
  }
  return found
}

/** For each strategy and temperature: tokens a pass of the model, and its time as a share of plain decoding's. */
export async function strategies(rounds, hasDraft) {
  await init({ module_or_path: '/ours/lab_bg.wasm' })
  const file = await bytesOf('lm')
  const { end } = decoder(readWeights(file))
  const model = new Model(file)
  const draft = hasDraft ? new Model(await bytesOf('lm-tiny')) : null
  const found = []
  for (const temperature of [1, 0]) {
    for (const strategy of STRATEGIES.filter(name => name !== 'speculative' || draft)) {
      const row = { strategy, temperature, tokens: 0, passes: 0, shares: [], same: true }
      for (let seed = 1; seed <= rounds; seed++) {
        model.forget()
        const own = write(model, end, settings(temperature, seed), 'plain')
        const other = write(model, end, settings(temperature, seed), strategy, draft)
        row.same &&= own.ids.join() === other.ids.join()
        row.tokens += other.ids.length
        row.passes += other.passes
        row.shares.push(other.milliseconds / own.milliseconds)
      }
      found.push(row)
    }
  }
  return found
}

function settings(temperature, seed) {
  return Object.assign(new GenerateSettings(), { temperature, seed: BigInt(seed), tokens: TOKENS })
}

/** A text from nothing: its ids, its passes, its time. */
function write(model, end, settings, strategy, draft) {
  const prompt = Uint32Array.of(end)
  const job =
    strategy === 'speculative'
      ? GenerateJob.speculative(model, draft, prompt, settings)
      : new GenerateJob(model, prompt, settings, strategy)
  const ids = []
  let passes = 0
  const start = performance.now()
  for (let passed = job.step(); passed !== undefined; passed = job.step()) {
    passes += passed.step?.passes ?? 0
    ids.push(...(passed.step?.tokens.map(({ id }) => id) ?? []))
  }
  const milliseconds = performance.now() - start
  job.free()
  return { ids, passes, milliseconds }
}

/** Greedy decoding by onnxruntime-web's wasm provider on one thread. */
async function peer({ onnx, caches, heads, head, end }) {
  ort.env.wasm.numThreads = 1
  ort.env.wasm.wasmPaths = '/ort/'
  const session = await ort.InferenceSession.create(onnx, { executionProviders: ['wasm'] })
  const int = value => new ort.Tensor('int64', BigInt64Array.of(BigInt(value)), [1])
  return async () => {
    const empty = () => new ort.Tensor('float32', new Float32Array(), [heads, 0, head])
    const feeds = Object.fromEntries(caches.map(({ past }) => [past, empty()]))
    const ids = []
    const start = performance.now()
    for (let id = end; ids.length < TOKENS;) {
      const results = await session.run({ ...feeds, id: int(id), position: int(ids.length) })
      for (const { past, present } of caches) feeds[past] = results[present]
      id = likeliest(results.logits.data)
      ids.push(id)
      if (id === end) break
    }
    return { ids, milliseconds: performance.now() - start }
  }
}

function likeliest(logits) {
  let best = 0
  for (let id = 1; id < logits.length; id++) if (logits[id] > logits[best]) best = id
  return best
}

globalThis.bench = { plain, strategies }
