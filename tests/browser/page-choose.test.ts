// Room Text, what the visitor chooses, at desktop and phone size: what is done with the text, samples, how tokens are shown
// and copied, special tokens and the frame around a text, tokenizers by every name, colours; links between text and strip.

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] }

const count = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction(wanted => document.querySelector('#figure-tokens b')?.textContent === wanted, words)

for (const size of BOTH) {
  test(`${size}: Inspect, Compare and Train stand on top, keep the text, and Back goes back`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=she%20sells%20sea%20shells'), size)
    await ready(page)
    const shown = (id: string): Promise<unknown> => page.waitForSelector(`#${id}:visible`)
    await page.click('#inspect a[data-mode=compare]')
    await shown('compare')
    await page.waitForFunction(() => /sea shells/.test(document.querySelector('#compare .stage')?.textContent ?? ''))
    await page.click('#compare a[data-mode=train]')
    await shown('train')
    await page.waitForFunction(() => /sea shells/.test(document.querySelector('#train .stage')?.textContent ?? ''))
    await page.goBack()
    await shown('compare')
    await page.goBack()
    await shown('inspect')
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: every sample can be chosen; the address names it`, async () => {
    const { page, errors, close } = await openPage(browser, at(), size)
    await ready(page)
    await page.click('#samples')
    const titles = await page.$$eval('.menu button', all => all.map(each => each.firstChild?.textContent ?? ''))
    assert.ok(titles.length >= 8, String(titles))
    await page.keyboard.press('Escape')
    for (const [i, title] of titles.entries()) {
      if (i === 0) continue
      await page.click('#samples')
      await page.click(`.menu button >> nth=${i}`)
      await settled(page)
      await page.waitForFunction(() => /s=[a-z-]+/.test(location.hash))
      assert.ok((await tokens(page)) > 20, title)
    }
    await page.click('#samples')
    await page.click('.menu button:has-text("Right to left")')
    await page.waitForFunction(() => /s=right-to-left/.test(location.hash))
    const again = await openPage(browser, page.url(), size)
    await ready(again.page)
    assert.match(await again.page.$eval('#ed .host', each => each.shadowRoot?.textContent ?? ''), /يولد جميع الناس/)
    assert.deepEqual([...errors, ...again.errors], [])
    await again.close()
    await close()
  })

  test(`${size}: a text file is the text; what is no UTF-8 is said`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=a'), size)
    await ready(page)
    const root = await mkdtemp(join(tmpdir(), 'tokenarium-'))
    await writeFile(join(root, 'note.txt'), 'The quick tokenizer')
    const devtools = await page.context().newCDPSession(page)
    const data = { items: [], files: [join(root, 'note.txt')], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 100, y: 250, data })
    }
    await count(page, '3')
    await page.setInputFiles('#text-head input[type=file]', {
      name: 'latin1.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from([0x6e, 0x61, 0xef, 0x76, 0x65]),
    })
    await page.waitForSelector('[data-notice=file]')
    assert.match((await page.textContent('[data-notice=file]')) ?? '', /latin1\.txt is not UTF-8 throughout/)
    await page.click('[data-notice=file] button:text-is("Close")')
    assert.deepEqual(errors, [])
    await rm(root, { recursive: true })
    await close()
  })

  test(`${size}: tokens as text, ids, bytes; ids copied in three forms`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/inspect?x=The%20quick%20tokenizer'),
      size,
      CLIPBOARD,
    )
    await ready(page)
    await page.click('#text-foot button:text-is("Ids")')
    await page.waitForFunction(() => document.querySelector('.strip-text')?.textContent === '976 4853 99665')
    await page.click('#text-foot button:text-is("Bytes")')
    await page.waitForFunction(() => /^54 68 65\s+20 71/.test(document.querySelector('.strip-text')?.textContent ?? ''))
    await page.click('#text-foot button:text-is("Text")')
    assert.equal(await page.isVisible('#strip-place'), false)
    for (const [label, wanted] of [
      ['As JSON', '[976, 4853, 99665]'],
      ['One per line', '976\n4853\n99665'],
      ['With spaces between', '976 4853 99665'],
    ] as const) {
      await page.click('#text-foot button[aria-haspopup=menu] >> nth=0')
      await page.click(`[role=menuitem]:has-text("${label}")`)
      await page.waitForFunction(() => document.querySelector('#says')?.textContent === 'Copied')
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), wanted)
      await page.waitForFunction(() =>
        /^Copy ids$/m.test(document.querySelector('#text-foot')?.textContent?.match(/Copy ids/)?.[0] ?? ''),
      )
      await page.evaluate(() => document.querySelector('#says')?.replaceChildren())
    }
    assert.match((await page.textContent('#text-foot')) ?? '', /stays on this machine/)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: text and strip are linked both ways: choice, pointer, touch`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/inspect?x=The%20quick%20tokenizer&view=ids&k=0'),
      size,
    )
    await ready(page)
    const card = (words: string): Promise<unknown> =>
      page.waitForFunction(
        wanted => document.querySelector('.token-card h2')?.textContent === wanted,
        `Token ${words} of 3`,
      )
    /** The middle of a run of characters on the screen. */
    const middle = (place: 'strip' | 'editor', from: number, to: number): Promise<{ x: number; y: number }> =>
      page.evaluate(
        ([place, from, to]) => {
          const root =
            place === 'strip'
              ? document.querySelector('.strip-text')
              : document.querySelector('#ed .host')?.shadowRoot?.querySelector('.cm-line')
          const walker = document.createTreeWalker(root as Node, NodeFilter.SHOW_TEXT)
          let passed = 0
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const length = node.textContent?.length ?? 0
            if (passed + length >= to) {
              const range = document.createRange()
              range.setStart(node, from - passed)
              range.setEnd(node, to - passed)
              const box = range.getBoundingClientRect()
              return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
            }
            passed += length
          }
          throw new Error('no such characters')
        },
        [place, from, to] as const,
      )
    await card('1')
    const quick = await middle('strip', 4, 8)
    if (size === 'phone') {
      await page.touchscreen.tap(quick.x, quick.y)
      await card('2')
      const last = await middle('editor', 10, 18)
      await page.touchscreen.tap(last.x, last.y)
      await card('3')
    } else {
      // Pointing shows it for as long as the pointer is there; pressing chooses it.
      await page.mouse.move(quick.x, quick.y)
      await card('2')
      await page.mouse.move(quick.x, quick.y + 400)
      await card('1')
      await page.mouse.click(quick.x, quick.y)
      await page.mouse.move(5, 5)
      await card('2')
      const last = await middle('editor', 10, 18)
      await page.mouse.move(last.x, last.y)
      await card('3')
      await page.mouse.click(last.x, last.y)
      await page.mouse.move(5, 5)
      await card('3')
    }
    assert.equal(await page.getAttribute('#strip-place [role=slider]', 'aria-valuenow'), '3')
    await page.focus('#strip-place [role=slider]')
    await page.keyboard.press('Home')
    await card('1')
    // A pointer may come before the frame that draws what lies below it.
    await page.evaluate(() => {
      const buttons = [...document.querySelectorAll<HTMLElement>('#inspect button')]
      buttons.find(button => button.textContent === 'Bytes')?.click()
      const range = document.createRange()
      range.selectNodeContents(document.querySelector('.strip-text') as Node)
      const line = [...range.getClientRects()].at(-1) as DOMRect
      const at = { clientX: line.right - 2, clientY: line.y + line.height / 2 }
      document.querySelector('.strip')?.dispatchEvent(new PointerEvent('pointermove', { ...at, pointerType: 'mouse' }))
    })
    await card('3')
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a token that is part of a character shows its bytes and says so`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at(`#text/inspect?t=gpt2&k=0&x=${encodeURIComponent('𐍈')}`),
      size,
    )
    await ready(page)
    await page.waitForFunction(() => /^f0/.test(document.querySelector('.token-card .big')?.textContent ?? ''))
    assert.match((await page.textContent('.token-card')) ?? '', /part of “𐍈”: begins or ends inside a character/)
    await page.waitForFunction(() =>
      /half characters100 %/.test(document.querySelector('.figures-list')?.textContent ?? ''),
    )
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: special tokens as text or parsed, labelled; what the model adds around a text`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at(`#text/inspect?k=1&x=${encodeURIComponent('a<|endoftext|>b')}`),
      size,
    )
    await ready(page)
    assert.ok((await tokens(page)) > 3)
    await page.click('text=special tokens')
    await page.click('[role=menuitemradio]:has-text("Parsed")')
    await count(page, '3')
    await selectAll(page)
    await page.keyboard.press('Alt+ArrowRight')
    await page.waitForFunction(() => /special token/.test(document.querySelector('.token-card')?.textContent ?? ''))
    await page.waitForFunction(() => /is an added token/.test(document.querySelector('#why')?.textContent ?? ''))
    await close()

    const bert = await openPage(browser, at('#text/inspect?t=bert-cased&x=Hello'), size)
    await ready(bert.page)
    await count(bert.page, '1')
    await bert.page.click('text=around the text')
    await bert.page.click('[role=menuitemradio]:has-text("As the model adds")')
    await count(bert.page, '3')
    await bert.page.click('text=around the text')
    await bert.page.click('[role=menuitem]:has-text("Chat template")')
    await bert.page.waitForSelector('#tab-chat[aria-selected=true]')
    assert.deepEqual([...errors, ...bert.errors], [])
    await bert.close()
  })

  test(`${size}: tokenizers by model and by encoding; equal ones say so; what is not public cannot be chosen`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    await page.click('#pick')
    const field = '.picker input[type=search]'
    const firstIs = (pattern: RegExp): Promise<unknown> =>
      page.waitForFunction(
        source => new RegExp(source, 's').test(document.querySelector('.picker li')?.textContent ?? ''),
        pattern.source,
      )
    await page.fill(field, 'GPT-4o')
    await firstIs(/^o200k_base.*GPT-4o/)
    await page.fill(field, 'r50k')
    await firstIs(/^r50k_base.*the same vocabulary as gpt2/)
    await page.fill(field, 'Claude Opus 4')
    await firstIs(/Claude.*not public/)
    await page.keyboard.press('Enter')
    assert.match((await page.textContent('#pick')) ?? '', /^o200k_base/)
    await page.fill(field, 'nobody made this')
    await page.waitForFunction(() =>
      /Nothing here is called/.test(document.querySelector('.picker')?.textContent ?? ''),
    )
    await page.keyboard.press('Escape')
    assert.equal(await page.$('.picker'), null)
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'pick')
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: colours by the system, light, dark; the address keeps the choice`, async () => {
    const { page, errors, close } = await openPage(browser, at(), size, { colorScheme: 'light' })
    const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await paper()
    await page.click('#theme')
    await page.click('#theme')
    assert.match((await page.getAttribute('#theme', 'aria-label')) ?? '', /dark/)
    const dark = await paper()
    assert.notEqual(dark, light)
    await page.waitForFunction(() => /theme=dark/.test(location.hash))
    await page.reload()
    assert.equal(await paper(), dark)
    await page.click('#theme')
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.equal(await paper(), dark)
    await page.emulateMedia({ colorScheme: 'light' })
    assert.equal(await paper(), light)
    assert.deepEqual(errors, [])
    await close()
  })
}
