// First tokens of the built page: CPU time of its threads from an empty page to the live result (Linux only).
// usage: node benches/page.mjs ROUNDS   (after `cargo xtask build`)
// Threads' own time, so what else the machine does is not in it.
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const rounds = Number(process.argv[2] ?? 5)
/** DESIGN's factor for a phone, and its limit in seconds. */
const [SLOWER, LIMIT] = [4, 1.2]
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname
  readFile(join('dist', path === '/' ? 'index.html' : path)).then(
    body => response.writeHead(200, { 'content-type': TYPES[extname(path) || '.html'] ?? 'text/plain' }).end(body),
    () => response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here'),
  )
}).listen(0, '127.0.0.1')
await new Promise(ready => server.once('listening', ready))

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]
/**
 * Seconds of CPU of each page's process, by its id and thread: `page`, `workers`, `others` (compilers, raster, network).
 * The browser has pages of its own beside ours.
 */
async function accounts(system) {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  return new Map(await Promise.all(renderers.map(async id => [id, await account(id)])))
}

async function account(id) {
  const seconds = { page: 0, workers: 0, others: 0 }
  for (const thread of await readdir(`/proc/${id}/task`)) {
    const stat = await readFile(`/proc/${id}/task/${thread}/stat`, 'utf8').catch(() => null)
    if (stat === null) continue
    const [name, fields] = [stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), stat.split(') ')[1].split(' ')]
    const part = Number(thread) === id ? 'page' : name.startsWith('DedicatedWorker') ? 'workers' : 'others'
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    seconds[part] += (Number(fields[11]) + Number(fields[12])) / 100
  }
  return seconds
}

const rows = []
for (let round = 0; round < rounds; round++) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const page = await browser.newPage()
  const system = await browser.newBrowserCDPSession()
  const url = `http://127.0.0.1:${server.address().port}/`
  // The process has started before the clock does: that is the browser's cost, not the page's.
  await page.goto(`${url}nothing`)
  const before = await accounts(system)
  await page.goto(url)
  // A touch wakes the engine, as a visitor's would.
  await page.mouse.move(200, 200)
  await page.mouse.move(210, 210)
  await page.waitForFunction(
    () =>
      document.querySelector('#figures')?.dataset.state === 'ready' &&
      document.querySelector('#ed .host')?.shadowRoot?.querySelector('.tick')?.getAttribute('d') &&
      document.querySelector('#static') === null,
  )
  // Ours is the one with a worker.
  const [id, to] = [...(await accounts(system))].find(([, { workers }]) => workers > 0)
  const from = before.get(id) ?? { page: 0, workers: 0, others: 0 }
  rows.push({ page: to.page - from.page, workers: to.workers - from.workers, others: to.others - from.others })
  await browser.close()
}
server.close()
console.log(`CPU time to the first live tokens of o200k_base, medians of ${rounds}:`)
for (const part of ['page', 'workers', 'others']) {
  const all = rows.map(row => row[part])
  console.log(`  ${part.padEnd(8)} ${median(all).toFixed(2)} s (${all.map(value => value.toFixed(2)).join(' ')})`)
}
const scaled = median(rows.map(({ page, workers }) => page + workers)) * SLOWER
console.log(`  (page + workers) × ${SLOWER}: ${scaled.toFixed(2)} s of ${LIMIT} s${scaled > LIMIT ? '  OVER' : ''}`)
