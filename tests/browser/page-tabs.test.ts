// Room Text, the tabs below the figures at desktop and phone size: ids to text, the vocabulary, chats, many files.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, ready, type Size } from './page-open.ts'
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

for (const size of BOTH) {
  test(`${size}: bad ids are pointed at, the others are decoded, and the text is taken over`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=ids'), size)
    await ready(page)
    await page.fill('#tab-panel textarea', '976, 4853, 9999999, oops, -3, 99665')
    await page.waitForFunction(() => document.querySelector('.decoded')?.textContent === 'The quick tokenizer')
    assert.deepEqual(await page.$$eval('.bad-id', all => all.map(each => each.textContent)), [
      '9999999: beyond the last id, 200018',
      'oops: no number',
      '-3: no number',
    ])
    assert.match((await page.textContent('#tab-panel [role=status]')) ?? '', /^3 ids, 3 bad ones left out/)
    await page.click('#tab-panel button:text-is("Put into the editor")')
    await page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '3')
    await page.fill('#tab-panel textarea', '')
    await page.click('text=Ids of the text above')
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('#tab-panel textarea')?.value === '976, 4853, 99665',
    )
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: an id that a vocabulary leaves empty is told apart from one beyond it`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=ids&t=cl100k_base'), size)
    await ready(page)
    await page.fill('#tab-panel textarea', '[1820, 100256, 100300]')
    await page.waitForFunction(() => document.querySelectorAll('.bad-id').length === 2)
    assert.deepEqual(await page.$$eval('.bad-id', all => all.map(each => each.textContent)), [
      '100256: an id that this vocabulary leaves empty',
      '100300: beyond the last id, 100276',
    ])
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: the vocabulary is leafed through and searched by text, bytes and id`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=vocabulary'), size)
    await ready(page)
    const words = (pattern: RegExp): Promise<unknown> =>
      page.waitForFunction(
        source => new RegExp(source).test(document.querySelector('#tab-panel [role=status]')?.textContent ?? ''),
        pattern.source,
      )
    await words(/^ids 0 to 59 of 200,0/)
    await page.click('#tab-panel button:has-text("next")')
    await words(/^ids 60 to 119 of/)
    await page.click('#tab-panel button:has-text("before")')
    await words(/^ids 0 to 59 of/)
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
    await found('<|endoftext|>', '199999')
    await page.fill('#tab-panel input[type=search]', 'no token holds this')
    await words(/^0 found/)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: tokens that no text becomes are marked, with the reason`, async () => {
    // A place that Gemma's makers left free: nothing joins to it.
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=vocabulary&t=gemma-4'), size)
    await ready(page)
    await page.fill('#tab-panel input[type=search]', '<unused7>')
    await page.waitForFunction(() => document.querySelector('.entries .unreachable .quiet')?.textContent === '13')
    const marked = await page.$$eval('.entries .unreachable', all =>
      all.map(each => [each.querySelector('.quiet')?.textContent, each.querySelector('.why')?.textContent]),
    )
    assert.deepEqual(marked[0], ['13', 'no text gives it: the model makes other tokens of it'])
    await page.fill('#tab-panel input[type=search]', 'the')
    await page.waitForFunction(() => document.querySelectorAll('.entries > div').length > 10)
    assert.ok((await page.$$('.entries > div:not(.unreachable)')).length > 10)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a chat is counted message by message through the maker’s template; messages come and go`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?t=qwen3&tab=chat&x=a'), size)
    await ready(page)
    const says = (pattern: RegExp): Promise<unknown> =>
      page.waitForFunction(
        source => new RegExp(source).test(document.querySelector('#tab-panel [role=status]')?.textContent ?? ''),
        pattern.source,
      )
    await says(/^25 tokens as a request, 3 of them opening the answer$/)
    assert.match(
      (await page.textContent('#tab-panel .rendered')) ?? '',
      /<\|im_start\|>user\nWhy is the sky blue\?<\|im_end\|>/,
    )
    const counts = async (): Promise<number[]> =>
      (await page.$$eval('.message-box output', all => all.map(each => each.textContent ?? ''))).map(words =>
        Number.parseInt(words, 10),
      )
    assert.equal(
      (await counts()).reduce((sum, n) => sum + n, 0),
      22,
    )
    await page.click('text=Add a message')
    await page.fill('[aria-label="Message 3"]', 'Because air scatters blue light more.')
    await page.selectOption('[aria-label="Role of message 3"]', 'assistant')
    await page.waitForFunction(() => /Because air/.test(document.querySelector('.rendered')?.textContent ?? ''))
    await page.click('[aria-label="Remove message 1"]')
    await page.waitForFunction(() => !/one sentence/.test(document.querySelector('.rendered')?.textContent ?? ''))
    assert.equal((await page.$$('.message-box')).length, 2)
    await page.waitForFunction(() => /chat=/.test(location.hash))
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a vocabulary without a template says so; its special tokens are listed and copied`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=chat&x=a'), size, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await ready(page)
    await page.waitForFunction(() =>
      /came without a chat template/.test(document.querySelector('#tab-panel')?.textContent ?? ''),
    )
    assert.equal(await page.isVisible('#tab-panel .rendered'), false)
    await page.click('#tab-panel .special:has-text("<|endoftext|>")')
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '<|endoftext|>')
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: many files are counted in a table, again when the tokenizer or the special tokens change`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=files'), size)
    await ready(page)
    await page.setInputFiles('#tab-panel input[multiple]', [
      { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('The quick tokenizer') },
      { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('') },
      { name: 'c.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0xff, 0xfe, 0x41]) },
      { name: 'd.txt', mimeType: 'text/plain', buffer: Buffer.from('<|endoftext|>') },
    ])
    const done = (tokenizer: string, row: string, tokens: string): Promise<unknown> =>
      page.waitForFunction(
        ([words, row, tokens]) =>
          document.querySelector('#tab-panel [role=status]')?.textContent === words &&
          [...document.querySelectorAll('#tab-panel tbody tr')].some(
            each => each.children[0]?.textContent === row && each.children[2]?.textContent === tokens,
          ),
        [`4 files, ${tokenizer}`, row, tokens] as const,
      )
    await done('o200k_base', 'a.txt', '3')
    const cells = await page.$$eval('#tab-panel tbody tr', rows =>
      rows.map(row => [...row.children].map(cell => cell.textContent)),
    )
    assert.deepEqual(cells[2]?.slice(0, 3), ['b.txt', '0 bytes', '0'])
    assert.notEqual(cells[4]?.[2], '1')
    await page.click('text=special tokens')
    await page.click('[role=menuitemradio]:has-text("Parsed")')
    await done('o200k_base', 'd.txt', '1')
    await page.click('#pick')
    await page.keyboard.type('bert-uncased')
    await page.keyboard.press('Enter')
    await done('bert-uncased', 'a.txt', '4')
    assert.deepEqual(errors, [])
    await close()
  })
}
