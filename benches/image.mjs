// Image tokenizers and picture files beside @jsquash/*, all as WebAssembly in one process of Node.js on one thread.
// Usage: node benches/image.mjs ROUNDS, after `cargo xtask build`.
//
// A round goes through all contestants before the next begins; figures are medians of CPU time of the process. The
// picture is made here: slopes, edges, fine texture and a little noise, so that nobody is spared any work.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { inflateRawSync } from 'node:zlib'

const rounds = Number(process.argv[2] ?? 3)
const WASM = '.cache/wasm'
const PEERS = 'benches/peers/node_modules/@jsquash'
const [WIDTH, HEIGHT] = [1536, 1024]
/** What a slice does at most in the page's worker, in pixels; no clock is asked here. */
const BUDGET = 1 << 20

globalThis.ImageData ??= class ImageData {
  constructor(data, width, height) {
    Object.assign(this, { data, width, height })
  }
}

const lab = await loaded('lab')
const codecs = await loaded('codecs')
lab.provideComponents(inflateRawSync(readFileSync('www/data/emoji.components')))
const catalog = JSON.parse(readFileSync('www/api/image-catalog.json', 'utf8'))

async function loaded(name) {
  const module = await import(pathToFileURL(`${WASM}/${name}/${name}.js`).href)
  const { memory } = await module.default({ module_or_path: readFileSync(`${WASM}/${name}/${name}_bg.wasm`) })
  return { ...module, memory }
}

/** A module of @jsquash with its binary; in Node.js it cannot fetch that itself. */
async function peer(format, way, binary) {
  const module = await import(pathToFileURL(`${PEERS}/${format}/${way}.js`).href)
  await module.init(await WebAssembly.compile(readFileSync(`${PEERS}/${format}/codec/${binary}`)))
  return module.default
}

function version(format) {
  return createRequire(import.meta.url)(`./peers/node_modules/@jsquash/${format}/package.json`).version
}

/** A picture of this size: red, green, blue and alpha. */
function scene(width, height) {
  const rgba = new Uint8ClampedArray(width * height * 4)
  let state = 1
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const noise = (state >>> 28) - 8
      const edge = ((x >> 6) ^ (y >> 6)) & 1 ? 40 : 0
      const fine = 24 * Math.sin(x * 0.7 + y * 0.3) * Math.sin(y / 97)
      rgba[at] = (200 * x) / width + edge + noise
      rgba[at + 1] = (200 * y) / height + fine + noise
      rgba[at + 2] = 120 + 80 * Math.sin((x + y) / 130) + noise
      rgba[at + 3] = 255
    }
  }
  return { width, height, rgba }
}

function cpu(work) {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { ms: (user + system) / 1000, result }
}

async function cpuOf(work) {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { ms: (user + system) / 1000, result }
}

function run(job) {
  while (job.step(BUDGET) !== undefined) {
    // one slice after another
  }
}

function encode(tokenizer, { width, height, rgba }) {
  const job = new lab.EncodeJob(tokenizer, width, height, new Uint8Array(rgba.buffer), 0xffffff)
  const ids = drained(job)
  const side = job.side()
  job.free()
  return { width, height, ids, side }
}

/** Ids as they come: a large picture's never lie in wasm memory all together. */
function drained(job) {
  const parts = []
  for (;;) {
    const more = job.step(BUDGET) !== undefined
    parts.push(job.ids())
    if (!more) break
  }
  const ids = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    ids.set(part, at)
    at += part.length
  }
  return ids
}

function decode(tokenizer, { width, height, ids, side }) {
  const job = new lab.DecodeJob(tokenizer, width, height, ids, side, 0xffff_ffff)
  run(job)
  return job.finish()
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
const times = new Map()
const note = (row, column, ms) => {
  const at = times.get(row) ?? {}
  times.set(row, { ...at, [column]: [...(at[column] ?? []), ms] })
}

const picture = scene(WIDTH, HEIGHT)
const data = new ImageData(picture.rgba, WIDTH, HEIGHT)
const peers = [
  { format: 'jpeg', name: 'JPEG, quality 75', enc: 'enc/mozjpeg_enc.wasm', dec: 'dec/mozjpeg_dec.wasm' },
  { format: 'webp', name: 'WebP, quality 75', enc: 'enc/webp_enc.wasm', dec: 'dec/webp_dec.wasm' },
  { format: 'png', name: 'PNG', enc: 'pkg/squoosh_png_bg.wasm', dec: 'pkg/squoosh_png_bg.wasm' },
]
for (const one of peers) {
  one.encode = await peer(one.format, 'encode', one.enc)
  one.decode = await peer(one.format, 'decode', one.dec)
  one.file = await one.encode(data)
}

for (let round = 0; round < rounds; round++) {
  for (const { name, title } of catalog) {
    const tokenizer = new lab.ImageTokenizer(name, [], new Float64Array())
    const { ms, result } = cpu(() => encode(tokenizer, picture))
    note(title, 'encode', ms)
    note(title, 'decode', cpu(() => decode(tokenizer, result)).ms)
    tokenizer.free()
  }
  for (const { name, format, encode, decode, file } of peers) {
    const row = `${name}, @jsquash/${format} ${version(format)}`
    note(row, 'encode', (await cpuOf(() => encode(data))).ms)
    note(row, 'decode', (await cpuOf(() => decode(file))).ms)
    if (format === 'webp') continue
    note(`${name}, read here`, 'decode', cpu(() => new codecs.PictureRead(new Uint8Array(file)).finish()).ms)
  }
}

const megapixels = (WIDTH * HEIGHT) / 1e6
console.log(
  `\n${WIDTH} × ${HEIGHT} pixels, megapixels a second of CPU time, medians of ${rounds}, Node.js ${process.version}:`,
)
console.log(`${''.padEnd(44)}${'encode'.padStart(9)}${'decode'.padStart(9)}`)
for (const [row, columns] of times) {
  const cell = column => (columns[column] ? (megapixels / (median(columns[column]) / 1000)).toFixed(1) : '').padStart(9)
  console.log(`${row.padEnd(44)}${cell('encode')}${cell('decode')}`)
}

const MB = 1e6
const large = scene(6000, 4000)
const patches = new lab.ImageTokenizer('patches', [], new Float64Array())
const took = Array.from({ length: rounds }, () => cpu(() => encode(patches, large)).ms)
console.log(`\n24 megapixels as patches: ${Math.round(median(took))} ms of CPU time (limit 2,000)`)

console.log(`wasm memory of the module lab so far: ${Math.round(lab.memory.buffer.byteLength / MB)} MB`)
const largest = scene(8192, 7812)
const tokens = encode(patches, largest)
console.log(
  `after encoding 8192 × 7812 as patches (${tokens.ids.length} ids): ${Math.round(lab.memory.buffer.byteLength / MB)} MB`,
)
const back = decode(patches, tokens)
const same = back.every((sample, at) => sample === largest.rgba[at])
console.log(
  `after decoding it, ${same ? 'the same picture' : 'ANOTHER PICTURE'}: ${Math.round(lab.memory.buffer.byteLength / MB)} MB (limit 1,000)`,
)
