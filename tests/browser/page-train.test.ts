// Train: the text becomes a tokenizer; each step can be looked at, played, linked to; the result is used and exported.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, ready, serious, type Size } from './page-open.ts'
import { type Site, serve } from './server.ts'

let browser: Browser
let site: Site
before(async () => {
  browser = await launch()
  site = await serve()
})
after(async () => {
  await browser.close()
  await site.close()
})

const BOTH: readonly Size[] = ['desktop', 'phone']
const SHELLS = '#text/train?s=shells'
const at = (hash: string): string => `${site.url}index.html${hash}`

async function trained(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelectorAll('.train-words > div').length > 0)
}

for (const size of BOTH) {
  test(`${size}: a step of the link is shown: sentence, figures, pairs, words, list`, async () => {
    const { page, errors, close } = await openPage(browser, at(`${SHELLS}&step=12`), size)
    await trained(page)
    assert.match(
      (await page.textContent('.now')) ?? '',
      /Step 12: h \+ o → ho, seen 5 times; 5 tokens fewer\. It is id 267\./,
    )
    assert.equal(await page.textContent('#train .figure b'), '124')
    assert.match((await page.textContent('.pairs')) ?? '', /ho \+ re.*5/)
    await page.waitForSelector('.merges [aria-current=true]')
    assert.match((await page.textContent('.merges [aria-current=true]')) ?? '', /h \+ o → ho/)
    await page.click('[aria-label="next step"]:visible')
    await page.waitForFunction(() => /Step 13: ho \+ re/.test(document.querySelector('.now')?.textContent ?? ''))
    await page.waitForFunction(() => /step=13/.test(location.hash))
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: axe finds nothing serious in Train`, async () => {
    const { page, close } = await openPage(browser, at(`${SHELLS}&step=3`), size, { bypassCSP: true })
    await trained(page)
    await page.waitForTimeout(400)
    assert.deepEqual(await serious(page), [])
    await close()
  })
}

test('play goes on step by step, pause stays', async () => {
  const { page, errors, close } = await openPage(browser, at(`${SHELLS}&step=0`))
  await trained(page)
  await page.click('#train-play')
  await page.waitForFunction(() => /Step [23]:/.test(document.querySelector('.now')?.textContent ?? ''))
  await page.click('#train-play')
  const there = await page.inputValue('#train-step')
  await page.waitForTimeout(1200)
  assert.equal(await page.inputValue('#train-step'), there)
  assert.deepEqual(errors, [])
  await close()
})

test('Unigram and WordPiece are trained as well', async () => {
  for (const kind of ['unigram', 'wordpiece']) {
    const { page, errors, close } = await openPage(browser, at(`${SHELLS}&kind=${kind}&size=40`))
    await trained(page)
    assert.ok(Number(await page.textContent('#train .figure b')) > 0)
    assert.deepEqual(errors, [], kind)
    await close()
  }
})

test('the result is used in Inspect and saved as tokenizer.json', async () => {
  const { page, errors, close } = await openPage(browser, at(`${SHELLS}&step=12`))
  await trained(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#train-export')])
  const file = JSON.parse(await readFile(await download.path(), 'utf8')) as {
    model: { type: string; merges: unknown[] }
  }
  assert.equal(file.model.type, 'BPE')
  assert.equal(file.model.merges.length, 12)
  await page.click('#use-inspect')
  await ready(page)
  await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '124')
  assert.deepEqual(errors, [])
  await close()
})
