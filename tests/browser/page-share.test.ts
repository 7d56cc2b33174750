// 'Share or embed', at desktop and phone size: for exactly the view on the screen a link, an element and a frame that work
// where they are put, and pictures that hold the text. What a view has and an element lacks is said, not left out.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openForeign } from './foreign.ts'
import { openPage, paste, ready, saved, selectAll, settled, type Size, SIZES, tokens } from './page-open.ts'
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
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] }
const at = (hash: string): string => `${site.url}index.html${hash}`

/** What the panel offers, by heading. */
async function offered(page: Page): Promise<Map<string, string>> {
  await page.click('#share')
  await page.waitForSelector('.share-panel')
  const sections = await page.$$eval('.share-panel section', all =>
    all.map(each => [
      each.querySelector('h3')?.textContent ?? '',
      (each.querySelector('pre') ?? each.querySelector('p'))?.textContent ?? '',
    ]),
  )
  return new Map(sections.map(([title = '', text = '']) => [title, text]))
}

/** The code without its script tag: a foreign page of these tests has that in its head. */
const body = (code: string | undefined): string => (code ?? '').replace(/^<script.*<\/script>\n/, '')

for (const size of BOTH) {
  test(`${size}: of Inspect: link, element, frame, pictures; each is copied in one click`, async () => {
    const { page, errors, close } = await openPage(
      browser,
      at('#text/inspect?t=gpt2&view=ids&x=any%20text%20%3Cb%3E'),
      size,
      CLIPBOARD,
    )
    await ready(page)
    const shown = await tokens(page)
    const codes = await offered(page)
    assert.match(codes.get('Link') ?? '', /#text\/inspect\?.*t=gpt2/)
    assert.match(
      codes.get('Element') ?? '',
      /^<script src=".*embed\.js"><\/script>\n<token-text tokenizer="gpt2" view="ids">any text &lt;b&gt;<\/token-text>$/,
    )
    assert.match(codes.get('Frame') ?? '', /<iframe .*\?embed=1#text\/inspect/)
    for (const [title, code] of codes) {
      if (title === 'Picture') continue
      await page.click(`.share-panel section:has(h3:text-is("${title}")) button`)
      await page.waitForFunction(() => document.querySelector('#says')?.textContent === 'Copied')
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code, title)
      await page.evaluate(() => document.querySelector('#says')?.replaceChildren())
    }
    const svg = await saved(page, () => page.click('.share-panel button:text-is("SVG")'))
    assert.equal(svg.name, 'tokens.svg')
    assert.ok(svg.text.includes('any text &lt;b&gt;'))
    const png = await saved(page, () => page.click('.share-panel button:text-is("PNG")'))
    assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47])
    await page.keyboard.press('Escape')
    await page.waitForSelector('.share-panel', { state: 'detached' })
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'share')

    const again = await openPage(browser, codes.get('Link') ?? '', size)
    await ready(again.page)
    assert.equal(await tokens(again.page), shown)
    assert.equal(await again.page.getAttribute('#text-foot button:text-is("Ids")', 'aria-pressed'), 'true')
    const other = await openForeign(browser, site, body(codes.get('Element')), { context: { viewport: SIZES[size] } })
    await other.page.waitForFunction(
      () => (document.querySelector('token-text') as unknown as { state: string }).state === 'ready',
    )
    const ids = await other.page.$eval(
      'token-text',
      each => (each as unknown as { tokens: { ids: Uint32Array } }).tokens.ids.length,
    )
    assert.equal(ids, shown)
    const framed = await openForeign(browser, site, codes.get('Frame') ?? '', { context: { viewport: SIZES[size] } })
    await framed.page
      .frameLocator('iframe')
      .locator('#figure-tokens b', { hasText: new RegExp(`^${shown}$`) })
      .waitFor()
    assert.deepEqual([...errors, ...again.errors, ...other.errors, ...framed.errors], [])
    for (const each of [again, other, framed]) await each.close()
    await close()
  })

  test(`${size}: of Compare and of Train: elements that show the same`, async () => {
    const compare = await openPage(browser, at('#text/compare?c=o200k_base,gpt2&all=1&x=tokenizer%20of%20tokens'), size)
    await compare.page.waitForSelector('#compare-table tbody tr')
    const first = await offered(compare.page)
    assert.equal(
      body(first.get('Element')),
      '<token-compare tokenizers="o200k_base gpt2" mode="all">tokenizer of tokens</token-compare>',
    )
    const train = await openPage(browser, at('#text/train?s=shells&step=12'), size)
    await train.page.waitForSelector('.train-words > div')
    const second = await offered(train.page)
    assert.match(body(second.get('Element')), /^<token-train merges="40" step="12"><pre>She sells/)
    const other = await openForeign(browser, site, body(first.get('Element')) + body(second.get('Element')), {
      context: { viewport: SIZES[size] },
    })
    for (const tag of ['token-compare', 'token-train']) {
      await other.page.locator(tag).scrollIntoViewIfNeeded()
      await other.page.waitForFunction(
        tag => (document.querySelector(tag) as unknown as { state: string }).state === 'ready',
        tag,
      )
    }
    assert.match(
      (await other.page.locator('token-train').locator('.caption').textContent()) ?? '',
      /^Merge 12: h \+ o → ho, id 267\. 124 tokens\.$/,
    )
    assert.deepEqual([...compare.errors, ...train.errors, ...other.errors], [])
    for (const each of [compare, train, other]) await each.close()
  })

  test(`${size}: a view that no element shows says so; a link that lacks something says what`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?t=bert-cased&tp=1&x=Hello'), size)
    await ready(page)
    assert.match((await offered(page)).get('Element') ?? '', /^No element shows exactly this view/)
    await page.keyboard.press('Escape')
    await page.click('#text-foot >> text=around the text')
    await page.click('[role=menuitemradio]:has-text("Nothing")')
    await selectAll(page)
    await paste(page, Array.from({ length: 9000 }, (_, i) => `${i} ${(i * 2654435761) % 1e9}`).join('\n'))
    await settled(page)
    const long = await offered(page)
    assert.deepEqual([...long.keys()], ['Link', 'Picture'])
    assert.match((await page.textContent('.share-panel')) ?? '', /too long for a link/)
    await page.click('.share-panel button:text-is("PNG")')
    await page.waitForFunction(() =>
      /more than 20,000 characters would not be readable/.test(
        document.querySelector('.share-panel')?.textContent ?? '',
      ),
    )
    await page.keyboard.press('Escape')

    await selectAll(page)
    await page.keyboard.type('two')
    await page.click('#pick')
    await page.setInputFiles('.picker input[type=file]', {
      name: 'tokenizer.json',
      mimeType: 'application/json',
      buffer: Buffer.from(
        JSON.stringify({
          version: '1.0',
          added_tokens: [],
          normalizer: null,
          pre_tokenizer: { type: 'Whitespace' },
          post_processor: null,
          decoder: null,
          model: { type: 'WordLevel', vocab: { '[UNK]': 0, two: 1 }, unk_token: '[UNK]' },
        }),
      ),
    })
    await page.waitForFunction(() => document.querySelector('#pick')?.textContent === 'tokenizer.json')
    await settled(page)
    const own = await offered(page)
    assert.deepEqual([...own.keys()], ['Link', 'Picture'])
    assert.match((await page.textContent('.share-panel')) ?? '', /tokenizer\.json is here for this visit only/)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: of the Guide: its address`, async () => {
    const { page, errors, close } = await openPage(browser, at('#guide/unigram'), size)
    await page.waitForSelector('.guide-panel h2')
    const codes = await offered(page)
    assert.match(codes.get('Link') ?? '', /#guide\/unigram$/)
    assert.match(codes.get('Frame') ?? '', /\?embed=1#guide\/unigram/)
    assert.deepEqual(errors, [])
    await close()
  })
}
