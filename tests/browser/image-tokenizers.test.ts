// Every image tokenizer of the catalogue, in the room and in the API: it opens, gives figures, lets a cell be chosen and
// changed, and its ids are those of a native build.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage } from './page-open.ts'
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

interface Entry {
  readonly name: string
  readonly title: string
  readonly rate: string | null
  readonly options: readonly { readonly name: string; readonly least: number; readonly most: number }[]
}

const catalog = JSON.parse(await readFile('www/api/image-catalog.json', 'utf8')) as Entry[]

async function settled(page: Page): Promise<void> {
  await page.waitForSelector('.image-room .figures[data-state=ready] .figure b', { timeout: 60_000 })
}

async function psnr(page: Page): Promise<number> {
  await settled(page)
  return Number.parseFloat((await page.locator('.image-room .figures .figure b').nth(3).textContent()) ?? '')
}

async function psnrIs(page: Page, fits: (psnr: number) => boolean): Promise<void> {
  for (let round = 0; round < 200; round++) {
    if (fits(await psnr(page))) return
    await page.waitForTimeout(50)
  }
  assert.fail(`the PSNR stays at ${await psnr(page)}`)
}

for (const { name, options } of catalog) {
  test(`${name}: opens, a cell is zeroed and comes back, options are there`, async () => {
    const { page, errors, close } = await openPage(browser, `${site.url}index.html#image?t=${name}`)
    const first = await psnr(page)
    assert.ok(first > 10 && first <= 60, `${first} dB`)
    assert.equal(await page.getByLabel('Image tokenizer').inputValue(), name)
    assert.equal(await page.locator('.image-options input[type=range]').count(), options.length)

    await page.locator('.stage-frame').click({ position: { x: 40, y: 60 } })
    const card = page.locator('.image-room .cell')
    await card.getByRole('button', { name: 'Zero' }).click()
    await card.getByText('not the ids of the picture any more').waitFor()
    await settled(page)
    await card.getByRole('button', { name: 'Undo' }).click()
    await psnrIs(page, now => now === first)
    assert.deepEqual(errors, [])
    await close()
  })
}

test('the first bits of a stream, and the first ids of every cell, are decoded and counted alone', async () => {
  for (const name of ['wavelet-9-7', 'residual', 'pyramid', 'whole-pca']) {
    const { page, errors, close } = await openPage(browser, `${site.url}index.html#image?t=${name}`)
    const all = await psnr(page)
    const size = async (): Promise<number> =>
      Number.parseFloat((await page.locator('.image-room .figures .figure b').nth(2).textContent()) ?? '')
    const cost = await size()
    const slider = page.getByRole('slider', { name: 'How much is decoded' })
    await slider.fill('60')
    await psnrIs(page, now => now < all)
    const part = await psnr(page)
    assert.ok((await size()) < cost, name)
    await slider.press('End')
    await psnrIs(page, now => now === all)
    assert.ok(part > 5, name)
    assert.deepEqual(errors, [])
    await close()
  }
})

test('ids, side information and pictures are those of a native build', async () => {
  const golden = JSON.parse(await readFile('tests/golden/image/ids.json', 'utf8')) as unknown
  const { page, close } = await openPage(browser, `${site.url}index.html`)
  const found = await page.evaluate(async address => {
    const { Tokenarium } = (await import(address)) as typeof import('../../www/api/index.ts')
    const lab = await Tokenarium.create()
    const fnv = (bytes: ArrayLike<number>): number =>
      Array.prototype.reduce.call<ArrayLike<number>, [(sum: number, byte: number) => number, number], number>(
        bytes,
        (sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0,
        0x811c9dc5,
      )
    // The picture of `tests/images.rs`.
    const picture = new ImageData(96, 64)
    for (let at = 0; at < picture.data.length; at++) {
      const [x, y, channel] = [Math.floor(at / 4) % 96, Math.floor(at / 4 / 96), at % 4]
      const disc = (x - 40) ** 2 + (y - 30) ** 2 < 400
      picture.data[at] = channel === 3 ? 255 : ((x * 2 + y * (channel + 1)) % 160) + (disc ? 90 : 0)
    }
    const sums: Record<string, unknown> = {}
    for (const { name } of lab.imageCatalog()) {
      const tokenizer = await lab.image(name)
      const tokens = await tokenizer.encode(picture)
      const ids = new Uint8Array(tokens.ids.buffer, tokens.ids.byteOffset, tokens.ids.byteLength)
      const back = await tokenizer.decode(tokens)
      sums[name] = { count: tokens.ids.length, ids: fnv(ids), side: fnv(tokens.side), back: fnv(back.data) }
      await tokenizer.free()
    }
    await lab.free()
    return sums
  }, `${site.url}tokenarium.js`)
  assert.deepEqual(found, golden)
  await close()
})
