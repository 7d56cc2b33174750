// Language models on WebGPU, through dist/ and Chromium's software adapter: what the CPU writes, and the CPU goes on where
// there is no adapter or the device is lost in the middle of a text.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type * as Api from '../../www/api/index.ts'
import { launch, SOFTWARE_ADAPTER } from './browser.ts'
import { openPage } from './page-open.ts'
import { distFolder, serve, type Site } from './server.ts'

declare global {
  // What the pages of these tests keep between two evaluations.
  var lab: Api.Tokenarium
  var lm: Api.Model
}

const models = readdirSync(distFolder()).includes('models') ? readdirSync(join(distFolder(), 'models')) : []
const skip = !models.some(name => name.startsWith('lm.')) && 'this build ships no model lm'
/** Tokens of the texts: the software adapter takes its time. */
const TOKENS = 16

let withAdapter: Browser
let without: Browser
let site: Site
before(async () => {
  withAdapter = await launch(SOFTWARE_ADAPTER)
  without = await launch()
  site = await serve(undefined, {
    answer: (path, _request, response) => {
      if (path !== '/plain.html') return false
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>')
      return true
    },
  })
})
after(async () => {
  await withAdapter.close()
  await without.close()
  await site.close()
})

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  page.setDefaultTimeout(120_000)
  await page.goto(`${site.url}plain.html`)
  await page.evaluate(async () => {
    const { Tokenarium } = (await import(new URL('tokenarium.js', location.href).href)) as typeof Api
    globalThis.lab = await Tokenarium.create()
    globalThis.lm = await lab.model('lm')
  })
  return page
}

test('texts on WebGPU are those of the CPU but for ties, and the same by every strategy', { skip }, async t => {
  const page = await open(withAdapter)
  const found = await page.evaluate(async tokens => {
    const write = async (options: Api.GenerateOptions) => {
      const { ids, steps } = await lm.generate('Once upon a time there was', { tokens, ...options }).done
      return { ids: [...ids], on: steps.map(({ backend }) => backend), tokens: steps.flatMap(step => step.tokens) }
    }
    return {
      cpu: await write({ temperature: 0 }),
      gpu: await write({ temperature: 0, backend: 'webgpu' }),
      drawn: await write({ seed: 3, backend: 'webgpu' }),
      trie: await write({ seed: 3, backend: 'webgpu', strategy: 'trie' }),
      recycled: await write({ seed: 3, backend: 'webgpu', strategy: 'recycling' }),
      backend: lab.backend,
    }
  }, TOKENS)
  assert.equal(found.backend.because, 'checked')
  assert.ok(found.gpu.on.every(backend => backend === 'webgpu'))
  assert.ok(found.cpu.on.every(backend => backend === 'cpu'))
  assert.deepEqual([found.trie.ids, found.recycled.ids], [found.drawn.ids, found.drawn.ids])
  const parted = found.gpu.ids.findIndex((id, at) => id !== found.cpu.ids[at])
  const same = found.cpu.tokens.slice(0, parted < 0 ? TOKENS : parted)
  let largest = 0
  for (const [at, token] of same.entries()) {
    for (const { id, probability } of token.alternatives) {
      const other = found.gpu.tokens[at]?.alternatives.find(likely => likely.id === id)
      largest = Math.max(largest, Math.abs(probability - (other?.probability ?? probability)))
    }
  }
  t.diagnostic(`probabilities are up to ${largest.toExponential(1)} apart; texts part at ${parted}`)
  assert.ok(largest < 1e-3)
  if (parted >= 0) {
    const [first, second] = found.cpu.tokens[parted]?.alternatives ?? []
    assert.ok(
      first && second && first.probability / second.probability < 1.002,
      'they part where two are as good as even',
    )
  }
  await page.close()
})

test('a device that is lost in the middle of a text: the CPU goes on with it', { skip }, async () => {
  const page = await open(withAdapter)
  const cdp = await withAdapter.newBrowserCDPSession()
  let crashed = false
  await page.exposeFunction('crash', async () => {
    crashed = true
    await cdp.send('Browser.crashGpuProcess').catch(() => {})
  })
  const found = await page.evaluate(async () => {
    const on: string[] = []
    const generation = lm.generate('The old man and', { tokens: 14, temperature: 0, backend: 'webgpu' })
    for await (const step of generation) {
      on.push(step.backend)
      if (step.index === 3) await (globalThis as unknown as { crash(): Promise<void> }).crash()
    }
    const cpu = await lm.generate('The old man and', { tokens: 14, temperature: 0 }).done
    return { on, text: (await generation.done).text, cpu: cpu.text, because: lab.backend.because }
  })
  assert.ok(crashed)
  assert.equal(found.on[0], 'webgpu')
  assert.equal(found.on.at(-1), 'cpu')
  assert.equal(found.on.length, 14)
  assert.equal(found.text, found.cpu)
  await page.close()
})

test('asked for without an adapter: the CPU writes, and the reason is told', { skip }, async () => {
  const page = await open(without)
  const found = await page.evaluate(async () => {
    const { steps } = await lm.generate('a', { tokens: 3, backend: 'webgpu' }).done
    return { on: steps.map(({ backend }) => backend), because: lab.backend.because }
  })
  assert.deepEqual(found, { on: ['cpu', 'cpu', 'cpu'], because: 'no-adapter' })
  await page.close()
})

test('the room runs on WebGPU when it is asked to, and says so', { skip }, async () => {
  const { page, errors, close } = await openPage(withAdapter, `${site.url}index.html#generate?n=6`)
  page.setDefaultTimeout(120_000)
  await page.selectOption('[aria-label="Runs on"]', 'webgpu')
  assert.match(await page.evaluate(() => location.hash), /b=webgpu/)
  await page.click('.generate-room .go')
  await page.waitForFunction(() => document.querySelector<HTMLElement>('.generate-room')?.dataset.state === 'ready')
  assert.match((await page.textContent('.generate-status')) ?? '', /^6 tokens on WebGPU/)
  assert.deepEqual(errors, [])
  await close()
})
