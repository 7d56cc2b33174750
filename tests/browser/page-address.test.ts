// The address: it reopens exactly the view, long texts stay on this machine and the page says so, and any address,
// however mangled, opens a working page.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, paste, ready, selectAll, settled, tokens, type Size } from './page-open.ts'
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
const at = (hash = ''): string => `${site.url}index.html${hash}`

for (const size of BOTH) {
  test(`${size}: an address reopens the view with its text`, async () => {
    const first = await openPage(browser, at(), size)
    await ready(first.page)
    await selectAll(first.page)
    await paste(first.page, 'Straßenbahnhaltestelle 🧑‍🚀\r\nzweite Zeile')
    await settled(first.page)
    await first.page.click('button:has-text("Bytes")')
    await first.page.fill('#price', '3')
    await first.page.waitForURL(/d=8.*|price=3/)
    await first.page.waitForFunction(
      () => /[?&]d=/.test(location.hash) && /price=3/.test(location.hash) && /view=bytes/.test(location.hash),
    )
    const count = await tokens(first.page)
    const url = first.page.url()
    await first.close()

    const again = await openPage(browser, url, size)
    await ready(again.page)
    assert.equal(await tokens(again.page), count)
    assert.equal(await again.page.inputValue('#price'), '3')
    assert.equal(await again.page.getAttribute('button:has-text("Bytes")', 'aria-pressed'), 'true')
    assert.deepEqual(again.errors, [])
    await again.close()
  })

  test(`${size}: a text too long for a link stays on this machine, and the page says so`, async () => {
    const { page, close } = await openPage(browser, at(), size)
    await ready(page)
    await selectAll(page)
    const long = Array.from({ length: 9000 }, (_, i) => `line ${i} ${(i * 2654435761) % 1e9}`).join('\n')
    await paste(page, long)
    await page.waitForFunction(() => /kept=/.test(location.hash), undefined, { timeout: 30_000 })
    assert.match((await page.textContent('[data-notice=link]')) ?? '', /too long for a link/)
    const url = page.url()
    // The same machine opens it with its text …
    const same = await page.context().newPage()
    await same.goto(url)
    await ready(same)
    assert.match(
      (await same.textContent('#figure-ratio i')) ?? '',
      new RegExp(`^${long.length.toLocaleString('en')} bytes`),
    )
    await close()
    // … another one opens without, and says it.
    const other = await openPage(browser, url, size)
    assert.match((await other.page.textContent('[data-notice=address]')) ?? '', /not here/)
    await ready(other.page)
    assert.ok((await tokens(other.page)) > 0)
    await other.close()
  })
}

const MANGLED = [
  '#',
  '#text',
  '#text/',
  '#text/nowhere?t=%00%ff',
  '#nowhere/at/all?x=',
  '#text/inspect?t=no_such_tokenizer&x=abc',
  '#text/inspect?d=8!!!!&v=99',
  '#text/inspect?d=w&k=99999999&ctx=-1&price=1e99&tab=none&view=none',
  '#text/inspect?kept=000000000000',
  '#text/compare?c=,,,,&t=',
  '#text/inspect?x=%E0%A4%A',
  `#text/inspect?chat=${encodeURIComponent('[[1,2],{}]')}`,
  '#??&&==%%',
  `#text/inspect?t=${'x'.repeat(5000)}`,
]

for (const size of BOTH) {
  test(`${size}: any address opens a working page`, async () => {
    for (const hash of MANGLED) {
      const { page, errors, close } = await openPage(browser, at(hash), size)
      await page.mouse.move(200, 200)
      await page.mouse.move(210, 210)
      await page.waitForSelector('.bar .rooms a[aria-current=page]')
      if (hash.includes('no_such')) {
        await page.waitForSelector('[data-notice=follower]')
        await page.click('text=Use o200k_base')
      }
      if (!hash.includes('compare') && !hash.includes('guide')) {
        await ready(page)
        assert.ok((await tokens(page)) >= 0, hash)
      }
      assert.deepEqual(errors, [], hash)
      await close()
    }
  })
}

test('a room that opens when the visitor has left it does not take the address', async () => {
  const { page, errors, close } = await openPage(browser, at('#image'), 'desktop')
  await page.waitForSelector('#room-other:not([hidden])')
  await page.evaluate(() => (location.hash = '#text/compare?c=gpt2,o200k_base&x=a'))
  await page.waitForSelector('.image-room .figures[data-state=ready] .figure b', { state: 'attached' })
  await page.waitForSelector('#compare-table tbody tr')
  assert.match(await page.evaluate(() => location.hash), /^#text\/compare/)
  assert.deepEqual(errors, [])
  await close()
})

test('a link to another mode makes one entry of the history, however it is written', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?x=a'), 'desktop')
  await ready(page)
  await page.evaluate(() => (location.hash = '#text/compare?c=gpt2,o200k_base&x=one%20%27two%27'))
  await page.waitForSelector('#compare-table tbody tr')
  await page.goBack()
  await page.waitForFunction(() => location.hash.startsWith('#text/inspect'))
  assert.deepEqual(errors, [])
  await close()
})
