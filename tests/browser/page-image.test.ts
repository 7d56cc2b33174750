// Room Image of the built site: pictures in, tokens, figures, cells; and the image part of the API.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, SIZES, type Size, serious } from './page-open.ts'
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

const sizes = Object.keys(SIZES) as Size[]

/** Opens the room and waits for its first result. */
async function open(hash: string, size: Size = 'desktop') {
  const opened = await openPage(browser, `${site.url}index.html${hash}`, size)
  await settled(opened.page)
  return opened
}

/** Waits until the figures are those of what was asked for last. */
async function settled(page: Page): Promise<void> {
  await page.waitForSelector('.image-room .figures[data-state=ready] .figure b')
}

async function figures(page: Page): Promise<string[]> {
  await settled(page)
  return page.locator('.image-room .figure b').allTextContents()
}

async function psnr(page: Page): Promise<number> {
  return Number.parseFloat((await figures(page))[3] ?? '')
}

/** Waits for a PSNR that fits. */
async function psnrIs(page: Page, fits: (psnr: number) => boolean): Promise<void> {
  for (let round = 0; round < 100; round++) {
    if (fits(await psnr(page))) return
    await page.waitForTimeout(50)
  }
  assert.fail(`the PSNR stays at ${await psnr(page)}`)
}

test('room Text loads nothing of it', async () => {
  const opened = await openPage(browser, `${site.url}index.html#text/inspect?x=a`)
  const asked: string[] = []
  opened.page.context().on('request', request => asked.push(request.url()))
  await opened.page.reload()
  await opened.page.waitForFunction(() => document.querySelector('#figure-tokens b')?.textContent === '1')
  assert.deepEqual(
    asked.filter(url => /lab/.test(url)),
    [],
  )
  await opened.close()
})

for (const size of sizes) {
  test(`${size}: a sample is there as tokens; tokenizer and option change what comes back`, async () => {
    const { page, errors, close } = await open('#image', size)
    const [ids] = await figures(page)
    assert.equal(ids, '331,776')
    const first = await psnr(page)
    assert.ok(first > 25 && first < 50, `${first} dB`)

    const step = page.getByRole('slider', { name: /^Step of luma/ })
    await step.fill('120')
    await psnrIs(page, now => now < first - 2)
    await page.getByLabel('Image tokenizer').selectOption('patches')
    await psnrIs(page, now => now === 60)
    assert.match(page.url(), /#image\?t=patches&side=8$/)
    assert.equal(await page.locator('.files tr.own th').textContent(), 'Pixels and patches')

    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${wide} pixels too wide`)
    assert.deepEqual(await serious(page), [])
    assert.deepEqual(errors, [])
    await close()
  })
}

test('a cell is chosen by a press and by keys, changed, and changed back', async () => {
  const { page, errors, close } = await open('#image?t=patches&side=32')
  await page.locator('.stage-frame').click({ position: { x: 5, y: 5 } })
  const card = page.locator('.image-room .cell')
  assert.match((await card.locator('h2').textContent()) ?? '', /^Cell \(0, 0\), 3,072 ids$/)
  await page.locator('.stage-frame').press('ArrowRight')
  await page.locator('.stage-frame').press('ArrowDown')
  assert.match((await card.locator('h2').textContent()) ?? '', /^Cell \(1, 1\)/)

  await card.getByRole('button', { name: 'Zero' }).click()
  await psnrIs(page, now => now < 30)
  assert.match((await card.textContent()) ?? '', /not the ids of the picture any more/)
  await card.getByRole('button', { name: 'Undo' }).click()
  await psnrIs(page, now => now === 60)
  await card.getByRole('button', { name: 'Take' }).click()
  await page.locator('.stage-frame').press('ArrowDown')
  await card.getByRole('button', { name: 'Put here' }).click()
  await psnrIs(page, now => now < 60)
  assert.deepEqual(errors, [])
  await close()
})

test('a picture of the visitor is read; a broken file is told, and the picture stays', async () => {
  const { page, errors, close } = await open('#image?t=dct-8&step=8')
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(50, 30)
    const context = canvas.getContext('2d')
    if (context) {
      context.fillStyle = '#c04020'
      context.fillRect(10, 10, 20, 10)
    }
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
  })
  const file = page.getByLabel('Picture file')
  await file.setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: Buffer.from(png) })
  await page.getByText('50 × 30 pixels').waitFor()
  assert.equal((await figures(page))[0], String(4 * 7 * 192).replace(/(?=...$)/, ','))

  await file.setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from(png.slice(0, 40)) })
  await page.getByText('broken.png (image/png, 40 bytes) is no picture that this browser reads.').waitFor()
  const canvas = page.locator('.stage-picture').first()
  assert.equal(await canvas.evaluate(canvas => (canvas as HTMLCanvasElement).width), 50)
  assert.deepEqual(errors, [])
  await close()
})

for (const size of sizes) {
  test(`${size}: curves of rate and quality; a point of another curve stands beside, one of this sets the option`, async () => {
    const { page, errors, close } = await open('#image?t=dct-8&step=40&s=gradient', size)
    const curves = page.getByRole('region', { name: 'Bits against quality' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      curves.getByRole('button', { name: 'Save CSV' }).click(),
    ])
    const rows = (await readFile((await download.path()) ?? '', 'utf8')).split('\r\n').map(row => row.split(','))
    assert.deepEqual(rows[0]?.slice(0, 2), ['curve', 'setting'])
    const psnrs = (name: string): number[] => rows.filter(row => row[0] === name).map(row => Number(row.at(-2)))
    assert.deepEqual([...new Set(psnrs('Pixels and patches'))], [60])
    assert.equal(psnrs('DCT 8 × 8').length, 7)
    assert.ok(psnrs('JPEG').length === 8 && psnrs('WebP').length === 8)
    // A coarser step is never nearer to the picture.
    assert.deepEqual(
      psnrs('DCT 8 × 8').toSorted((a, b) => b - a),
      psnrs('DCT 8 × 8'),
    )

    const chart = curves.locator('.rate-chart')
    await chart.focus()
    const tip = curves.locator('.chart-tip')
    while (!/^JPEG, quality 95/.test((await tip.textContent()) ?? '')) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.locator('.stage-left', { hasText: 'JPEG, quality 95' }).waitFor()
    await page.getByLabel('On the left').selectOption('')
    await page.locator('.stage-left', { hasText: 'original' }).waitFor()

    while (!/^DCT 8 × 8, step of luma 255/.test((await tip.textContent()) ?? '')) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => location.hash.includes('step=255'))
    await page.getByLabel('On the left').selectOption('WebP')
    await page.locator('.stage-left', { hasText: /^WebP, quality/ }).waitFor()
    await curves.getByRole('button', { name: 'SSIM' }).click()
    assert.match((await chart.getAttribute('aria-label')) ?? '', /against SSIM/)
    assert.deepEqual(await serious(page), [])
    assert.deepEqual(errors, [])
    await close()
  })
}

test('the decoded picture is saved as PNG', async () => {
  const { page, close } = await open('#image?t=patches&side=4&s=noise')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save PNG' }).click(),
  ])
  assert.equal(download.suggestedFilename(), 'noise-patches.png')
  const saved = await readFile((await download.path()) ?? '')
  const same = await page.evaluate(
    async bytes => {
      const blob = new Blob([Uint8Array.from(bytes)], { type: 'image/png' })
      const bitmap = await createImageBitmap(blob)
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
      context?.drawImage(bitmap, 0, 0)
      const saved = context?.getImageData(0, 0, bitmap.width, bitmap.height).data
      const shown = document.querySelector<HTMLCanvasElement>('.stage-picture')
      const original = shown?.getContext('2d')?.getImageData(0, 0, bitmap.width, bitmap.height).data
      return saved?.every((sample, at) => sample === original?.[at])
    },
    [...saved],
  )
  assert.equal(same, true)
  await close()
})

test('any address opens the room', async () => {
  for (const query of ['?t=magic&side=-3', '?t=patches&side=1e9', '?s=%00&step=NaN', '?t=dct-8&step=999']) {
    const { page, errors, close } = await open(`#image${query}`)
    assert.ok((await psnr(page)) > 20, query)
    assert.deepEqual(errors, [])
    await close()
  }
})

test('the API: encode, decode, region, rate, measure, and what is refused', async () => {
  const { page, close } = await openPage(browser, `${site.url}index.html`)
  const found = await page.evaluate(async address => {
    const { Tokenarium } = (await import(address)) as typeof import('../../www/api/index.ts')
    const lab = await Tokenarium.create()
    const code = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'nothing',
        (error: { code?: string }) => String(error.code),
      )
    const picture = new ImageData(20, 12)
    picture.data.forEach((_, at) => (picture.data[at] = at % 4 === 3 ? 255 : (at * 37) % 256))
    const patches = await lab.image('patches', { options: { side: 8 } })
    const tokens = await patches.encode(picture)
    const back = await patches.decode(tokens)
    const dct = await lab.image('dct-8')
    const coded = await dct.encode(picture)
    const clear = new ImageData(1, 1)
    const one = await lab.image('patches', { options: { side: 1 } })
    const result = {
      names: lab.imageCatalog().map(({ name }) => name),
      layout: tokens.layout,
      bits: tokens.bits,
      same: back.data.every((sample, at) => sample === picture.data[at]),
      equal: await lab.measure(picture, back),
      region: await patches.region(tokens, 5 * 192),
      rate: await dct.rate(coded),
      ground: [...(await one.encode(clear, { ground: [1, 2, 3] })).ids],
      white: [...(await one.encode(clear)).ids],
      codes: [
        await code(lab.image('magic')),
        await code(lab.image('patches', { options: { side: 99 } })),
        await code(lab.pixels(new Blob(['no picture']))),
        await code(dct.decode({ ...coded, ids: coded.ids.fill(4_000_000_000) })),
        await code(dct.decode({ ...coded, ids: new Uint32Array(3) })),
        await code(lab.measure(picture, clear)),
        await code(patches.encode(new ImageData(8200, 1))),
        await code(patches.free().then(() => patches.encode(picture))),
      ],
    }
    await lab.free()
    return result
  }, `${site.url}tokenarium.js`)
  assert.deepEqual(found.names, ['patches', 'dct-8'])
  assert.deepEqual(found.layout, { kind: 'grid', rows: 2, columns: 3, depth: 192, side: 8 })
  assert.equal(found.bits, 6 * 192 * 8)
  assert.equal(found.same, true)
  assert.deepEqual(found.equal, { psnr: 60, ssim: 1 })
  assert.deepEqual(found.region, { x: 16, y: 8, width: 4, height: 4 })
  assert.ok(found.rate.adaptive > 0 && found.rate.adaptive < found.rate.fixed)
  assert.equal(found.rate.sideInformation, 6 + 26)
  assert.deepEqual(found.ground, [1, 2, 3])
  assert.deepEqual(found.white, [255, 255, 255])
  assert.deepEqual(found.codes, [
    'unknown-name',
    'invalid-argument',
    'malformed',
    'unknown-id',
    'invalid-argument',
    'invalid-argument',
    'too-large',
    'freed',
  ])
  await close()
})
