// What the engine runs on, through dist/: with a software adapter, without any, and with everything that can go wrong
// with one. Faults are put in front of the worker's script, since a page's own scripts do not reach a worker.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type * as Api from '../../www/api/index.ts'
import { launch, SOFTWARE_ADAPTER } from './browser.ts'
import { openPage, SIZES, type Size, serious } from './page-open.ts'
import { distFolder, serve, type Site } from './server.ts'

/** Kernels of the table, and those of them that work row by row. */
const [KERNELS, BY_ROWS] = [21, 10]
const INSECURE = 'insecure.test'

const sites: Site[] = []
let withAdapter: Browser
let without: Browser
let plain: Site
before(async () => {
  withAdapter = await launch(SOFTWARE_ADAPTER)
  without = await launch([`--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`])
  plain = await site()
})
after(async () => {
  await withAdapter.close()
  await without.close()
  for (const each of sites) await each.close()
})

/** The built site; `fault` runs in the worker before its script. */
async function site(fault = ''): Promise<Site> {
  const made = await serve(undefined, {
    answer: (path, _request, response) => {
      if (path === '/plain.html') {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>')
        return true
      }
      if (!/^\/assets\/worker-lab\./.test(path)) return false
      void readFile(join(distFolder(), path), 'utf8').then(script =>
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(`${fault};${script}`),
      )
      return true
    },
  })
  sites.push(made)
  return made
}

interface Told {
  kind: string
  because: string
  reason: string
}

/** A page with an engine in `globalThis.lab` and what its event `backend` has told in `globalThis.told`. */
async function engine(browser: Browser, url: string, backend: 'auto' | 'webgpu' | 'cpu'): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${url}plain.html`)
  await page.evaluate(async backend => {
    const { Tokenarium } = (await import(new URL('tokenarium.js', location.href).href)) as typeof Api
    const lab = await Tokenarium.create({ backend })
    const told: Told[] = []
    lab.on('backend', ({ kind, because, reason }) => told.push({ kind, because, reason }))
    Object.assign(globalThis, { lab, told })
  }, backend)
  return page
}

const check = (page: Page): Promise<Api.SelfCheck> => page.evaluate(() => globalThis.lab.selfCheck())
const told = (page: Page): Promise<Told[]> => page.evaluate(() => Reflect.get(globalThis, 'told') as Told[])

/** Ids of a small picture: the same whatever runs. */
const ids = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const tokenizer = await globalThis.lab.image('patches')
    const data = Uint8ClampedArray.from({ length: 16 * 16 * 4 }, (_, at) => (at * 7) % 256)
    return [...(await tokenizer.encode(new ImageData(data, 16, 16))).ids]
  })

/** Ids of the tokenizers that ask a device for the nearest code, on a picture of edges and slopes; how much was submitted. */
const codes = (page: Page): Promise<number[][]> =>
  page.evaluate(async () => {
    const [width, height] = [96, 64]
    const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => {
      const [x, y] = [((at / 4) | 0) % width, (at / 4 / width) | 0]
      const disc = (x - 40) ** 2 + (y - 30) ** 2 < 400
      return at % 4 === 3 ? 255 : ((x * 2 + y * ((at % 4) + 1)) % 160) + (disc ? 90 : 0)
    })
    const all: number[][] = []
    for (const name of ['codebook', 'residual', 'product']) {
      const tokenizer = await globalThis.lab.image(name)
      all.push([...(await tokenizer.encode(new ImageData(data, width, height))).ids])
    }
    return all
  })

/** The twins hold, and work goes on. */
async function goesOn(page: Page, found: Api.SelfCheck): Promise<void> {
  assert.equal(found.kernels.length, KERNELS)
  assert.deepEqual(
    found.kernels.filter(({ twin }) => !twin),
    [],
  )
  const other = await engine(without, plain.url, 'cpu')
  assert.deepEqual(await ids(page), await ids(other))
  await other.context().close()
}

describe('with the software adapter', () => {
  test('asked for, it runs the table within its tolerances, rows with the same bits, nothing skipped', async t => {
    const page = await engine(withAdapter, plain.url, 'webgpu')
    const found = await check(page)
    assert.deepEqual([found.passed, found.skipped, found.skippedBecause], [true, 0, null])
    assert.match(found.adapter?.name ?? '', /swiftshader/)
    assert.equal(found.adapter?.software, true)
    for (const { kernel, difference, tolerance, cases } of found.kernels) {
      assert.ok(
        difference !== null && difference <= tolerance && cases >= 3,
        `${kernel}: ${difference} of ${tolerance}`,
      )
    }
    assert.equal(found.kernels.filter(({ rows }) => rows === true).length, BY_ROWS)
    assert.equal(found.kernels.filter(({ rows }) => rows === false).length, 0)
    const cases = found.kernels.reduce((sum, kernel) => sum + kernel.cases, 0)
    const largest = Math.max(...found.kernels.map(({ difference }) => difference ?? 0))
    t.diagnostic(`${KERNELS} kernels, ${cases} cases, ${found.skipped} skipped; largest difference ${largest}`)
    assert.deepEqual(
      (await told(page)).map(({ kind, because }) => [kind, because]),
      [
        ['undecided', 'unchecked'],
        ['webgpu', 'checked'],
      ],
    )
    await goesOn(page, found)
    await page.context().close()
  })

  test('it is not chosen by itself, and can be checked all the same', async () => {
    const page = await engine(withAdapter, plain.url, 'auto')
    await ids(page)
    await page.waitForFunction(() => globalThis.lab.backend.kind !== 'undecided')
    const backend = await page.evaluate(() => globalThis.lab.backend)
    assert.deepEqual([backend.kind, backend.because], ['cpu', 'software'])
    assert.match(backend.adapter ?? '', /swiftshader/)
    assert.deepEqual([(await check(page)).passed, (await told(page)).at(-1)?.because], [true, 'software'])
    await page.context().close()
  })

  test('a self-check that is given up ends, and the next one runs', async () => {
    const page = await engine(withAdapter, plain.url, 'webgpu')
    const reason = await page.evaluate(async () => {
      const abort = new AbortController()
      const onProgress = ({ done }: { done: number }): void => {
        if (done >= 2) abort.abort(new Error('enough'))
      }
      return globalThis.lab.selfCheck({ signal: abort.signal, onProgress }).then(
        () => 'finished',
        (error: Error) => error.message,
      )
    })
    assert.equal(reason, 'enough')
    assert.equal((await check(page)).passed, true)
    await page.context().close()
  })

  test('asked for the CPU, the adapter is left alone', async () => {
    const page = await engine(withAdapter, plain.url, 'cpu')
    const found = await check(page)
    assert.deepEqual([found.passed, found.skipped, found.adapter], [true, KERNELS, null])
    assert.deepEqual(
      (await told(page)).map(({ kind, because }) => [kind, because]),
      [['cpu', 'asked']],
    )
    await page.context().close()
  })
})

/** Ends the first device at its submit number 20. */
const LOSES = `{
  const ask = GPUAdapter.prototype.requestDevice, submit = GPUQueue.prototype.submit
  let device, submits = 0
  GPUAdapter.prototype.requestDevice = async function (...of) {
    const made = await ask.apply(this, of)
    device ??= made
    return made
  }
  GPUQueue.prototype.submit = function (...of) {
    submit.apply(this, of)
    submits += 1
    if (submits === 20) device.destroy()
  }
}`

/** Ends the second device, on which jobs work behind the self-check, at its submit number 3. */
const LOSES_LATER = `{
  const ask = GPUAdapter.prototype.requestDevice, submit = GPUQueue.prototype.submit
  let devices = 0, second, submits = 0
  GPUAdapter.prototype.requestDevice = async function (...of) {
    const made = await ask.apply(this, of)
    devices += 1
    if (devices === 2) second = made
    return made
  }
  GPUQueue.prototype.submit = function (...of) {
    submit.apply(this, of)
    if (this !== second?.queue) return
    submits += 1
    if (submits === 3) second.destroy()
  }
}`

describe('tokens', () => {
  for (const fault of ['', LOSES_LATER]) {
    const when = fault === '' ? 'on a checked adapter' : 'on one that is lost in the middle'
    test(`${when} are those of the CPU`, async () => {
      const page = await engine(withAdapter, (await site(fault)).url, 'webgpu')
      assert.ok((await check(page)).passed)
      const found = await codes(page)
      const reasons = (await told(page)).map(({ because }) => because)
      assert.ok(reasons.includes('checked'))
      assert.equal(reasons.includes('lost'), fault !== '')
      await page.context().close()
      const cpu = await engine(withAdapter, plain.url, 'cpu')
      assert.deepEqual(found, await codes(cpu))
      await cpu.context().close()
    })
  }
})

describe('an adapter that fails', () => {
  test('a device lost in the middle: the rest is counted as skipped, the twins go on, a new one is found once', async () => {
    const page = await engine(withAdapter, (await site(LOSES)).url, 'webgpu')
    const found = await check(page)
    assert.ok(found.skipped > 0 && found.skipped < KERNELS, `${found.skipped} skipped`)
    assert.match(found.skippedBecause ?? '', /device was lost/)
    assert.equal(found.passed, true)
    const lost = (await told(page)).at(1)
    assert.deepEqual([lost?.kind, lost?.because], ['cpu', 'lost'])
    assert.match(lost?.reason ?? '', /The graphics device was lost.*The work goes on with the CPU/)
    await goesOn(page, found)
    await page.waitForFunction(() => globalThis.lab.backend.kind === 'undecided')
    assert.match((await told(page)).at(-1)?.reason ?? '', /there is one again/)
    const again = await check(page)
    assert.deepEqual([again.passed, again.skipped], [true, 0])
    assert.equal((await told(page)).at(-1)?.kind, 'webgpu')
    await page.context().close()
  })

  test('the graphics process dies in the middle', async () => {
    const own = await launch(SOFTWARE_ADAPTER)
    try {
      const page = await engine(own, plain.url, 'webgpu')
      let begun: () => void = () => {}
      const steps = new Promise<void>(resolve => (begun = resolve))
      await page.exposeFunction('stepsDone', () => begun())
      const checking = page.evaluate(() =>
        globalThis.lab.selfCheck({
          onProgress: ({ done }) => void (done >= 3 && (Reflect.get(globalThis, 'stepsDone') as () => void)()),
        }),
      )
      await steps
      const control = await own.newBrowserCDPSession()
      await control.send('Browser.crashGpuProcess')
      const found = await checking
      assert.ok(found.skipped > 0 && found.skipped < KERNELS, `${found.skipped} skipped`)
      assert.equal((await told(page)).at(1)?.because, 'lost')
      await goesOn(page, found)
    } finally {
      await own.close()
    }
  })

  const faults: [string, string, string, RegExp][] = [
    [
      'no WebGPU',
      `Object.defineProperty(navigator, 'gpu', { value: undefined })`,
      'no-webgpu',
      /This browser has no WebGPU/,
    ],
    [
      'limits too small',
      `Object.defineProperty(GPUSupportedLimits.prototype, 'maxStorageBufferBindingSize', { get: () => 1024 })`,
      'limits',
      /has too little: maxStorageBufferBindingSize is 1024, 16777216 are needed/,
    ],
    [
      'no device given',
      `GPUAdapter.prototype.requestDevice = async () => { throw new DOMException('not today', 'OperationError') }`,
      'refused',
      /adapter refused.*Close other pages/,
    ],
    [
      'memory full',
      `GPUDevice.prototype.popErrorScope = async () => new GPUOutOfMemoryError('no room')`,
      'memory',
      /graphics memory is full.*smaller model/,
    ],
  ]
  for (const [name, fault, because, reason] of faults) {
    test(`${name}: its own reason, everything skipped and counted, the twins go on`, async () => {
      const page = await engine(withAdapter, (await site(fault)).url, 'webgpu')
      const found = await check(page)
      assert.deepEqual([found.passed, found.skipped], [true, KERNELS])
      const last = (await told(page)).at(-1)
      assert.deepEqual([last?.kind, last?.because], ['cpu', because])
      assert.match(last?.reason ?? '', reason)
      await goesOn(page, found)
      await page.context().close()
    })
  }

  test('a kernel that computes something else fails the check by name', async () => {
    const fault = `{
      const make = GPUDevice.prototype.createShaderModule
      GPUDevice.prototype.createShaderModule = function (of) {
        return make.call(this, of.label === 'softmax' ? { ...of, code: of.code.replace('exp(', 'exp2(') } : of)
      }
    }`
    const page = await engine(withAdapter, (await site(fault)).url, 'webgpu')
    const found = await check(page)
    assert.deepEqual([found.passed, found.skipped], [false, 0])
    assert.deepEqual(
      found.kernels.filter(({ holds }) => !holds).map(({ kernel }) => kernel),
      ['softmax'],
    )
    const last = (await told(page)).at(-1)
    assert.deepEqual([last?.kind, last?.because], ['cpu', 'failed'])
    assert.match(last?.reason ?? '', /softmax differs/)
    await page.context().close()
  })
})

describe('without an adapter', () => {
  test('WebGPU that offers none', async () => {
    const page = await engine(without, plain.url, 'auto')
    const found = await check(page)
    assert.deepEqual([found.passed, found.skipped, found.adapter], [true, KERNELS, null])
    const [only] = await told(page)
    assert.deepEqual([only?.kind, only?.because], ['cpu', 'no-adapter'])
    assert.match(only?.reason ?? '', /offers no adapter/)
    await goesOn(page, found)
    await page.context().close()
  })

  test('a page over plain http', async () => {
    const page = await engine(without, plain.url.replace('127.0.0.1', INSECURE), 'webgpu')
    assert.equal(await page.evaluate(() => isSecureContext), false)
    const found = await check(page)
    assert.deepEqual([found.passed, found.skipped], [true, KERNELS])
    const [only] = await told(page)
    assert.deepEqual([only?.kind, only?.because], ['cpu', 'insecure'])
    await goesOn(page, found)
    await page.context().close()
  })
})

describe('the page', () => {
  for (const size of Object.keys(SIZES) as Size[]) {
    test(`${size}: the chip says what runs and why; the panel checks the kernels`, async () => {
      const { page, errors, close } = await openPage(withAdapter, `${plain.url}index.html#image`, size)
      page.setDefaultTimeout(60_000)
      const chip = page.locator('#backend')
      await page.waitForSelector('#backend[aria-label*="only a software adapter"]')
      assert.match((await chip.textContent()) ?? '', /CPU· SIMD, only a software adapter/)
      await chip.click()
      const panel = page.getByRole('dialog', { name: 'What the engine runs on' })
      await panel.getByText(/is a program on the CPU, slower/).waitFor()
      assert.match(
        (await panel.locator('dl').textContent()) ?? '',
        /adapter.*swiftshader.*hassubgroups.*lacksshader-f16/,
      )
      await panel.getByRole('button', { name: 'Run the self-check' }).click()
      await panel.getByRole('button', { name: 'Cancel' }).click()
      await panel.getByText('The self-check was cancelled.').waitFor()
      await panel.getByRole('button', { name: 'Run the self-check' }).click()
      await panel
        .locator('tbody tr')
        .nth(KERNELS - 1)
        .waitFor()
      assert.match((await panel.locator('.backend-result > p').first().textContent()) ?? '', /None was skipped/)
      assert.equal(await panel.locator('tr.bad').count(), 0)
      assert.deepEqual(await serious(page), [])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${wide} pixels too wide`)
      await page.keyboard.press('Escape')
      assert.equal(await panel.count(), 0)
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'backend')
      await page.goto(`${plain.url}index.html#text/inspect`)
      await page.waitForFunction(() => document.querySelector<HTMLElement>('#backend')?.hidden)
      assert.deepEqual(errors, [])
      await close()
    })
  }

  test('a device lost in the middle of a self-check: the chip says so and the picture stays', async () => {
    const broken = await site(LOSES.replace('submits === 20', 'submits % 20 === 0'))
    const { page, close } = await openPage(withAdapter, `${broken.url}index.html#image`)
    page.setDefaultTimeout(60_000)
    await page.waitForSelector('.image-room .figures[data-state=ready] .figure b')
    const before = await page.locator('.image-room .figure b').allTextContents()
    await page.waitForSelector('#backend[aria-label*="only a software adapter"]')
    await page.locator('#backend').click()
    await page.getByRole('button', { name: 'Run the self-check' }).click()
    await page.waitForSelector('#backend[aria-label*="device lost"]')
    await page
      .locator('.backend-result')
      .getByText(/skipped: the graphics device was lost/)
      .waitFor()
    assert.deepEqual(await page.locator('.image-room .figure b').allTextContents(), before)
    await close()
  })

  test('without an adapter the chip says that', async () => {
    const { page, close } = await openPage(without, `${plain.url}index.html#image`)
    await page.waitForSelector('#backend[aria-label*="no WebGPU adapter"]')
    assert.match((await page.locator('#backend').textContent()) ?? '', /CPU· SIMD, no WebGPU adapter/)
    await close()
  })
})
