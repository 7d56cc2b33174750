// `<token-image>` in a page of another origin.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openForeign } from './foreign.ts'
import { png } from './png.ts'
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

const POLICY = { policy: '; img-src data: http:' }

async function state(page: Page, wanted: string): Promise<void> {
  await page.waitForFunction(
    wanted => (document.querySelector('token-image') as unknown as { state: string }).state === wanted,
    wanted,
    { timeout: 20_000 },
  )
}

const facts = (page: Page): Promise<string> =>
  page.locator('token-image').evaluate(each => each.shadowRoot?.querySelector('.facts')?.textContent ?? '')

test('a picture of a foreign page: ids, bits and quality; options and border are attributes', async () => {
  const body = `<token-image tokenizer="patches" options="side=8"><img src="${png()}" alt="grey"></token-image>`
  const { page, errors, close } = await openForeign(browser, site, body, POLICY)
  try {
    await state(page, 'ready')
    assert.match(await facts(page), /^patches · 1,152 ids · .* · 60\.0 dB$/)
    const first = await page.$eval('token-image', each => [
      ...((each as unknown as { tokens: { ids: Uint32Array } }).tokens.ids.subarray(0, 6) ?? []),
    ])
    assert.deepEqual(first, [0, 0, 0, 10, 10, 10])

    await page.$eval('token-image', each => {
      const heard: unknown[] = []
      Object.assign(globalThis, { heard })
      for (const name of ['ready', 'change']) {
        each.addEventListener(`tokenarium-${name}`, event => heard.push((event as CustomEvent).detail))
      }
      each.setAttribute('tokenizer', 'dct-8')
      each.setAttribute('options', 'step=200')
    })
    const heard = async <T>(index: number): Promise<T> => {
      await page.waitForFunction(index => index in (globalThis as unknown as { heard: unknown[] }).heard, index)
      return page.evaluate(index => (globalThis as unknown as { heard: unknown[] }).heard[index] as T, index)
    }
    const { psnr } = (await heard<{ measures: { psnr: number } }>(0)).measures
    assert.ok(psnr < 45, `${psnr}`)
    assert.match(await facts(page), /^dct-8 · /)

    // The place is the picture's own: nothing below moves when what came back is there.
    const boxes = await page.locator('token-image').evaluate(each => {
      const canvas = each.shadowRoot?.querySelector('canvas')?.getBoundingClientRect()
      const picture = each.querySelector('img')?.getBoundingClientRect()
      return [canvas, picture].map(box => [box?.x, box?.y, box?.width, box?.height])
    })
    assert.deepEqual(boxes[0], boxes[1])

    await page.locator('token-image input').focus()
    await page.keyboard.press('ArrowRight')
    assert.deepEqual(await heard(1), { kind: 'split', split: 51 })
    assert.equal(await page.locator('token-image').getAttribute('split'), '51')
    const link = await page.locator('token-image .link').getAttribute('href')
    assert.equal(link, `${site.url}index.html#image?t=dct-8&step=200`)
    assert.deepEqual(errors, [])
  } finally {
    await close()
  }
})

test('an unknown tokenizer, no picture, a picture of a third origin: each says what to do, and the picture stays', async () => {
  const third = await serve('/nowhere', {
    answer: (_path, _request, response) => {
      const content = Buffer.from(png().split(',')[1] ?? '', 'base64')
      response.writeHead(200, { 'content-type': 'image/png' }).end(content)
      return true
    },
  })
  const cases = [
    [
      `<token-image tokenizer="magic"><img src="${png()}" alt=""></token-image>`,
      /no image tokenizer magic.*Choose one/,
    ],
    ['<token-image></token-image>', /no img between the tags/],
    [`<token-image><img src="${third.url}a.png" alt=""></token-image>`, /another origin: add crossorigin/],
  ] as const
  try {
    for (const [body, words] of cases) {
      const { page, close } = await openForeign(browser, site, body, POLICY)
      await state(page, 'error')
      assert.match(await facts(page), words)
      await close()
    }
  } finally {
    await third.close()
  }
})

test('without scripts the picture is there', async () => {
  const body = `<token-image><img src="${png()}" alt="grey"></token-image>`
  const context = { javaScriptEnabled: false }
  const { page, close } = await openForeign(browser, site, body, { ...POLICY, context })
  assert.equal(await page.getByRole('img', { name: 'grey' }).isVisible(), true)
  await close()
})
