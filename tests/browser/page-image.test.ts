// Room Image of the built site: pictures in, tokens, figures, cells; and the image part of the API.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, SIZES, type Size, serious } from './page-open.ts'
import { type Site, serve } from './server.ts'
import catalog from '../../www/api/image-catalog.json' with { type: 'json' }

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

test('ids are edited one by one, shuffled, undone and done again by keys; places of an id are shown', async () => {
  const { page, errors, close } = await open('#image?t=patches&side=32')
  const card = page.locator('.image-room .cell')
  await page.locator('.stage-frame').click({ position: { x: 5, y: 5 } })
  await card.locator('.cell-ids button').nth(2).click()
  const value = card.getByRole('spinbutton', { name: /^Value of id 3 of the cell, 0 to 255$/ })
  const before = Number(await value.inputValue())
  await value.fill(String(255 - before))
  await value.press('Enter')
  await psnrIs(page, now => now < 60)
  assert.equal(await value.inputValue(), String(255 - before))
  await value.fill('256')
  await value.press('Enter')
  await page.locator('[role=status], [aria-live]', { hasText: 'Ids here go from 0 to 255.' }).first().waitFor()
  assert.equal(await value.inputValue(), String(255 - before))
  assert.equal(await card.getByRole('img', { name: 'The cell, this id alone' }).count(), 1)

  await page.locator('.stage-frame').focus()
  await page.keyboard.press('Control+z')
  await psnrIs(page, now => now === 60)
  await page.keyboard.press('Control+Shift+z')
  await psnrIs(page, now => now < 60)
  await card.getByRole('button', { name: 'Undo' }).click()
  await psnrIs(page, now => now === 60)
  await card.getByRole('button', { name: 'Shuffle all' }).click()
  await psnrIs(page, now => now < 30)
  await page.keyboard.press('Control+z')
  await psnrIs(page, now => now === 60)

  assert.equal(await page.locator('.stage-veil').isVisible(), false)
  await card.getByRole('button', { name: 'Show places' }).click()
  assert.equal(await page.locator('.stage-veil').isVisible(), true)
  await card.getByRole('button', { name: 'Show places' }).click()
  assert.equal(await page.locator('.stage-veil').isVisible(), false)

  // A cell that was taken goes into another picture.
  await card.getByRole('button', { name: 'Take' }).click()
  await page.getByLabel('Sample').selectOption('gradient')
  await page.waitForFunction(() => location.hash.includes('s=gradient'))
  await psnrIs(page, now => now === 60)
  await card.getByRole('button', { name: 'Put here' }).click()
  await psnrIs(page, now => now < 60)
  assert.deepEqual(errors, [])
  await close()
})

for (const size of sizes) {
  test(`${size}: the picture zooms by buttons, keys, wheel and two fingers; its border is moved`, async () => {
    const { page, errors, close } = await open('#image?t=patches&side=8', size)
    const frame = page.locator('.stage-frame')
    const whole = page.getByTitle('Show the whole picture')
    const scale = async (): Promise<number> => Number.parseInt((await whole.textContent()) ?? '', 10)
    await page.getByRole('button', { name: 'Zoom in' }).click()
    assert.equal(await scale(), 150)
    await frame.focus()
    await page.keyboard.press('+')
    assert.equal(await scale(), 225)
    await page.keyboard.press('-')
    assert.equal(await scale(), 150)
    await page.keyboard.press('0')
    assert.equal(await scale(), 100)
    const box = await frame.boundingBox()
    assert.ok(box)
    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 4)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -200)
    await page.keyboard.up('Control')
    await page.waitForFunction(
      () => !document.querySelector('[title="Show the whole picture"]')?.textContent?.startsWith('100'),
    )

    // Zoomed, a drag moves the picture and chooses nothing.
    const at = (): Promise<string> =>
      frame
        .locator('canvas')
        .first()
        .evaluate(canvas => canvas.style.transform)
    const before = await at()
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 4 - 60, box.y + box.height / 4 - 40, { steps: 4 })
    await page.mouse.up()
    assert.notEqual(await at(), before)
    assert.equal(await page.locator('.cell h2').textContent(), 'A cell')
    await whole.click()

    // Two fingers draw apart.
    await frame.evaluate(element => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const send = (type: string, pointerId: number, share: number): void => {
        const clientX = x + width * share
        const init = { pointerId, pointerType: 'touch', bubbles: true, clientX, clientY: y + height / 2, button: 0 }
        element.dispatchEvent(new PointerEvent(type, init))
      }
      send('pointerdown', 11, 0.45)
      send('pointerdown', 12, 0.55)
      send('pointermove', 11, 0.4)
      send('pointermove', 12, 0.6)
      send('pointerup', 11, 0.4)
      send('pointerup', 12, 0.6)
    })
    assert.equal(await scale(), 200)
    await whole.click()

    const border = page.getByRole('slider', { name: /^Border between/ })
    await border.focus()
    await page.keyboard.press('ArrowRight')
    assert.equal(await border.getAttribute('aria-valuenow'), '52')
    await page.keyboard.press('Home')
    assert.equal(await border.getAttribute('aria-valuenow'), '0')
    await border.hover({ position: { x: 22, y: 10 }, force: true })
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 3 })
    await page.mouse.up()
    assert.equal(await border.getAttribute('aria-valuenow'), '75')
    // The whole picture is seen in its own proportions.
    const shape = await frame.evaluate(element => element.clientWidth / element.clientHeight)
    assert.ok(Math.abs(shape - 384 / 288) < 0.01, `${shape}`)
    assert.deepEqual(errors, [])
    await close()
  })
}

test('ids by use: what they paint, where they are, figures on them', async () => {
  const { page, errors, close } = await open('#image?t=patches&side=1&s=gradient')
  const panel = page.getByRole('region', { name: 'Ids of this picture by use' })
  await panel.locator('.codes button').first().waitFor()
  const first = (await panel.locator('.codes button').first().textContent()) ?? ''
  const uses = Number(/×([\d,]+)$/.exec(first)?.[1]?.replaceAll(',', ''))
  assert.ok(uses > 100, first)
  assert.equal(await panel.locator('.codes canvas').count(), 40)
  assert.match((await panel.textContent()) ?? '', /of 256 possible/)
  await panel.locator('.codes button').first().click()
  assert.equal(await page.locator('.stage-veil').isVisible(), true)
  await panel.getByRole('spinbutton').fill('3')
  await panel.getByRole('spinbutton').press('Enter')
  await page.waitForFunction(old => document.querySelector('.codes button')?.textContent !== old, first)
  assert.deepEqual(await serious(page), [])
  assert.deepEqual(errors, [])
  await close()
})

test('cells are drawn over the picture where they have a shape; lines follow the view', async () => {
  const { page, errors, close } = await open('#image?t=quadtree&leaves=64')
  const cells = page.getByLabel('cells', { exact: true })
  const path = page.locator('.stage-lines path').first()
  await cells.check()
  const whole = (await path.getAttribute('d')) ?? ''
  assert.equal(whole.match(/M/g)?.length, 64)
  const box = (): Promise<string | null> => page.locator('.stage-lines').getAttribute('viewBox')
  assert.equal(await box(), '0 0 384 288')
  await page.getByRole('button', { name: 'Zoom in' }).click()
  assert.match((await box()) ?? '', / 256 192$/)
  await page.getByLabel('Image tokenizer').selectOption('gaussians')
  await page.waitForFunction(old => document.querySelector('.stage-lines path')?.getAttribute('d') !== old, whole)
  assert.equal(((await path.getAttribute('d')) ?? '').match(/M/g)?.length, 96)
  await page.getByLabel('Image tokenizer').selectOption('merging')
  await cells.waitFor({ state: 'hidden' })
  await page.getByLabel('Image tokenizer').selectOption('patches')
  await cells.uncheck()
  assert.equal(await path.getAttribute('d'), '')
  assert.deepEqual(errors, [])
  await close()
})

test('components of a cell are drawn and lead to their ids; entries near an id can take its place', async () => {
  const { page, errors, close } = await open('#image?t=pca-bits&bits=32')
  const strip = page.getByRole('group', { name: 'What each id of a cell adds' })
  await strip.locator('canvas').nth(3).waitFor()
  // No component is flat grey but what is no component.
  const flat = await strip.locator('canvas').evaluateAll(
    all =>
      all.filter(canvas => {
        const { width, height } = canvas as HTMLCanvasElement
        const samples = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data
        return samples?.every((sample, at) => at % 4 === 3 || sample === 128)
      }).length,
  )
  assert.equal(flat, 0)
  await strip.locator('button').nth(2).click()
  assert.equal(await page.getByRole('spinbutton', { name: 'Which id of a cell' }).inputValue(), '3')
  assert.equal(await strip.locator('[aria-pressed=true]').count(), 1)

  await page.getByLabel('Image tokenizer').selectOption('codebook')
  await strip.waitFor({ state: 'hidden' })
  await settled(page)
  await page.locator('.stage-frame').click({ position: { x: 9, y: 9 } })
  const near = page.locator('.id-near button')
  await near.nth(5).waitFor()
  const other = (await near.first().textContent()) ?? ''
  await near.first().click()
  await page.waitForFunction(id => document.querySelector<HTMLInputElement>('.cell .id-value')?.value === id, other)
  assert.match((await page.locator('.cell').textContent()) ?? '', /not the ids of the picture any more/)
  assert.deepEqual(await serious(page), [])
  assert.deepEqual(errors, [])
  await close()
})

for (const size of sizes) {
  test(`${size}: the language of ids stands beside as many tokens of a text`, async () => {
    const { page, errors, close } = await open('#image?t=codebook&codes=128&side=4&s=scene', size)
    const panel = page.getByRole('region', { name: 'The language of these ids' })
    await panel.getByRole('button', { name: 'Set beside a text' }).click()
    const cells = (row: string): Promise<string[]> =>
      panel.locator('tr', { hasText: row }).first().locator('td').allTextContents()
    await panel.locator('table').nth(1).waitFor()
    // A short text of the visitor's is no language: a longer one stands in.
    assert.equal(await panel.getByLabel('Text to stand beside').inputValue(), 'declaration')
    assert.match(
      (await panel.locator('.note').first().textContent()) ?? '',
      /^[\d,]+ ids of each: Codebook of patches, and o200k/,
    )
    assert.equal(await panel.locator('svg.chart').count(), 3)
    const [picture, text] = await cells('different ids')
    assert.match(picture ?? '', /^\d+ of 128$/)
    assert.match(text ?? '', /^\d+ of 200,0/)
    for (const cell of await cells('Zipf–Mandelbrot'))
      assert.match(cell, /^[\d.]+, offset [\d.]+, R² 0\.\d+$|^falls faster/)
    for (const cell of await cells('Yule’s K')) assert.ok(Number(cell) > 0, cell)
    assert.match((await cells('ranks fitted'))[0] ?? '', /^1 to \d+$/)
    // Row by row, along Hilbert's curve, and the text.
    const bits = async (row: string, which = 0): Promise<number[]> => {
      const found = await panel.locator('tr', { hasText: row }).nth(which).locator('td').allTextContents()
      assert.equal(found.length, 3)
      return found.map(cell => {
        assert.match(cell, /^\d+\.\d\d · [\d.]+ %$/)
        return Number.parseFloat(cell)
      })
    }
    const [before, seeing, two] = [await bits('1-grams'), await bits('2-grams'), await bits('3-grams')]
    const [mixed, mixedTwo] = [await bits('once shuffled'), await bits('once shuffled', 1)]
    // Parts of the same cells, taken along two ways.
    assert.ok(Math.abs((before[0] ?? 0) - (before[1] ?? 9)) < 0.1, `${before}`)
    assert.notEqual(seeing[0], seeing[1])
    for (const side of [0, 1, 2]) {
      assert.ok((seeing[side] ?? 9) < (before[side] ?? 0) && (seeing[side] ?? 9) < (mixed[side] ?? 0), `${seeing}`)
      assert.ok((two[side] ?? 9) < (mixedTwo[side] ?? 0), `${two}`)
      assert.ok((mixed[side] ?? 0) >= (before[side] ?? 9), `chance looks like order: ${mixed}`)
    }
    assert.equal(await panel.locator('.language-words li').count(), 3)
    // Cells tell more of those beside them than of those three away.
    const around = panel.locator('svg.around')
    assert.equal(await around.locator('title').count(), 48)
    const told = async (place: string): Promise<number> =>
      Number(
        /: ([\d.]+) bits/.exec((await around.locator('title', { hasText: place }).first().textContent()) ?? '')?.[1],
      )
    assert.ok((await told('1 to the right: ')) > (await told('3 to the right: ')))
    await around.focus()
    await page.keyboard.press('ArrowRight')
    await panel.locator('.chart-tip', { hasText: /^2 to the right: .* counted, .* by chance\)$/ }).waitFor()
    assert.ok((await panel.locator('.language-pairs li canvas').count()) > 1)
    assert.match(
      (await panel.getByText('have the same id').first().textContent()) ?? '',
      /^[\d.]+ % have the same id; [\d.]+ % would/,
    )

    await panel.getByLabel('Text to stand beside').selectOption('own')
    await panel.getByText('That is few: a longer text says more.').waitFor()
    await page.getByLabel('Image tokenizer').selectOption('wavelet-haar')
    await panel.getByText(/ids of each: Wavelets, Haar, and o200k/).waitFor()
    // A stream of bits is walked in its order alone, and has no cells around.
    assert.equal(await panel.locator('tr', { hasText: '2-grams' }).locator('td').count(), 2)
    assert.equal(await panel.locator('svg.around').count(), 0)
    assert.deepEqual(await serious(page), [])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${wide} pixels too wide`)
    assert.deepEqual(errors, [])
    await close()
  })
}

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
  await page.getByText('The PNG file is broken: it ends too early').waitFor()
  const canvas = page.locator('.stage-picture').first()
  assert.equal(await canvas.evaluate(canvas => (canvas as HTMLCanvasElement).width), 50)
  assert.deepEqual(errors, [])
  await close()
})

for (const size of sizes) {
  test(`${size}: curves of rate and quality; a point of another curve stands beside, one of this sets the option`, async () => {
    const { page, errors, close } = await open('#image?t=dct-8&step=40&s=gradient', size)
    // Every tokenizer is measured, those that are fitted on the picture too: a small one is enough.
    page.setDefaultTimeout(60_000)
    const small = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(96, 64)
      const context = canvas.getContext('2d')
      for (let x = 0; context && x < 96; x++) {
        context.fillStyle = `rgb(${x * 2.6} ${(x * 7) % 256} ${255 - x})`
        context.fillRect(x, 0, 1, 64)
      }
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
    })
    const upload = { name: 'small.png', mimeType: 'image/png', buffer: Buffer.from(small) }
    await page.getByLabel('Picture file').setInputFiles(upload)
    await page.getByText('96 × 64 pixels').waitFor()
    const curves = page.getByRole('region', { name: 'Bits against quality' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      curves.getByRole('button', { name: 'Save CSV' }).click(),
    ])
    const rows = (await readFile((await download.path()) ?? '', 'utf8'))
      .split('\r\n')
      // Names have commas of their own, inside quotation marks.
      .map(row => row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
    assert.deepEqual(rows[0]?.slice(0, 2), ['curve', 'setting'])
    const psnrs = (name: string): number[] => rows.filter(row => row[0] === name).map(row => Number(row.at(-2)))
    assert.deepEqual([...new Set(psnrs('Pixels and patches'))], [60])
    assert.equal(psnrs('DCT 8 × 8').length, 7)
    assert.ok(psnrs('JPEG').length === 8 && psnrs('WebP').length === 8)
    for (const [curve = '', , bits, , payload] of rows.slice(1)) {
      const file = ['JPEG', 'WebP', 'AVIF'].includes(curve)
      assert.ok(file ? Number(payload) > 0 && Number(payload) < Number(bits) : payload === '', `${curve} ${payload}`)
    }
    // A coarser step is never nearer to the picture.
    assert.deepEqual(
      psnrs('DCT 8 × 8').toSorted((a, b) => b - a),
      psnrs('DCT 8 × 8'),
    )

    const chart = curves.locator('.rate-chart')
    await chart.focus()
    const tip = curves.locator('.chart-tip')
    const walk = async (key: string, to: RegExp): Promise<void> => {
      for (let press = 0; !to.test((await tip.textContent()) ?? ''); press++) {
        assert.ok(press < 200, `${key} does not lead to ${to}`)
        await page.keyboard.press(key)
      }
    }
    await walk('ArrowRight', /^JPEG, quality 95/)
    await page.keyboard.press('Enter')
    await page.locator('.stage-left', { hasText: 'JPEG, quality 95' }).waitFor()
    await page.getByLabel('On the left').selectOption('')
    await page.locator('.stage-left', { hasText: 'original' }).waitFor()

    await walk('ArrowLeft', /^DCT 8 × 8, step of luma 255/)
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

test('tokens are saved, opened again, and carried by a link', async () => {
  const { page, errors, close } = await open('#image?t=dct-8&step=60')
  const small = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(48, 40)
    const context = canvas.getContext('2d')
    if (context) {
      context.fillStyle = '#2060c0'
      context.fillRect(0, 0, 48, 40)
      context.fillStyle = '#f0c020'
      context.fillRect(12, 8, 20, 20)
    }
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp' })).arrayBuffer())]
  })
  const file = page.getByLabel('Picture file')
  await file.setInputFiles({ name: 'own.webp', mimeType: 'image/webp', buffer: Buffer.from(small) })
  await page.getByText('48 × 40 pixels; WEBP read by this browser').waitFor()
  const saved = async (name: string): Promise<[string, Buffer]> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ])
    return [download.suggestedFilename(), await readFile((await download.path()) ?? '')]
  }
  const [name, tokens] = await saved('Save .tokens')
  assert.equal(name, 'own-dct-8.tokens')
  assert.equal(tokens.subarray(0, 4).toString(), 'TKNS')
  const [, text] = await saved('Save JSON')
  const plain = JSON.parse(text.toString()) as { tokenizer: string; ids: number[]; options: { step: number } }
  assert.deepEqual([plain.tokenizer, plain.options.step, plain.ids.length], ['dct-8', 60, 30 * 192])
  const shown = (): Promise<string> =>
    page.locator('.stage-side canvas').evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())
  const before = await shown()

  await page.getByRole('button', { name: 'Share or embed' }).click()
  const link = (await page.locator('.share-panel pre[aria-label=Link]').textContent()) ?? ''
  assert.match(link, /&k=[\w-]+$/)
  await page.keyboard.press('Escape')

  await page.getByLabel('Image tokenizer').selectOption('patches')
  await psnrIs(page, now => now === 60)
  await file.setInputFiles({ name: 'own-dct-8.tokens', mimeType: '', buffer: tokens })
  await page.getByText('48 × 40 pixels; from tokens').waitFor()
  assert.equal(await page.getByLabel('Image tokenizer').inputValue(), 'dct-8')
  assert.equal(await page.getByRole('slider', { name: /^Step of luma/ }).inputValue(), '60')
  assert.equal(await shown(), before)

  await file.setInputFiles({ name: 'broken.tokens', mimeType: '', buffer: tokens.subarray(0, 60) })
  await page.getByText('The .tokens file is damaged').waitFor()
  assert.equal(await shown(), before)
  assert.deepEqual(errors, [])
  await close()

  const linked = await openPage(browser, link)
  await linked.page.getByText('48 × 40 pixels; from tokens').waitFor()
  const there = linked.page.locator('.stage-side canvas')
  assert.equal(await there.evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL()), before)
  assert.deepEqual(linked.errors, [])
  await linked.close()

  const mangled = await open(`${new URL(link).hash.slice(0, -30)}%%`)
  assert.ok((await psnr(mangled.page)) > 20)
  await mangled.close()
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
    // 100,000 draws by Zipf's law with the exponent 1 over 2,000 ids.
    const sums: number[] = []
    for (let rank = 1; rank <= 2000; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank)
    let seed = 7
    const draws = Uint32Array.from({ length: 100_000 }, () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      const drawn = (seed / 2 ** 32) * (sums.at(-1) ?? 1)
      return sums.findIndex(sum => sum >= drawn)
    })
    const result = {
      names: lab.imageCatalog().map(({ name }) => name),
      layout: tokens.layout,
      bits: tokens.bits,
      same: back.data.every((sample, at) => sample === picture.data[at]),
      equal: await lab.measure(picture, back),
      region: await patches.region(tokens, 5 * 192),
      rate: await dct.rate(coded),
      stats: await patches.stats(tokens, { depth: 1 }),
      figures: await lab.idStatistics(Uint32Array.of(4, 4, 9), 10),
      zipf: (await lab.idStatistics(draws, 2000)).zipf.exponent.value,
      ground: [...(await one.encode(clear, { ground: [1, 2, 3] })).ids],
      white: [...(await one.encode(clear)).ids],
      codes: [
        await code(lab.image('magic')),
        await code(lab.image('patches', { options: { side: 99 } })),
        await code(lab.pixels(new Blob(['no picture']))),
        await code(dct.decode({ ...coded, ids: coded.ids.fill(4_000_000_000) })),
        await code(dct.decode({ ...coded, ids: new Uint32Array(3) })),
        await code(lab.measure(picture, clear)),
        await code(lab.idStatistics(Uint32Array.of(4), 4)),
        await code(lab.idStatistics(Uint32Array.of(4), 0.5)),
        await code(patches.encode(new ImageData(8200, 1))),
        await code(patches.stats(tokens, { depth: 192 })),
        await code(patches.free().then(() => patches.encode(picture))),
      ],
    }
    await lab.free()
    return result
  }, `${site.url}tokenarium.js`)
  assert.deepEqual(
    found.names,
    catalog.map(({ name }) => name),
  )
  assert.deepEqual(found.layout, { kind: 'grid', rows: 2, columns: 3, depth: 192, side: 8 })
  assert.equal(found.bits, 6 * 192 * 8)
  assert.equal(found.same, true)
  assert.deepEqual(found.equal, { psnr: 60, ssim: 1 })
  assert.deepEqual(found.region, { x: 16, y: 8, width: 4, height: 4 })
  assert.ok(found.rate.adaptive > 0 && found.rate.adaptive < found.rate.fixed)
  assert.equal(found.rate.sideInformation, 6 + 26)
  assert.deepEqual([found.stats.ids, found.stats.utilisation.value], [6, found.stats.distinct / 256])
  assert.ok((found.stats.entropy.value ?? 0) <= Math.log2(6))
  assert.deepEqual([found.figures.ids, found.figures.distinct, found.figures.utilisation.value], [3, 2, 0.2])
  assert.ok(Math.abs((found.zipf ?? 0) - 1) < 0.05, `${found.zipf}`)
  assert.deepEqual(found.ground, [1, 2, 3])
  assert.deepEqual(found.white, [255, 255, 255])
  assert.deepEqual(found.codes, [
    'unknown-name',
    'invalid-argument',
    'malformed',
    'unknown-id',
    'invalid-argument',
    'invalid-argument',
    'unknown-id',
    'invalid-argument',
    'too-large',
    'invalid-argument',
    'freed',
  ])
  await close()
})
