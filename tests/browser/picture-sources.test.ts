// How pictures come into room Image of the built site: one, many, a folder, an address, the camera, pictures that are not
// opaque, and a result that was made elsewhere.

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { FAKE_CAMERA, launch } from './browser.ts'
import { openPage, serious } from './page-open.ts'
import { type Site, serve } from './server.ts'

let browser: Browser
let site: Site
before(async () => {
  browser = await launch(FAKE_CAMERA)
  site = await serve()
})
after(async () => {
  await browser.close()
  await site.close()
})

async function open(hash: string, size: 'desktop' | 'phone' = 'desktop') {
  const opened = await openPage(browser, `${site.url}index.html${hash}`, size)
  await opened.page.waitForSelector('.image-room .figures[data-state=ready] .figure b')
  return opened
}

/** A PNG: a square of `colour` on a ground that is clear where `clear` is set. */
async function png(page: Page, side: number, colour: string, clear = false): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([side, colour, clear]) => {
      const canvas = new OffscreenCanvas(side, side)
      const context = canvas.getContext('2d')
      if (!context) return []
      context.fillStyle = '#ffffff'
      if (!clear) context.fillRect(0, 0, side, side)
      context.fillStyle = colour
      context.fillRect(side / 4, side / 4, side / 3, side / 3)
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
    },
    [side, colour, clear] as const,
  )
  return Buffer.from(bytes)
}

test('many pictures: means with intervals, a dot each, a second tokenizer against the first, CSV, broken ones named', async () => {
  const { page, errors, close } = await open('#image?t=dct-8&step=60&s=gradient')
  const files = await Promise.all(
    ['#c04020', '#2040c0', '#20a040'].map(async (colour, at) => ({
      name: `p${at}.png`,
      mimeType: 'image/png',
      buffer: await png(page, 40 + 8 * at, colour),
    })),
  )
  const broken = { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }
  const many = page.getByRole('region', { name: 'Many pictures' })
  await page
    .getByLabel('Many pictures', { exact: true })
    .and(page.locator('input'))
    .setInputFiles([...files, broken])
  await many.getByText('1 picture left out').waitFor()
  const row = many.locator('tbody tr')
  assert.match((await row.first().textContent()) ?? '', /^DCT 8 × 8, step of luma 603/)
  assert.match((await row.first().locator('td').nth(2).textContent()) ?? '', /^\d+\.\d\d \d+\.\d\d … \d+\.\d\d$/)
  const words = (await many.locator('svg').getAttribute('aria-label')) ?? ''
  assert.match(words, /a dot for each picture: DCT 8 × 8/)
  await many.locator('svg').focus()
  await page.keyboard.press('ArrowRight')
  assert.match((await many.locator('.chart-tip').textContent()) ?? '', /p1\.png/)

  await page.getByLabel('Image tokenizer').selectOption('patches')
  await many.getByRole('button', { name: /^Measure with Pixels/ }).click()
  await page.waitForFunction(() => document.querySelectorAll('.many tbody tr').length === 2)
  await many.getByRole('button', { name: 'Save CSV' }).waitFor()
  // Pixels come back exactly: the difference to the first run is 60 dB minus its mean.
  const against = Number.parseFloat((await row.nth(1).locator('td').nth(4).textContent()) ?? '')
  const first = Number.parseFloat((await row.first().locator('td').nth(2).textContent()) ?? '')
  assert.ok(Math.abs(against - (60 - first)) < 0.011, `${against} and ${first}`)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    many.getByRole('button', { name: 'Save CSV' }).click(),
  ])
  const rows = (await readFile((await download.path()) ?? '', 'utf8')).split('\r\n')
  assert.equal(rows.length, 1 + 2 * 4)
  assert.deepEqual(await serious(page), [])
  assert.deepEqual(errors, [])
  await close()
})

test('a folder is taken, what is no picture left out, and the first 100 measured; it can be stopped', async () => {
  const { page, errors, close } = await open('#image?t=dct-8&s=gradient', 'phone')
  const folder = await mkdtemp(join(tmpdir(), 'pictures-'))
  try {
    const content = await png(page, 24, '#c04020')
    for (let at = 0; at < 105; at++) await writeFile(join(folder, `${at}.png`), content)
    await writeFile(join(folder, 'notes.txt'), 'no picture')
    const many = page.getByRole('region', { name: 'Many pictures' })
    await page.getByLabel('Folder of pictures').setInputFiles(folder)
    await many.getByText('Of 105 pictures the first 100 are taken.').waitFor()
    await many.getByRole('button', { name: 'Cancel' }).click()
    await many.getByRole('button', { name: /^Measure with/ }).waitFor()
    assert.equal(await many.getByText('100 pictures').isVisible(), true)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${wide} pixels too wide`)
    assert.deepEqual(errors, [])
  } finally {
    await rm(folder, { recursive: true })
    await close()
  }
})

test('samples: a photograph, and an emoji that is clear around, both are in the address', async () => {
  const { page, errors, close } = await open('#image?t=patches&side=32')
  await page.getByLabel('Sample', { exact: true }).selectOption('otter')
  await page.getByText('480 × 270 pixels').waitFor()
  await page.waitForFunction(() => location.hash.endsWith('s=otter'))
  assert.equal(await page.getByLabel('Colour under what is not opaque').isVisible(), false)
  await page.getByLabel('Sample', { exact: true }).selectOption('octopus')
  await page.getByText('256 × 256 pixels').waitFor()
  assert.equal(await page.getByLabel('Colour under what is not opaque').isVisible(), true)
  await page.reload()
  await page.getByText('256 × 256 pixels').waitFor()
  assert.deepEqual(errors, [])
  await close()
})

test('a picture at an address; an address that gives none says why', async () => {
  const { page, close } = await open('#image?s=gradient')
  const content = await png(page, 32, '#c04020')
  await page.route('https://pictures.example/**', route => {
    const url = route.request().url()
    if (url.endsWith('/shut.png')) return route.abort()
    if (url.endsWith('/gone.png'))
      return route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } })
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'image/png' }
    return route.fulfill({ status: 200, headers, body: content })
  })
  await page.getByRole('button', { name: 'Address…' }).click()
  const field = page.getByRole('textbox', { name: 'Address of a picture' })
  const status = page.locator('.image-status')
  for (const [address, words] of [
    ['https://pictures.example/shut.png', /No picture from this address.*sends no CORS header/],
    ['https://pictures.example/gone.png', /answered 404/],
    ['http://pictures.example/a.png', /Only https/],
  ] as const) {
    await field.fill(address)
    await field.press('Enter')
    await status.filter({ hasText: words }).waitFor()
  }
  await field.fill('https://pictures.example/square.png')
  await field.press('Enter')
  await page.getByText('32 × 32 pixels').waitFor()
  await close()
})

test('what is clear lies on a colour of choice', async () => {
  const { page, errors, close } = await open('#image?t=patches&side=8&s=gradient')
  assert.equal(await page.getByLabel('Colour under what is not opaque').isVisible(), false)
  const buffer = await png(page, 32, '#c04020', true)
  await page.getByLabel('Picture file').setInputFiles({ name: 'clear.png', mimeType: 'image/png', buffer })
  const field = page.getByLabel('Colour under what is not opaque')
  await field.waitFor()
  await page.getByText('32 × 32 pixels').waitFor()
  const corner = (): Promise<number[]> =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.stage-side canvas')
      return [...(canvas?.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [])]
    })
  assert.deepEqual(await corner(), [255, 255, 255, 255])
  await field.fill('#204060')
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.stage-side canvas')
    return canvas?.getContext('2d')?.getImageData(0, 0, 1, 1).data[0] === 0x20
  })
  assert.deepEqual(await corner(), [0x20, 0x40, 0x60, 255])
  assert.deepEqual(errors, [])
  await close()
})

test('the camera: frames with their rate, one kept; refused, it says so and the picture is there', async () => {
  const { page, errors, close } = await open('#image?t=dct-8&s=gradient')
  await page.getByRole('button', { name: 'Camera' }).click()
  const live = page.getByRole('group', { name: 'Camera' })
  await live.getByText(/frames a second/).waitFor()
  const seen = (): Promise<string> =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.stage-side canvas')
      const picture = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
      return String(picture?.data.reduce((sum, value, at) => (sum + value * (at % 997)) % 1e9, 0))
    })
  const before = await seen()
  for (let round = 0; round < 50 && (await seen()) === before; round++) await page.waitForTimeout(100)
  assert.notEqual(await seen(), before)
  // Another tokenizer while it runs.
  await page.getByLabel('Image tokenizer').selectOption('patches')
  await page.locator('.stage-right', { hasText: 'Pixels and patches' }).waitFor()
  await live.getByRole('button', { name: 'Keep this picture' }).click()
  await page.waitForSelector('.image-room .figures[data-state=ready]')
  assert.equal(await live.isVisible(), false)
  await page.getByText('384 × 288 pixels').waitFor()
  const kept = await seen()
  await page.waitForTimeout(300)
  assert.equal(await seen(), kept)

  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await page.getByRole('button', { name: 'Camera' }).click()
  await page.locator('.image-status', { hasText: 'The camera was not allowed' }).waitFor()
  assert.equal(await seen(), kept)
  assert.deepEqual(errors, [])
  await close()
})

test('a result of the visitor is one more point; of another size it is refused', async () => {
  const { page, errors, close } = await open('#image?t=dct-8&step=40')
  const original = await page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>('.stage-picture')
    const blob = await new Promise<Blob | null>(resolve => canvas?.toBlob(resolve, 'image/png'))
    return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))]
  })
  const curves = page.getByRole('region', { name: 'Bits against quality' })
  await curves.getByText('Add your own result').click()
  const file = curves.getByLabel('Decoded picture')
  const small = await png(page, 20, '#c04020')
  await file.setInputFiles({ name: 'small.png', mimeType: 'image/png', buffer: small })
  await curves.getByRole('button', { name: 'Add point' }).click()
  await curves.getByText(/small\.png is 20 × 20 pixels, this picture 384 × 288/).waitFor()

  await file.setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: Buffer.from(original) })
  await curves.getByLabel('Bytes that it took').fill('5000')
  await curves.getByRole('button', { name: 'Add point' }).click()
  await page.getByLabel('On the left').locator('option', { hasText: 'mine.png' }).waitFor({ state: 'attached' })
  await page.getByLabel('On the left').selectOption('mine.png')
  await page.locator('.stage-left', { hasText: 'mine.png, 5,000 bytes: 5.0 kB, 60.0 dB' }).waitFor()
  assert.deepEqual(errors, [])
  await close()
})
