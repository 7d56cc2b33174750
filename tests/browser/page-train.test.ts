// Train: the text becomes a tokenizer; each step can be looked at, played, linked to; the result is used and exported.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, ready, saved, settled, type Size, tokens } from './page-open.ts'
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

  test(`${size}: play goes on step by step, pause stays, the slider and the curve go anywhere`, async () => {
    const { page, errors, close } = await openPage(browser, at(`${SHELLS}&step=0`), size)
    await trained(page)
    await page.click('#train-play')
    await page.waitForFunction(() => /Step [23]:/.test(document.querySelector('.now')?.textContent ?? ''))
    await page.click('#train-play')
    const there = await page.inputValue('#train-step')
    await page.waitForTimeout(1200)
    assert.equal(await page.inputValue('#train-step'), there)
    const shows = (step: number): Promise<unknown> =>
      page.waitForFunction(n => document.querySelector('.now')?.textContent?.startsWith(`Step ${n}:`), step)
    await page.fill('#train-step', '20')
    await shows(20)
    await page.waitForFunction(() => /step=20/.test(location.hash))
    await page.focus('#train-step')
    await page.keyboard.press('ArrowRight')
    await shows(21)
    const chart = page.locator('#train svg.chart').first()
    await chart.scrollIntoViewIfNeeded()
    const box = await chart.boundingBox()
    await chart.click({ position: { x: (box?.width ?? 0) - 15, y: 40 } })
    await shows(Number(await page.getAttribute('#train-step', 'max')))
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: what is trained, how it is cut, how large it becomes`, async () => {
    const { page, errors, close } = await openPage(browser, at(SHELLS), size)
    await trained(page)
    // Of the 40 merges that are asked for the text gives 28: then no pair occurs twice.
    await page.waitForFunction(() => document.querySelectorAll('#train .figure b')[2]?.textContent === '284')
    await page.fill('#train-size', '10')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelectorAll('#train .figure b')[2]?.textContent === '266')
    for (const [kind, words] of [
      ['Character BPE', 'vocabulary'],
      ['Unigram', 'vocabulary'],
      ['WordPiece', 'vocabulary'],
    ] as const) {
      await page.selectOption('#train-kind', { label: kind })
      await page.waitForFunction(
        wanted => [...document.querySelectorAll('.train-options label span')].some(each => each.textContent === wanted),
        words,
      )
      await page.waitForFunction(
        () =>
          document.querySelector<HTMLElement>('#train')?.dataset.state === 'ready' &&
          document.querySelectorAll('.train-words > div').length > 0,
      )
      assert.ok(Number(await page.textContent('#train .figure b')) > 0, kind)
    }
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: files are trained on, and the text again`, async () => {
    const { page, errors, close } = await openPage(browser, at(`${SHELLS}&size=8`), size)
    await trained(page)
    const before = await page.textContent('.now')
    await page.setInputFiles('#train input[type=file]', [
      { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('zaza zaza zaza ') },
      { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('zaza zaza') },
    ])
    await page.waitForFunction(() => /zaza/.test(document.querySelector('.train-words')?.textContent ?? ''))
    assert.match((await page.textContent('#train .train-foot')) ?? '', /from 2 files, 24 bytes/)
    await page.click('text=Train on the text instead')
    await page.waitForFunction(words => document.querySelector('.now')?.textContent === words, before)
    assert.equal(await page.isVisible('text=Train on the text instead'), false)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: the result is used in Inspect and in Compare, and saved as tokenizer.json that opens again`, async () => {
    const { page, errors, close } = await openPage(browser, at(`${SHELLS}&step=12`), size)
    await trained(page)
    const { name, bytes, text } = await saved(page, () => page.click('#train-export'))
    assert.equal(name, 'tokenizer.json')
    const file = JSON.parse(text) as { model: { type: string; merges: unknown[] } }
    assert.equal(file.model.type, 'BPE')
    assert.equal(file.model.merges.length, 12)
    await page.click('#train button:text-is("Compare")')
    await page.waitForFunction(() =>
      /trained here, step 12/.test(document.querySelector('#compare-table tbody tr')?.textContent ?? ''),
    )
    assert.match((await page.textContent('#compare-table tbody tr')) ?? '', /124/)
    await page.click('#compare a[data-mode=train]')
    await page.click('#use-inspect')
    await ready(page)
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '124')
    await page.click('#pick')
    await page.setInputFiles('.picker input[type=file]', { name, mimeType: 'application/json', buffer: bytes })
    await page.waitForFunction(wanted => document.querySelector('#pick')?.textContent === wanted, name)
    await settled(page)
    assert.equal(await tokens(page), 124)
    assert.deepEqual(errors, [])
    await close()
  })
}
