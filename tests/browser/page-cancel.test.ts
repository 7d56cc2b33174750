// Room Text: whatever takes long can be given up, and what was there before stays: a vocabulary on its way, brotli of a
// long text, a training, the counting of files, a tokenizer file of the visitor's.

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, paste, ready, selectAll, settled, type Size, tokens } from './page-open.ts'
import { type Site, serve } from './server.ts'

let browser: Browser
let site: Site
/** Answers that are begun and never ended. */
const hanging: ServerResponse[] = []
before(async () => {
  browser = await launch()
  site = await serve(undefined, {
    answer(path, _request, response) {
      if (!path.includes('bert-cased') && path !== '/own/endless.json') return false
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).write('{"version":')
      hanging.push(response)
      return true
    },
  })
})
after(async () => {
  for (const response of hanging) response.destroy()
  await browser.close()
  await site.close()
})

const at = (hash = ''): string => `${site.url}index.html${hash}`
const BOTH: readonly Size[] = ['desktop', 'phone']

/** Letters without a rule (xorshift): nothing compresses or repeats, so that work takes its time. */
function noise(length: number): string {
  let state = 2463534242
  const words: string[] = []
  for (let at = 0; at < length; at += 8) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words.push((state >>> 0).toString(36).padStart(7, 'a'))
  }
  return words.join(' ')
}

for (const size of BOTH) {
  test(`${size}: a vocabulary that does not come is given up, and the one before stays`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    await page.click('#pick')
    await page.keyboard.type('bert-cased')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /^bert-cased: /.test(document.querySelector('#loading .num')?.textContent ?? ''))
    assert.equal(await page.getAttribute('#figures', 'data-state'), 'stale')
    await page.click('#loading button:text-is("Cancel")')
    await page.waitForFunction(() => /^o200k_base/.test(document.querySelector('#pick')?.textContent ?? ''))
    await settled(page)
    assert.equal(await tokens(page), 3)
    assert.equal(await page.isVisible('#loading'), false)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: brotli of a long text is asked for and given up`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=a'), size)
    await ready(page)
    await selectAll(page)
    await paste(page, noise(2_000_000))
    await page.click('#bits button:text-is("compress: takes a while")', { timeout: 60_000 })
    await page.waitForFunction(() => document.querySelector('#bits button')?.textContent === 'cancel')
    // The page says so before the driver has heard of the worker.
    assert.ok(await compresses(page, true), 'no worker compresses')
    await page.click('#bits button:text-is("cancel")')
    await page.waitForSelector('#bits button:text-is("compress: takes a while")')
    assert.ok(await compresses(page, false), 'the worker goes on computing in the dark')
    assert.deepEqual(errors, [])
    await close()
  })
}

/** Waits until there is a worker that compresses, or none; whether that came. */
async function compresses(page: Page, wanted: boolean): Promise<boolean> {
  const there = (): boolean => page.workers().some(worker => worker.url().includes('worker-codecs'))
  for (let i = 0; i < 100 && there() !== wanted; i++) await page.waitForTimeout(100)
  return there() === wanted
}

for (const size of BOTH) {
  test(`${size}: a training is given up: nothing is trained, and it can begin again`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/train?x=aa%20aa%20bb%20bb&size=4'), size)
    await page.mouse.move(200, 200)
    await page.mouse.move(210, 210)
    await page.waitForFunction(() => / of [1-4]$/.test(document.querySelector('#train .play b')?.textContent ?? ''))
    const before = await page.textContent('#train .play b')
    await page.setInputFiles('#train input[type=file]', {
      name: 'noise.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(noise(12_000_000)),
    })
    await page.click('#train .loading button:text-is("Cancel")')
    await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>('#train-go')?.disabled)
    assert.equal(await page.isVisible('#train .loading'), false)
    assert.equal(await page.getAttribute('#train', 'data-state'), 'ready')
    assert.equal(await page.textContent('#train .play b'), before)
    assert.equal(await page.isVisible('[data-notice=train]'), false)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: the counting of files is given up: what was counted stays`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=files&x=a'), size)
    await ready(page)
    const large = Buffer.from(noise(8_000_000))
    await page.setInputFiles('#tab-panel input[multiple]', [
      { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('The quick tokenizer') },
      ...Array.from({ length: 5 }, (_, i) => ({ name: `${i}.txt`, mimeType: 'text/plain', buffer: large })),
    ])
    await page.waitForFunction(() =>
      [...document.querySelectorAll('#tab-panel tbody td')].some(each => each.textContent === 'a.txt'),
    )
    await page.click('#tab-panel button:text-is("Cancel")')
    await page.waitForFunction(() =>
      /cancelled after \d of 6 files/.test(document.querySelector('#tab-panel [role=status]')?.textContent ?? ''),
    )
    const rows = await page.$$eval('#tab-panel tbody tr', all => all.length)
    assert.ok(rows >= 2 && rows < 7, `${rows} rows`)
    // Nothing comes after it.
    await page.waitForTimeout(1000)
    assert.equal(await page.$$eval('#tab-panel tbody tr', all => all.length), rows)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a tokenizer file that does not come is given up`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    await page.click('#pick')
    await page.fill('.picker input[type=url]', `${site.url}own/endless.json`)
    await page.keyboard.press('Enter')
    await page.click('[data-notice=own] button:text-is("Cancel")')
    await page.waitForSelector('[data-notice=own]', { state: 'detached' })
    assert.equal(await tokens(page), 3)
    assert.match((await page.textContent('#pick')) ?? '', /^o200k_base/)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a comparison is given up, and made when asked`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/compare?c=o200k_base,bert-cased&x=The%20quick'),
      size,
    )
    await page.click('#compare .foot button:text-is("Cancel")')
    await page.waitForFunction(() => /cancelled/.test(document.querySelector('#compare .foot')?.textContent ?? ''))
    assert.equal(await page.isVisible('#compare .foot button:text-is("Cancel")'), false)
    await page.click('#compare .foot button:text-is("Compare")')
    await page.click('#compare .foot button:text-is("Cancel")')
    await page.click('#compare .picks .pick >> nth=1')
    await page.keyboard.type('gpt2')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#compare-table tbody tr')
    assert.deepEqual(errors, [])
    await close()
  })
}
