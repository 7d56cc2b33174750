// Compare: the same text by two to four tokenizers, its differences one by one, the tables, the languages.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, type Size } from './page-open.ts'
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
const at = (hash: string): string => `${site.url}index.html${hash}`

for (const size of BOTH) {
  test(`${size}: counts, differences in order, cuts`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/compare?c=o200k_base,gpt2&x=The%20quick%20tokenizer%20is%20quick'),
      size,
    )
    await page.waitForSelector('#compare-table tbody tr')
    const rows = await page.$$eval('#compare-table tbody tr', all => all.map(row => row.children[2]?.textContent))
    assert.deepEqual(rows, ['5', '6 +20 %'])
    assert.equal(await page.textContent('#compare-where'), '1 of 1')
    assert.deepEqual(
      await page.$$eval('#cuts .cut-row', all =>
        all.map(cut => [...cut.querySelectorAll('.piece')].map(p => p.textContent)),
      ),
      [['␣tokenizer'], ['␣token', 'izer']],
    )
    await page.click('[aria-label="next difference"]')
    assert.equal(await page.textContent('#compare-where'), '1 of 1')
    assert.deepEqual(errors, [])
    await close()
  })
}

for (const size of BOTH) {
  test(`${size}: a tokenizer is added, changed and removed`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/compare?c=o200k_base,gpt2&x=The%20quick%20tokenizer'),
      size,
    )
    await page.waitForSelector('#compare-table tbody tr')
    await page.click('text=+ one more')
    await page.keyboard.type('bert-uncased')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelectorAll('#compare-table tbody tr').length === 3)
    assert.match((await page.textContent('#compare-table tbody tr:nth-child(3)')) ?? '', /bert-uncased/)
    await page.click('[aria-label="Remove gpt2"]')
    await page.waitForFunction(() => document.querySelectorAll('#compare-table tbody tr').length === 2)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: the text is edited in place, and compared anew`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/compare?c=o200k_base,gpt2&x=The%20quick'), size)
    await page.waitForSelector('#compare-table tbody tr')
    await page.mouse.move(100, 100)
    await page.click('text=Edit the text')
    await page.waitForSelector('#compare #ed')
    await page
      .waitForFunction(() => document.querySelector('#ed .host')?.shadowRoot?.activeElement !== null, undefined, {
        timeout: 20_000,
      })
      .catch(() => {})
    await page.click('#compare #ed')
    await page.keyboard.press('ControlOrMeta+End')
    await page.keyboard.type(' tokenizer')
    await page.waitForFunction(
      () => document.querySelector('#compare-table tbody tr:nth-child(2) b')?.textContent === '4',
    )
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: languages are counted when asked, English is 1`, async () => {
    const before = site.requests.length
    const { page, errors, close } = await openPage(browser, at('#text/compare?c=o200k_base,gpt2&x=a'), size)
    await page.waitForSelector('#compare-table tbody tr')
    assert.equal(
      site.requests.slice(before).some(path => /udhr/.test(path)),
      false,
    )
    await page.click('#parity-run')
    await page.waitForFunction(
      () =>
        /English: A 1\.00×, B 1\.00×/.test(document.querySelector('#parity')?.textContent ?? '') ||
        document.querySelectorAll('#parity svg .dot').length === 14,
    )
    await page.waitForFunction(() => document.querySelectorAll('#parity svg .other').length === 14, undefined, {
      timeout: 60_000,
    })
    assert.match((await page.textContent('#parity .note')) ?? '', /NFC/)
    assert.deepEqual(errors, [])
    await close()
  })
}
