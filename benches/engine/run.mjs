// Our kernels beside onnxruntime-web in one page of headless Chromium: the CPU twins against its wasm provider on one
// thread, the shaders against its WebGPU provider on the same software adapter.
// usage: node benches/engine/run.mjs ROUNDS [cpu | gpu | profile], with ours built into target/engine-bench/web

import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const rounds = Number(process.argv[2] ?? 15)
const only = process.argv[3]
/** A run on a software adapter takes seconds. */
const gpuRounds = Math.max(1, Math.ceil(rounds / 3))
const FOLDERS = {
  ours: 'target/engine-bench/web',
  ort: 'benches/engine/node_modules/onnxruntime-web/dist',
  bench: 'benches/engine',
}
const TYPES = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' }

const server = createServer((request, response) => {
  const [, folder, file] = new URL(request.url, 'http://localhost').pathname.split('/')
  if (!file) return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
  readFile(join(FOLDERS[folder] ?? '', file)).then(
    body => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(body),
    () => response.writeHead(404).end(),
  )
}).listen(0, '127.0.0.1')
await new Promise(ready => server.once('listening', ready))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
})
const page = await browser.newPage()
page.setDefaultTimeout(0)
page.on('pageerror', error => console.log(String(error)))
await page.goto(`http://127.0.0.1:${server.address().port}/`)
await page.addScriptTag({ type: 'module', url: '/bench/page.mjs' })
await page.waitForFunction(() => globalThis.bench)

if (only === 'profile') {
  for (const tokens of [128, 16, 1]) {
    const kernels = await page.evaluate(([tokens, rounds]) => bench.profile(tokens, rounds), [tokens, rounds])
    console.log(`${tokens} tokens, milliseconds of each step of a layer, summed over the layers:`, kernels)
  }
} else {
  const { version } = JSON.parse(readFileSync('benches/engine/node_modules/onnxruntime-web/package.json', 'utf8'))
  console.log(`Chromium ${browser.version()}, onnxruntime-web ${version}; whole calls, medians of rounds in turn.`)
  if (only !== 'gpu')
    table('CPU twins (wasm SIMD) and its wasm provider, one thread', rounds, await measured('cpu', rounds))
  if (only !== 'cpu')
    table('Shaders and its WebGPU provider on SwiftShader', gpuRounds, await measured('gpu', gpuRounds))
}
await browser.close()
server.close()

function measured(backend, rounds) {
  return page.evaluate(([backend, rounds]) => bench.measure(backend, rounds), [backend, rounds])
}

function table(title, rounds, found) {
  console.log(`\n${title}, ${rounds} rounds:`)
  const head = ['ours ms', 'theirs ms', 'share', 'limit', 'spread', 'apart', 'dispatches']
  console.log(`  ${''.padEnd(24)}${head.map(name => name.padStart(12)).join('')}`)
  for (const { name, limit, count, ours, theirs } of found) {
    // Both times of a share are of one round: what else the machine did met both.
    const shares = ours.map((time, round) => time / theirs[round])
    const share = median(shares)
    const cells = [
      median(ours).toFixed(3),
      median(theirs).toFixed(3),
      share.toFixed(3),
      `${limit}${share > limit ? ' OVER' : ''}`,
      `${quantile(shares, 0.25).toFixed(2)}-${quantile(shares, 0.75).toFixed(2)}`,
      count.apart.toExponential(1),
      count.ours ? `${count.ours}/${count.theirs}` : `${count.steps} steps`,
    ]
    console.log(`  ${name.padEnd(24)}${cells.map(cell => cell.padStart(12)).join('')}`)
  }
}

function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]
}

function median(values) {
  return quantile(values, 0.5)
}
