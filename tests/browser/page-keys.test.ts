// Room Text by keyboard alone: every token is walked and said, settings are undone and done again, menus and tabs are
// reached; the text's own history stays the editor's.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, ready, selectAll, settled, type Size, tokens } from './page-open.ts'
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

const at = (hash = ''): string => `${site.url}index.html${hash}`
const BOTH: readonly Size[] = ['desktop', 'phone']

const said = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction(wanted => document.querySelector('#says')?.textContent === wanted, words)

for (const size of BOTH) {
  test(`${size}: Alt and the arrows walk through every token, and each is said`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/inspect?x=na%C3%AFve%20%E0%AE%A4%E0%AE%AE&k=0'),
      size,
    )
    await ready(page)
    const all = await tokens(page)
    assert.ok(all >= 4, `${all} tokens`)
    await selectAll(page)
    let bytes = ''
    for (let i = 0; i < all; i++) {
      if (i > 0) await page.keyboard.press('Alt+ArrowRight')
      await page.waitForFunction(
        title => document.querySelector('.token-card h2')?.textContent === title,
        `Token ${i + 1} of ${all}`,
      )
      const id = await page.textContent('.token-card dd')
      const hex = (await page.textContent('.token-card dt:has-text("byte") + dd')) ?? ''
      bytes += hex.replaceAll(' ', '')
      if (i > 0) {
        await page.waitForFunction(
          ([token, wanted]) => {
            const words = document.querySelector('#says')?.textContent ?? ''
            return words.startsWith(`token ${token}: `) && words.endsWith(`, id ${wanted[0]}, bytes ${wanted[1]}`)
          },
          [i + 1, [id, hex]] as const,
        )
      }
    }
    assert.equal(Buffer.from(bytes, 'hex').toString(), 'naïve தம')
    await page.keyboard.press('Alt+ArrowRight')
    await page.keyboard.press('Alt+ArrowLeft')
    await page.waitForFunction(
      title => document.querySelector('.token-card h2')?.textContent === title,
      `Token ${all - 1} of ${all}`,
    )
    assert.deepEqual(errors, [])
    await close()
  })
}

for (const size of BOTH) {
  test(`${size}: settings are undone and done again; in the editor the same keys are the text’s`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick'), size)
    await ready(page)
    const pressed = (name: string): Promise<unknown> =>
      page.waitForFunction(
        wanted => document.querySelector('#text-foot [aria-pressed=true]')?.textContent === wanted,
        name,
      )
    await page.click('#text-foot button:text-is("Ids")')
    await page.click('#text-foot button:text-is("Bytes")')
    await pressed('Bytes')
    await page.keyboard.press('ControlOrMeta+z')
    await pressed('Ids')
    await said(page, 'undone')
    await page.keyboard.press('ControlOrMeta+z')
    await pressed('Text')
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await pressed('Ids')
    await said(page, 'done again')

    await selectAll(page)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type(' tokenizer')
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '3')
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '2')
    await pressed('Ids')
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a tokenizer that was chosen is undone, and the text is counted with the one before`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    await page.click('#pick')
    await page.keyboard.type('bert uncased')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '4')
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '3')
    assert.match((await page.textContent('#pick')) ?? '', /^o200k_base/)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: by keyboard alone: to the text, a tokenizer, a menu, a tab`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    // The first stop leads past the bar.
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the text')
    await page.focus('#pick')
    await page.keyboard.press('Enter')
    await page.keyboard.type('gpt2')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /^gpt2/.test(document.querySelector('#pick')?.textContent ?? ''))
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'pick')
    await settled(page)
    await page.focus('#text-foot button:has-text("special tokens")')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitemradio')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /parsed/.test(document.querySelector('#text-foot')?.textContent ?? ''))
    await page.focus('[role=tab][aria-selected=true]')
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-selected') === 'true')
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Vocabulary')
    await page.waitForSelector('.entries > div')
    assert.deepEqual(errors, [])
    await close()
  })
}
