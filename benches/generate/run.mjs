// The shipped language model in one page of headless Chromium: our engine on the CPU beside onnxruntime-web's wasm provider
// on one thread with the same weights, and our strategies beside plain decoding.
// usage: node benches/generate/run.mjs ROUNDS, after `cargo xtask build`

import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const rounds = Number(process.argv[2] ?? 5)
const LIMIT = 1.2
const FOLDERS = {
  ours: '.cache/wasm/lab',
  ort: 'benches/engine/node_modules/onnxruntime-web/dist',
  engine: 'benches/engine',
  bench: 'benches/generate',
  models: 'models',
}
const TYPES = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' }

const server = createServer((request, response) => {
  const [, folder, ...path] = new URL(request.url, 'http://localhost').pathname.split('/')
  if (path.length === 0) return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
  const file = join(FOLDERS[folder] ?? '', ...path)
  readFile(file).then(
    body => response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body),
    () => response.writeHead(404).end(),
  )
}).listen(0, '127.0.0.1')
await new Promise(ready => server.once('listening', ready))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
page.setDefaultTimeout(0)
page.on('pageerror', error => console.log(String(error)))
await page.goto(`http://127.0.0.1:${server.address().port}/`)
await page.addScriptTag({ type: 'module', url: '/bench/page.mjs' })
await page.waitForFunction(() => globalThis.bench)

const { version } = JSON.parse(readFileSync('benches/engine/node_modules/onnxruntime-web/package.json', 'utf8'))
const found = await page.evaluate(rounds => bench.plain(rounds), rounds)
// Both times of a ratio are of one round: what else the machine did met both.
const ratios = found.theirs.map((time, round) => time / found.ours[round])
const ratio = median(ratios)
console.log(
  `Chromium ${browser.version()}, onnxruntime-web ${version}, LM, ${found.tokens} tokens, temperature 0, ${rounds} rounds:`,
)
console.log(
  `  ours                       ${median(found.ours).toFixed(2)} ms a token, sampling and alternatives included`,
)
console.log(`  onnxruntime-web, 1 thread  ${median(found.theirs).toFixed(2)} ms a token, the likeliest id`)
const spread = `${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}`
console.log(
  `  tokens a second, ours over theirs: ${ratio.toFixed(2)} (${spread}), at least ${LIMIT}${ratio < LIMIT ? ' UNDER' : ''}`,
)
console.log(`  the same ids: ${found.same ? 'yes' : 'NO'}`)

const draft = existsSync('models/lm-tiny.safetensors')
console.log(
  `\nStrategies beside plain decoding, ${rounds} texts of ${found.tokens} tokens, what was learnt forgotten between them:`,
)
for (const row of await page.evaluate(([rounds, draft]) => bench.strategies(rounds, draft), [rounds, draft])) {
  const { strategy, temperature, tokens, passes, shares, same } = row
  const words = `${(tokens / passes).toFixed(2)} tokens a pass, ${median(shares).toFixed(2)} of its time`
  console.log(`  temperature ${temperature}, ${strategy.padEnd(12)} ${words}${same ? '' : ', OTHER IDS'}`)
}
await browser.close()
server.close()

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}
