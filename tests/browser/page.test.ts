// Room Text, Inspect: what stands before any script, the live result in its place, edits, pastes, the picker, the chosen
// token, the empty text. At desktop and phone size.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, paste, ready, selectAll, settled, type Size, tokens } from './page-open.ts'
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

test('without scripts the sample stands there with its tokens and its count', async () => {
  const { page, close } = await openPage(browser, at(), 'desktop', { javaScriptEnabled: false })
  const spans = await page.$$eval('#static .tk', all => all.length)
  assert.ok(spans > 50, `${spans} spans`)
  const count = Number(await page.textContent('#figure-tokens b'))
  assert.ok(count >= spans && count < 2 * spans, `${count} tokens, ${spans} spans`)
  assert.match((await page.textContent('#static')) ?? '', /^The quick tokenizer/)
  await close()
})

for (const size of BOTH) {
  test(`${size}: nothing heavy loads before a touch; the live result takes the place without a jump`, async () => {
    site.requests.length = 0
    const { page, errors, close } = await openPage(browser, at(), size)
    await page.waitForTimeout(1500)
    assert.deepEqual(
      site.requests.filter(path => /\.wasm$|\.vocab$/.test(path)),
      [],
    )
    const count = await tokens(page)
    assert.equal(await page.inputValue('#context'), '128000')
    await page.evaluate(() => {
      const shifts: number[] = []
      Object.assign(window, { shifts })
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const top = await page.$eval('#figures', each => each.getBoundingClientRect().top)
    await ready(page)
    await page.waitForTimeout(800)
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)
    assert.ok(shifts.reduce((sum, each) => sum + each, 0) < 0.02, `shifted by ${shifts}`)
    assert.equal(await tokens(page), count)
    assert.equal(await page.$eval('#figures', each => each.getBoundingClientRect().top), top)
    assert.ok(site.requests.some(path => /o200k_base\.[0-9a-f]{8}\.vocab$/.test(path)))
    assert.deepEqual(errors, [])
    await close()
  })
}

for (const size of BOTH) {
  test(`${size}: what is typed is tokenized, with the caret in its place`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    assert.equal(await tokens(page), 3)
    await selectAll(page)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type(' sees bytes')
    await settled(page)
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '5')
    assert.match((await page.textContent('#figure-ratio i')) ?? '', /^30 bytes, 30 code points$/)
    await page.keyboard.press('ControlOrMeta+z')
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '3')
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a token that is pressed shows itself, in the strip as well`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/inspect?x=The%20quick%20tokenizer&view=ids'),
      size,
    )
    await ready(page)
    await page.waitForFunction(() => document.querySelector('.strip-text')?.textContent === '976 4853 99665')
    const box = await page.$eval('#ed', each => {
      const line = each.querySelector('.host')?.shadowRoot?.querySelector('.cm-line')
      const rect = line?.getBoundingClientRect()
      return { x: rect?.x ?? 0, y: (rect?.y ?? 0) + (rect?.height ?? 0) / 2 }
    })
    await page.mouse.click(box.x + 130, box.y)
    await page.waitForFunction(() => document.querySelector('.token-card dd')?.textContent === '99665')
    assert.match((await page.textContent('.token-card')) ?? '', /20 74 6f 6b 65 6e 69 7a 65 72/)
    assert.match((await page.textContent('.token-card h2')) ?? '', /^Token 3 of 3$/)
    await page.keyboard.press('Alt+ArrowLeft')
    await page.waitForFunction(() => document.querySelector('.token-card dd')?.textContent === '4853')
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: the picker finds by model, names what is not public, loads what is chosen`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    await page.click('#pick')
    await page.keyboard.type('gemini')
    assert.match((await page.textContent('.picker li')) ?? '', /not public/)
    await page.fill('.picker input[type=search]', 'bert uncased')
    await page.waitForFunction(() => /^bert-uncased/.test(document.querySelector('.picker li')?.textContent ?? ''))
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /bert-uncased/.test(document.querySelector('#pick')?.textContent ?? ''))
    await settled(page)
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '4')
    assert.ok(
      new URL(page.url()).hash.includes('t=bert-uncased') || (await page.waitForURL(/t=bert-uncased/)) === undefined,
    )
    assert.deepEqual(errors, [])
    await close()
  })
}

test('a paste enters byte for byte: CR, CRLF, NUL, BOM, U+2028, an unpaired surrogate', async () => {
  const text = 'CR\rCRLF\r\nLF\nNUL\u0000 BOM\ufeff LS\u2028 tab\t end'
  const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=ids'))
  await ready(page)
  await selectAll(page)
  await paste(page, text)
  await settled(page)
  const bytes = new TextEncoder().encode(text).length
  await page.waitForFunction(
    n => document.querySelector('#figure-ratio i')?.textContent?.startsWith(`${n} bytes`),
    bytes,
  )
  await page.click('text=Ids of the text above')
  await page.waitForFunction(() => (document.querySelector('.decoded')?.textContent ?? '') !== '')
  assert.equal(await page.$eval('.decoded', each => each.textContent), text)
  assert.deepEqual(errors, [])
  await close()
})

for (const size of BOTH) {
  test(`${size}: an empty text says what to do and offers the sample`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=a'), size)
    await ready(page)
    await selectAll(page)
    await page.keyboard.press('Delete')
    await page.click('text=Use the sample')
    await page.waitForFunction(() => Number(document.querySelector('#figure-tokens b')?.textContent) > 50)
    assert.deepEqual(errors, [])
    await close()
  })
}
