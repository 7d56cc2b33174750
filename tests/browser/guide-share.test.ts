// Room Guide, the panel 'Share or embed' and the page inside a frame, in the built site.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { collectErrors, DESKTOP, launch, PHONE } from './browser.ts'
import { type Site, serve } from './server.ts'

const AXE = await readFile('node_modules/axe-core/axe.min.js', 'utf8')

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

/** Ids of serious findings of axe. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const axe = (
      globalThis as unknown as {
        axe: {
          run(o: object): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>
        }
      }
    ).axe
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations
      .filter(each => each.impact === 'serious' || each.impact === 'critical')
      .map(each => `${each.id}: ${each.nodes.map(node => node.target.join(' ')).join(', ')}`)
  })
}

test('a card is an address; search and order narrow and turn the list; nothing serious for axe, at desktop and phone size', async () => {
  for (const size of [DESKTOP, PHONE]) {
    await open(
      'index.html#guide/bpe-training',
      async (page, errors) => {
        await page.getByRole('heading', { name: 'Training by merging', level: 2 }).waitFor()
        assert.equal(await page.locator('.guide-card').count(), 17)
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

test('what a card embeds is code with one script and the element', async () => {
  await open('index.html#guide/patterns', async page => {
    await page.getByRole('button', { name: 'Embed', exact: true }).click()
    const code = (await page.locator('.guide-copy:not([hidden]) pre').textContent()) ?? ''
    assert.ok(code.includes(`<script src="${site.url}embed.js"></script>`))
    assert.ok(code.includes('<token-compare tokenizers="o200k_base cl100k_base gpt2">'))
  })
})

test('share: link, element and frame of exactly this view, and pictures that hold the text', async () => {
  await open('index.html#text/inspect?t=gpt2&x=any%20text%20%3Cb%3E', async (page, errors) => {
    await page.locator('body').click()
    await page.getByText('5', { exact: true }).first().waitFor({ timeout: 20_000 })
    await page.getByRole('button', { name: 'Share or embed' }).click()
    const panel = page.getByRole('dialog', { name: 'Share or embed' })
    await panel.waitFor()
    const codes = await panel.locator('pre').allTextContents()
    assert.match(codes[0] ?? '', /#text\/inspect\?.*t=gpt2/)
    assert.ok((codes[1] ?? '').includes('<token-text tokenizer="gpt2">any text &lt;b&gt;</token-text>'), codes[1])
    assert.ok((codes[2] ?? '').includes('?embed=1#text/inspect'), codes[2])
    for (const [kind, name] of [
      ['SVG', 'tokens.svg'],
      ['PNG', 'tokens.png'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('button', { name: kind }).click(),
      ])
      assert.equal(download.suggestedFilename(), name)
      const file = await readFile((await download.path()) ?? '')
      if (kind === 'SVG') assert.ok(file.toString().includes('any text &lt;b&gt;'))
      else assert.deepEqual([...file.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47])
    }
    assert.deepEqual(await serious(page), [])
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    assert.deepEqual(errors, [])
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
