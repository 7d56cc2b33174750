// Room Guide, the panel 'Share or embed' and the page inside a frame, in the built site.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { collectErrors, DESKTOP, launch, PHONE } from './browser.ts'
import { openForeign } from './foreign.ts'
import { png } from './png.ts'
import { openPage, serious, SIZES } from './page-open.ts'
import { type Site, serve } from './server.ts'
import { CARDS } from '../../www/page/guide/registry.ts'

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

async function open(
  path: string,
  run: (page: Page, errors: string[]) => Promise<void>,
  viewport: { width: number; height: number } = DESKTOP,
): Promise<void> {
  const context = await browser.newContext({ viewport, acceptDownloads: true })
  const page = await context.newPage()
  const errors = collectErrors(page)
  try {
    await page.goto(`${site.url}${path}`)
    await run(page, errors)
  } finally {
    await context.close()
  }
}

test('a card is an address; search and order narrow and turn the list; nothing serious for axe, at desktop and phone size', async () => {
  for (const size of [DESKTOP, PHONE]) {
    await open(
      'index.html#guide/bpe-training',
      async (page, errors) => {
        await page.getByRole('heading', { name: 'Training by merging', level: 2 }).waitFor()
        assert.equal(await page.locator('.guide-card').count(), CARDS.length)
        await page.getByRole('searchbox', { name: 'Search the guide' }).fill('renyi')
        assert.equal(await page.locator('.guide-card').count(), 1)
        await page.getByRole('searchbox', { name: 'Search the guide' }).fill('')
        await page.getByRole('button', { name: 'By paper' }).click()
        assert.ok((await page.locator('.guide-paper').count()) > 15)
        await page.getByRole('button', { name: 'In order' }).click()
        await page.locator('.guide-card', { hasText: 'Half characters' }).click()
        await page.getByRole('heading', { name: 'Half characters', level: 2 }).waitFor()
        assert.match(page.url(), /#guide\/half-characters$/)
        assert.ok(
          await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
          'nothing scrolls sideways',
        )
        assert.deepEqual(await serious(page), [])
        assert.deepEqual(errors, [])
      },
      size,
    )
  }
})

test('a mangled card opens the guide at its first', async () => {
  await open('index.html#guide/%E0%A4%A', async (page, errors) => {
    await page.getByRole('heading', { name: 'Byte-pair encoding', level: 2 }).waitFor()
    assert.deepEqual(errors, [])
  })
})

test('a card opens its room in exactly its state: merge 12 of this text', async () => {
  await open('index.html#guide/bpe-training', async page => {
    await page.getByRole('link', { name: 'Open in Train' }).click()
    assert.match(page.url(), /#text\/train\?/)
    await page.getByText('Step 12:').first().waitFor({ timeout: 20_000 })
  })
})

for (const size of ['desktop', 'phone'] as const) {
  test(`${size}: every card opens its room in a state that works, and what it embeds works elsewhere`, async () => {
    const { page, errors, close } = await openPage(browser, `${site.url}index.html#guide`, size)
    await page.waitForSelector('.guide-card')
    const ids = await page.$$eval('.guide-card', all => all.map(each => each.getAttribute('data-card') ?? ''))
    assert.equal(new Set(ids).size, ids.length)
    const codes: string[] = []
    for (const id of ids) {
      await page.click(`.guide-card[data-card="${id}"]`)
      await page.waitForFunction(wanted => location.hash === `#guide/${wanted}`, id)
      assert.equal(await page.$$eval('.guide-panel .guide-source', all => all.length > 0), true, id)
      const embeds = (await page.getByRole('button', { name: 'Embed', exact: true }).count()) > 0
      if (embeds) codes.push(await page.$eval('.guide-copy pre', each => each.textContent ?? ''))
      await page.click('.guide-actions .go')
      await page.waitForFunction(() => {
        const place = (id: string): HTMLElement | null =>
          document.querySelector<HTMLElement>(`#room-text:not([hidden]) #${id}:not([hidden])`)
        return (
          (place('inspect') && place('figures')?.dataset.state === 'ready') ||
          (place('compare') && document.querySelector('#compare-table tbody tr')) ||
          (place('train') && document.querySelector('.train-words > div')) ||
          document.querySelector('.image-room:not([hidden]) .figures[data-state=ready] .figure b') ||
          document.querySelector('.generate-room:not([hidden]) .go:not([disabled])')
        )
      })
      assert.equal(await page.$('#notices .bad'), null, id)
      await page.goBack()
      await page.waitForFunction(() => location.hash.startsWith('#guide/'))
    }
    assert.deepEqual(errors, [])
    await close()
    const elements = codes.map(code => code.slice(code.indexOf('\n') + 1).replace('YOUR-PICTURE.png', png()))
    const other = await openForeign(browser, site, elements.join('<p>Between.</p>'), {
      context: { viewport: SIZES[size] },
      policy: '; img-src data: http:',
    })
    for (const element of await other.page.$$('token-text, token-compare, token-train, token-image, token-generate')) {
      await element.scrollIntoViewIfNeeded()
      // A model is fetched at the press of its button only.
      await element.evaluate(
        each => each.localName === 'token-generate' && (each as unknown as { start(): void }).start(),
      )
      await other.page.waitForFunction(each => (each as unknown as { state: string }).state === 'ready', element)
    }
    assert.deepEqual(other.errors, [])
    await other.close()
  })
}

test('a card is embedded by one script and one element, and cited as BibTeX', async () => {
  await open('index.html#guide/patterns', async page => {
    await page.getByRole('button', { name: 'Embed', exact: true }).click()
    const code = (await page.locator('.guide-copy:not([hidden]) pre').textContent()) ?? ''
    assert.ok(code.includes(`<script src="${site.url}embed.js"></script>`))
    assert.ok(code.includes('<token-compare tokenizers="o200k_base cl100k_base gpt2">'))
    await page.getByRole('button', { name: 'Embed', exact: true }).click()
    await page.getByRole('button', { name: 'Cite', exact: true }).click()
    const cite = (await page.locator('.guide-copy:not([hidden]) pre').textContent()) ?? ''
    assert.match(cite, /^@misc\{radford2019language,\n {2}author = \{/)
  })
})

test('inside a frame of another site: the view, a way out, and its height told to the page around it', async () => {
  const other = await serve('/nowhere', {
    answer: (_path, _request, response) => {
      response
        .writeHead(200, {
          'content-type': 'text/html',
          'content-security-policy': `default-src 'none'; frame-src ${site.url}`,
        })
        .end(
          `<!doctype html><title>Frame</title><iframe title="Tokens" width="700" height="400" src="${site.url}index.html?embed=1#text/inspect?t=gpt2&amp;x=any%20text"></iframe>`,
        )
      return true
    },
  })
  const context = await browser.newContext({ viewport: DESKTOP })
  try {
    const page = await context.newPage()
    await page.addInitScript(() => {
      const place = globalThis as unknown as { heights: number[] }
      place.heights = []
      addEventListener('message', event => {
        const data = event.data as { tokenarium?: string; height?: number }
        if (data.tokenarium === 'size') place.heights.push(data.height ?? 0)
      })
    })
    await page.goto(other.url)
    const frame = page.frameLocator('iframe')
    await frame.getByRole('link', { name: 'Open in Tokenarium' }).waitFor()
    assert.equal(await frame.getByRole('button', { name: 'Share or embed' }).isVisible(), false)
    const href = (await frame.getByRole('link', { name: 'Open in Tokenarium' }).getAttribute('href')) ?? ''
    assert.ok(href.includes('#text/inspect') && !href.includes('embed='), href)
    await page.waitForFunction(() => (globalThis as unknown as { heights: number[] }).heights.length > 0)
    const heights = await page.evaluate(() => (globalThis as unknown as { heights: number[] }).heights)
    assert.ok((heights.at(-1) ?? 0) > 100, String(heights))
  } finally {
    await context.close()
    await other.close()
  }
})
