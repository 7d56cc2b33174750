// Room Text, Inspect: what stands before any script, the live result in its place, edits, pastes, the picker, the chosen
// token, the expected number. At desktop and phone size.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, paste, ready, selectAll, serious, settled, type Size, tokens } from './page-open.ts'
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

test('nothing heavy loads before a touch; the live result takes the place without a jump', async () => {
  site.requests.length = 0
  const { page, errors, close } = await openPage(browser, at())
  await page.waitForTimeout(1500)
  assert.deepEqual(
    site.requests.filter(path => /\.wasm$|\.vocab$/.test(path)),
    [],
  )
  const count = await tokens(page)
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
  assert.equal(await tokens(page), count)
  assert.equal(await page.$eval('#figures', each => each.getBoundingClientRect().top), top)
  assert.ok(site.requests.some(path => /o200k_base\.[0-9a-f]{8}\.vocab$/.test(path)))
  assert.deepEqual(errors, [])
  await close()
})

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

  test(`${size}: axe finds nothing serious, dark and light`, async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, close } = await openPage(browser, at(), size, { colorScheme, bypassCSP: true })
      await ready(page)
      await page.waitForTimeout(600)
      assert.deepEqual(await serious(page), [])
      await close()
    }
  })

  test(`${size}: nothing scrolls sideways`, async () => {
    for (const hash of ['', '#text/compare', '#text/inspect?tab=vocabulary', '#text/inspect?tab=export']) {
      const { page, close } = await openPage(browser, at(hash), size)
      await ready(page).catch(() => {})
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      assert.ok(wide <= 0, `${hash}: ${wide} pixels too wide`)
      await close()
    }
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

test('bad ids are pointed at, the others are decoded', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=ids'))
  await ready(page)
  await page.fill('#tab-panel textarea', '976, 4853, 9999999, oops, 99665')
  await page.waitForFunction(() => document.querySelector('.decoded')?.textContent === 'The quick tokenizer')
  assert.deepEqual(await page.$$eval('.bad-id', all => all.map(each => each.textContent?.split(':')[0])), [
    '9999999',
    'oops',
  ])
  assert.deepEqual(errors, [])
  await close()
})

test('you expected another number: rows from actual runs, and the search for a number', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?x=Hello%20%20world%20'))
  await ready(page)
  await page.click('#expected-open')
  await page.waitForFunction(() => {
    const outputs = [...document.querySelectorAll('#expected .ladder output')]
    return outputs.length > 5 && outputs.every(each => each.textContent !== '…')
  })
  await page.fill('#expected-number', '3')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() =>
    /is what comes of|None of/.test(document.querySelector('#expected [role=status]')?.textContent ?? ''),
  )
  assert.match(
    (await page.textContent('#expected [role=status]')) ?? '',
    /^3 is what comes of: .*(without white space|one space)/,
  )
  assert.deepEqual(errors, [])
  await close()
})

test('special tokens: as text, or parsed', async () => {
  const { page, close } = await openPage(browser, at(`#text/inspect?x=${encodeURIComponent('a<|endoftext|>b')}`))
  await ready(page)
  const asText = await tokens(page)
  await page.click('text=special tokens')
  await page.click('[role=menuitemradio]:has-text("Parsed")')
  await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '3')
  assert.ok(asText > 3)
  await close()
})

test('cost and share of a context follow what the visitor types', async () => {
  const { page, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'))
  await ready(page)
  await page.fill('#price', '2.5')
  await page.waitForFunction(() => document.querySelector('#figure-cost b')?.textContent === '0.0000075')
  await page.selectOption('#context', '8192')
  await page.waitForFunction(() => document.querySelector('#figure-context i')?.textContent === '2,730 such texts fit')
  await close()
})

test('statistics say what they are computed from, and why a figure is undefined', async () => {
  const { page, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'))
  await ready(page)
  await page.waitForSelector('.figures-list dd')
  const words = (await page.textContent('.figures-list')) ?? ''
  assert.match(words, /n = 3 tokens/)
  assert.match(words, /Zipf exponent– .*50/)
  await close()
})

test('the vocabulary is searched by text, bytes and id', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=vocabulary'))
  await ready(page)
  const found = async (query: string, id: string): Promise<void> => {
    await page.fill('#tab-panel input[type=search]', query)
    await page.waitForFunction(
      wanted => [...document.querySelectorAll('.entries .quiet')].some(each => each.textContent === wanted),
      id,
    )
  }
  await found(' tokenizer', '99665')
  await found('4853', '4853')
  await found('20 71 75 69 63 6b', '4853')
  assert.deepEqual(errors, [])
  await close()
})

test('many files are counted in a table', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=files'))
  await ready(page)
  await page.setInputFiles('#tab-panel input[multiple]', [
    { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('The quick tokenizer') },
    { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('') },
    { name: 'c.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0xff, 0xfe, 0x41]) },
  ])
  await page.waitForFunction(() => document.querySelectorAll('#tab-panel tbody tr').length === 4)
  await page.waitForFunction(
    () => !/ of /.test(document.querySelector('#tab-panel [role=status]')?.textContent ?? ' of '),
  )
  const cells = await page.$$eval('#tab-panel tbody tr', rows =>
    rows.map(row => [...row.children].map(c => c.textContent)),
  )
  assert.deepEqual(cells[1]?.slice(0, 3), ['a.txt', '19 bytes', '3'])
  assert.deepEqual(cells[2]?.slice(0, 3), ['b.txt', '0 bytes', '0'])
  assert.deepEqual(errors, [])
  await close()
})

test('why: the merges of a token, step by step; the rule that cut it', async () => {
  const text = 'Die Straßenbahnhaltestelle'
  const { page, errors, close } = await openPage(browser, at(`#text/inspect?x=${encodeURIComponent(text)}&k=2`))
  await ready(page)
  await page.waitForSelector('#why svg')
  assert.match((await page.textContent('#why')) ?? '', /one piece from end to end|alternative 1 of the pattern/)
  const merges = Number(await page.getAttribute('#why input[type=range]', 'max'))
  assert.ok(merges > 0)
  await page.click('#why [aria-label="step before"]')
  assert.match((await page.textContent('#why .steps')) ?? '', new RegExp(`step ${merges - 1} of ${merges}`))
  assert.ok((await page.$$('#why svg .later')).length > 0)
  assert.ok((await page.$$('#neighbours dt')).length > 0)
  assert.deepEqual(errors, [])
  await close()
})

test('a chat is counted message by message through the maker’s template', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?t=qwen3&tab=chat&x=a'))
  await ready(page)
  await page.waitForFunction(() => /tokens as a request/.test(document.querySelector('#tab-panel')?.textContent ?? ''))
  const words = (await page.textContent('#tab-panel')) ?? ''
  assert.match(words, /25 tokens as a request, 3 of them opening the answer/)
  assert.match(words, /<\|im_start\|>user\nWhy is the sky blue\?<\|im_end\|>/)
  assert.deepEqual(errors, [])
  await close()
})

test('an empty text says what to do and offers the sample', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?x=a'))
  await ready(page)
  await selectAll(page)
  await page.keyboard.press('Delete')
  await page.click('text=Use the sample')
  await page.waitForFunction(() => Number(document.querySelector('#figure-tokens b')?.textContent) > 50)
  assert.deepEqual(errors, [])
  await close()
})
