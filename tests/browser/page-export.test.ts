// Room Text, what the visitor takes away: the tokens as JSON and CSV, the coloured text as SVG and PNG, the tokenizer's
// own files, the chart of languages as a table. Every file is read and its content checked against the engine's ids.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, paste, ready, saved, selectAll, settled, type Size } from './page-open.ts'
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
/** A formula, quotes, a line break, markup, a character in pieces, one that XML forbids. */
const AWKWARD = '=1+1,"two"\n<b>&amp;</b> 🧑‍🚀 \u0001'

interface Exported {
  tokenizer: string
  specials: string
  template: boolean
  tokens: { index: number; id: number; bytes: string; text: string | null; start: number; end: number }[]
}

for (const size of BOTH) {
  test(`${size}: JSON and CSV hold every token, and their bytes are the text`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=export&x=a'), size)
    await ready(page)
    await selectAll(page)
    await paste(page, AWKWARD)
    await settled(page)
    const json = await saved(page, () => page.click('#tab-panel button:text-is("JSON")'))
    assert.equal(json.name, 'tokens.json')
    const { tokenizer, specials, template, tokens } = JSON.parse(json.text) as Exported
    assert.deepEqual([tokenizer, specials, template], ['o200k_base', 'text', false])
    assert.equal(Buffer.from(tokens.map(t => t.bytes).join(''), 'hex').toString(), AWKWARD)
    tokens.forEach((token, i) => {
      assert.equal(token.index, i)
      assert.equal(token.start, tokens[i - 1]?.end ?? 0)
      assert.equal(token.end - token.start, token.bytes.length / 2)
    })
    assert.ok(tokens.some(token => token.text === null))

    const csv = await saved(page, () => page.click('#tab-panel button:text-is("CSV")'))
    assert.equal(csv.name, 'tokens.csv')
    const [head, ...rows] = fields(csv.text)
    assert.deepEqual(head, ['index', 'id', 'bytes', 'text', 'start byte', 'end byte'])
    assert.deepEqual(
      rows.map(([index, id, bytes, , start, end]) => [index, id, bytes, start, end]),
      tokens.map(t => [t.index, t.id, t.bytes, t.start, t.end].map(String)),
    )
    // What a spreadsheet would run as a formula begins with an apostrophe.
    assert.ok(rows.every(row => !/^[=+\-@]/.test(row[3] ?? '')))
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: SVG and PNG show the text in the colours of its tokens`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=export&x=a'), size)
    await ready(page)
    await selectAll(page)
    await paste(page, 'The quick tokenizer\n<b>')
    await settled(page)
    const svg = await saved(page, () => page.click('#tab-panel button:text-is("SVG")'))
    assert.equal(svg.name, 'tokens.svg')
    // A page without a policy reads it, as any reader would.
    const reader = await page.context().newPage()
    const drawn = await reader.evaluate(markup => {
      const parsed = new DOMParser().parseFromString(markup, 'image/svg+xml')
      const root = parsed.documentElement
      return {
        wrong: parsed.querySelector('parsererror')?.textContent ?? null,
        lines: [...parsed.querySelectorAll('g text')].map(each => each.textContent),
        fills: [...parsed.querySelectorAll('rect[fill^="#"], rect[fill^="rgb"]')].length,
        foreign: [...parsed.querySelectorAll('script, image, foreignObject, [href]')].length,
        size: [Number(root.getAttribute('width')), Number(root.getAttribute('height'))],
      }
    }, svg.text)
    assert.equal(drawn.wrong, null)
    assert.deepEqual(drawn.lines, ['The quick tokenizer', '<b>'])
    // The paper, and at least one rectangle for each of the five tokens that have ink.
    assert.ok(drawn.fills >= 6, `${drawn.fills} rectangles`)
    assert.equal(drawn.foreign, 0)

    const png = await saved(page, () => page.click('#tab-panel button:text-is("PNG")'))
    assert.equal(png.name, 'tokens.png')
    const picture = await reader.evaluate(
      async bytes => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }))
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
        const context = canvas.getContext('2d')
        context?.drawImage(bitmap, 0, 0)
        const pixels = new Uint32Array(
          context?.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer ?? new ArrayBuffer(),
        )
        const often = new Map<number, number>()
        for (const pixel of pixels) often.set(pixel, (often.get(pixel) ?? 0) + 1)
        return {
          size: [bitmap.width, bitmap.height],
          areas: [...often.values()].filter(n => n > pixels.length / 400).length,
        }
      },
      [...png.bytes],
    )
    assert.deepEqual(
      picture.size,
      drawn.size.map(length => Math.round(2 * length)),
    )
    assert.ok(picture.areas >= 4, `${picture.areas} colours with an area`)
    assert.deepEqual(errors, [])
    await close()
  })
}

test('a picture of a text too long to be read is refused with the reason', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/inspect?tab=export&x=a'))
  await ready(page)
  await paste(page, 'word '.repeat(5000))
  await settled(page)
  await page.click('#tab-panel button:text-is("PNG")')
  await page.waitForFunction(() =>
    /more than 20,000 characters would not be readable/.test(document.querySelector('#tab-panel')?.textContent ?? ''),
  )
  assert.deepEqual(errors, [])
  await close()
})

test('the tokenizer itself: tokenizer.json and .vocab open again as the same tokenizer', async () => {
  const { page, errors, close } = await openPage(
    browser,
    at('#text/inspect?tab=export&t=own-bpe-8k&x=The%20quick%20tokenizer'),
  )
  await ready(page)
  const count = await page.textContent('#figure-tokens b')
  for (const label of ['tokenizer.json', '.vocab']) {
    await page.click('[role=tab]:has-text("Export")')
    const file = await saved(page, () => page.click(`#tab-panel button:text-is("${label}")`))
    await page.click('#pick')
    await page.setInputFiles('.picker input[type=file]', {
      name: file.name,
      mimeType: 'application/octet-stream',
      buffer: file.bytes,
    })
    await page.waitForFunction(name => document.querySelector('#pick')?.textContent === name, file.name)
    await settled(page)
    assert.equal(await page.textContent('#figure-tokens b'), count)
  }
  assert.deepEqual(errors, [])
  await close()
})

test('languages: the chart names each with its ratio, the table has the counts', async () => {
  const { page, errors, close } = await openPage(browser, at('#text/compare?c=o200k_base,gpt2&x=any%20text'))
  await page.mouse.move(200, 200)
  await page.mouse.move(210, 210)
  await page.click('#parity-run')
  await page.waitForSelector('#parity button:text-is("CSV"):visible', { timeout: 60_000 })
  const titles = await page.$$eval('#parity svg title', all => all.map(each => each.textContent ?? ''))
  const csv = await saved(page, () => page.click('#parity button:text-is("CSV")'))
  assert.equal(csv.name, 'languages.csv')
  const [head, ...rows] = fields(csv.text)
  assert.deepEqual(head, ['language', 'tag', 'o200k_base', 'gpt2'])
  const english = rows.find(row => row[1] === 'en') ?? []
  assert.ok(rows.length >= 8 && Number(english[2]) > 1000)
  for (const [name = '', , a, b] of rows) {
    const ratio = (n: string | undefined, i: number): string => (Number(n) / Number(english[i])).toFixed(2)
    const said = `${name}: A ${ratio(a, 2)}×, B ${ratio(b, 3)}×`
    assert.ok(titles.includes(said), `${said} is not among ${titles.join('; ')}`)
  }
  assert.deepEqual(errors, [])
  await close()
})

/** RFC 4180, enough of it to read what the page writes. */
function fields(csv: string): string[][] {
  const rows: string[][] = [[]]
  let field = ''
  let quoted = false
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i]
    if (quoted) {
      if (c === '"' && csv[i + 1] === '"') {
        field += '"'
        i += 1
      } else if (c === '"') quoted = false
      else field += c
    } else if (c === '"') quoted = true
    else if (c === ',' || c === '\r') {
      rows.at(-1)?.push(field)
      field = ''
      if (c === '\r') rows.push([])
    } else if (c !== '\n') field += c
  }
  rows.at(-1)?.push(field)
  return rows
}
