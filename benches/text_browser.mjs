// The browser side of the text bench: all wasm peers and npm's tiktoken in workers of one page of headless Chromium.
// usage: node benches/text_browser.mjs FOLDER ROUNDS   (the folder holds the texts, NAME.wasm and the vocabularies)
// Prints one JSON line per peer, encoding and round; rounds go through all peers before the next begins. Then the
// hostile strings: every vocabulary that lies in the folder, and the peer that says of itself that no input is slow.
import { createServer } from 'node:http'
import { readFileSync, readdirSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [folder = 'target/bench', rounds = '3'] = process.argv.slice(2)
const here = dirname(fileURLToPath(import.meta.url))
const types = {
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.wasm': 'application/wasm',
}
/** Nanoseconds of CPU of the newest worker of our page; empty where the system does not tell (only Linux does). */
async function workersTime() {
  let newest = 0
  for (const id of await renderers().catch(() => [])) {
    for (const thread of await readdir(`/proc/${id}/task`).catch(() => [])) {
      const name = await readFile(`/proc/${id}/task/${thread}/comm`, 'utf8').catch(() => '')
      if (name.startsWith('DedicatedWorker')) newest = Math.max(newest, Number(thread))
    }
  }
  const [time = ''] = (await readFile(`/proc/${newest}/schedstat`, 'utf8').catch(() => '')).split(' ')
  return time
}

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname
  if (path === '/cpu') {
    void workersTime().then(time => response.writeHead(200, { 'content-type': 'text/plain' }).end(time))
    return
  }
  // npm packages are written for bundlers, which find a module without its ending too.
  const file = path.startsWith('/npm/')
    ? join(here, 'peers/node_modules', extname(path) ? path.slice(5) : `${path.slice(5)}.js`)
    : path === '/text_worker.mjs'
      ? join(here, 'text_worker.mjs')
      : join(folder, basename(path))
  try {
    const body = path === '/' ? Buffer.from('<!doctype html><title>bench</title>') : readFileSync(file)
    response
      .writeHead(200, {
        'content-type': path === '/' ? 'text/html' : (types[extname(file)] ?? 'application/octet-stream'),
      })
      .end(body)
  } catch {
    response.writeHead(404).end()
  }
}).listen(0, '127.0.0.1')
await new Promise(ready => server.once('listening', ready))

const peers = [
  { name: 'tokenarium', wasm: 'ours.wasm', file: 'vocab.raw' },
  { name: 'tiktoken 3.8.3', wasm: 'tiktoken.wasm' },
  { name: 'splintr 0.22.0', wasm: 'splintr.wasm' },
  { name: 'bpe-openai 0.3.2', wasm: 'bpe-openai.wasm' },
  { name: 'npm tiktoken 1.0.22', module: '/npm/tiktoken/init.js' },
].filter(({ wasm, module }) => {
  const files = wasm ? readdirSync(folder) : readdirSync(join(here, 'peers/node_modules'))
  const there = files.includes(wasm ?? 'tiktoken')
  if (!there) console.error(`skipped: ${wasm ?? module} is not there`)
  return there
})
const encodings = ['cl100k_base', 'o200k_base']
const hostile = JSON.parse(readFileSync(join(folder, 'hostile.json'), 'utf8'))

const vocabularies = readdirSync(folder)
  .filter(name => name.endsWith('.vocab.raw'))
  .map(name => name.slice(0, -'.vocab.raw'.length))

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const system = await browser.newBrowserCDPSession()
async function renderers() {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo')
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}
try {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  console.log(JSON.stringify({ browser: browser.version() }))
  /** One peer in a fresh worker; `names`: hostile strings instead of the speed's passes. */
  const measure = async (peer, encoding, names) => {
    const answer = await page.evaluate(
      async ({ peer, encoding, names }) => {
        const get = async name => new Uint8Array(await (await fetch(name)).arrayBuffer())
        const worker = new Worker('/text_worker.mjs', { type: 'module' })
        const answer = new Promise(resolve => {
          worker.onmessage = ({ data }) => resolve(data)
          worker.onerror = ({ message }) => resolve({ error: message })
        })
        const texts = { fresh: await get('fresh.txt') }
        if (names) {
          texts.prose = await get('prose.txt')
          texts.hostile = await Promise.all(names.map(async name => [name, await get(`${name}.hostile.txt`)]))
        } else {
          texts.mixed = await get('mixed.txt')
        }
        worker.postMessage({
          encoding,
          module: peer.module && new URL(peer.module, location.href).href,
          wasm: peer.wasm && (await get(peer.wasm)),
          file: peer.file && (await get(`${encoding}.${peer.file}`)),
          ...texts,
        })
        const result = await answer
        worker.terminate()
        return result
      },
      { peer, encoding, names },
    )
    console.log(JSON.stringify({ peer: peer.name, encoding, part: names ? 'hostile' : 'speed', ...answer }))
  }
  for (let round = 0; round < Number(rounds); round++) {
    for (const encoding of encodings) {
      for (const peer of peers) await measure(peer, encoding)
    }
  }
  for (const [name, named] of [
    ['tokenarium', vocabularies],
    ['bpe-openai 0.3.2', encodings],
  ]) {
    const peer = peers.find(peer => peer.name === name)
    for (const vocabulary of peer ? named : []) await measure(peer, vocabulary, hostile)
  }
} finally {
  await browser.close()
  server.close()
}
