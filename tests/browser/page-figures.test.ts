// Room Text, what the text comes to, at desktop and phone size: the figures people came for, the ladder from bytes to
// tokens, bits beside real compressors, statistics with their charts, and 'You expected another number?'.

import assert from 'node:assert/strict'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
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

const at = (text: string, more = ''): string =>
  `${site.url}index.html#text/inspect?x=${encodeURIComponent(text)}${more}`
const BOTH: readonly Size[] = ['desktop', 'phone']

/** A ladder's rows by name, once every one of them has a number. */
async function ladder(page: Page, id: string): Promise<Map<string, number>> {
  await page.waitForFunction(selector => {
    const outputs = [...document.querySelectorAll(`${selector} output`)]
    return outputs.length > 3 && outputs.every(each => /^[\d,]+$/.test(each.textContent ?? ''))
  }, `#${id}`)
  const rows = await page.$$eval(`#${id} output`, all =>
    all.map(each => [each.previousElementSibling?.previousElementSibling?.textContent ?? '', each.textContent ?? '']),
  )
  return new Map(rows.map(([name = '', value = '']) => [name, Number(value.replaceAll(',', ''))]))
}

for (const size of BOTH) {
  test(`${size}: the ladder from bytes to tokens counts what each step counts`, async () => {
    const text = 'naïve 👩‍🚀\r\nकि'
    const { page, errors, close } = await openPage(browser, at(text), size)
    await ready(page)
    const rows = await ladder(page, 'ladder')
    const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
    assert.equal(rows.get('bytes'), new TextEncoder().encode(text).length)
    assert.equal(rows.get('code points'), [...text].length)
    assert.equal(rows.get('graphemes'), graphemes)
    assert.equal(rows.get('tokens'), await tokens(page))
    assert.match((await page.textContent('#ladder-panel h2')) ?? '', new RegExp(`^Why ${await tokens(page)}, and not`))
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: bits stand beside what gzip and brotli really reach`, async () => {
    const text = 'the same words, the same words, the other words. '.repeat(20)
    const { page, errors, close } = await openPage(browser, at(text), size)
    await ready(page)
    const rows = await ladder(page, 'bits')
    const bytes = new TextEncoder().encode(text)
    const brotli = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    })
    assert.equal(rows.get('UTF-8'), 8 * bytes.length)
    assert.equal(rows.get('gzip -9'), 8 * gzipSync(bytes, { level: 9 }).length)
    // The same coder in Rust and in C differ by a few bytes.
    const shown = (rows.get('brotli -11') ?? 0) / 8
    assert.ok(Math.abs(shown - brotli.length) <= 4, `${shown} and ${brotli.length}`)
    assert.equal(rows.get('ids, 18 bits each'), 18 * (await tokens(page)))
    assert.ok((rows.get('ids, adaptive code') ?? 0) > 0)
    assert.match((await page.textContent('#bits .note')) ?? '', /The vocabulary itself \(.* [kM]B\) is not counted/)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: cost and share of a context follow what the visitor types`, async () => {
    const { page, errors, close } = await openPage(browser, at('The quick tokenizer'), size)
    await ready(page)
    const figure = (id: string, words: string): Promise<unknown> =>
      page.waitForFunction(([id, words]) => document.querySelector(id ?? '')?.textContent === words, [id, words])
    await page.fill('#price', '2,5')
    await figure('#figure-cost b', '0.0000075')
    await page.fill('#price', 'dear')
    await figure('#figure-cost b', '–')
    assert.equal(await page.getAttribute('#price', 'aria-invalid'), 'true')
    await page.selectOption('#context', '8192')
    await figure('#figure-context i', '2,730 such texts fit')
    await page.selectOption('#context', 'other')
    await page.keyboard.type('2')
    await page.keyboard.press('Enter')
    await figure('#figure-context i', '1 token too many')
    await page.waitForFunction(() => /ctx=2/.test(location.hash))
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: statistics say what they are computed from; charts are read by pointer and by keys`, async () => {
    const { page, errors, close } = await openPage(browser, at('The quick tokenizer'), size)
    await ready(page)
    await page.waitForSelector('.figures-list dd')
    const words = (await page.textContent('.figures-list')) ?? ''
    assert.match(words, /n = 3 tokens/)
    assert.match(words, /Zipf exponent– .*50/)
    assert.match(words, /bytes per token6\.33/)
    await close()

    const other = await openPage(browser, at('the the the the cat cat sat 🧑‍🚀'), size)
    await ready(other.page)
    const tips = (): Promise<string[]> =>
      other.page.$$eval('#statistics .chart-tip', all => all.map(each => each.textContent ?? ''))
    await other.page.waitForFunction(() => document.querySelectorAll('#statistics .chart-tip').length === 2)
    assert.match((await tips())[0] ?? '', /^rank 1: 3 times$/)
    const [ranks, lengths] = await other.page.$$('#statistics svg')
    await ranks?.focus()
    await other.page.keyboard.press('ArrowRight')
    assert.match((await tips())[0] ?? '', /^rank [2-9]: [12] times?$/)
    await lengths?.focus()
    await other.page.keyboard.press('ArrowRight')
    assert.match((await tips())[1] ?? '', /^\d+ tokens? of 2 bytes$/)
    const box = await lengths?.boundingBox()
    await other.page.mouse.move((box?.x ?? 0) + 12, (box?.y ?? 0) + 20)
    assert.match((await tips())[1] ?? '', /^\d+ tokens? of 1 byte$/)
    assert.deepEqual([...errors, ...other.errors], [])
    await other.close()
  })

  test(`${size}: you expected another number: rows from actual runs, and the search for a number`, async () => {
    const { page, errors, close } = await openPage(browser, at('Hello  world '), size)
    await ready(page)
    const base = await tokens(page)
    await page.click('#expected-open')
    await page.waitForFunction(() => {
      const outputs = [...document.querySelectorAll('#expected .ladder output')]
      return outputs.length > 5 && outputs.every(each => each.textContent !== '…')
    })
    const rows = await page.$$eval('#expected .ladder output', all => all.map(each => each.textContent ?? ''))
    assert.equal(rows[0], String(base))
    assert.ok(rows.includes('3 (−1)') || rows.includes(`${base - 1} (−1)`), String(rows))
    const answer = async (n: string): Promise<string> => {
      await page.fill('#expected-number', n)
      await page.keyboard.press('Enter')
      await page.waitForFunction(() =>
        /is what comes of|None of|Type a/.test(document.querySelector('#expected [role=status]')?.textContent ?? ''),
      )
      return (await page.textContent('#expected [role=status]')) ?? ''
    }
    assert.match(await answer('3'), /^3 is what comes of: .*(without white space|one space)/)
    assert.match(await answer('777'), /^None of \d+ combinations gives 777\. Nearest: \d+, /)
    assert.match(await answer('1.5'), /^Type a whole number\.$/)
    // The rows follow the text.
    await selectAll(page)
    await page.keyboard.type('Hello')
    await settled(page)
    await page.waitForFunction(() => document.querySelector('#expected .ladder output')?.textContent === '1')
    await page.click('#expected button:text-is("Close")')
    assert.equal(await page.isVisible('#expected'), false)
    assert.deepEqual(errors, [])
    await close()
  })
}
