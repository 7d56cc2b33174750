// Picture files through the API: PNG and JPEG give the same samples natively, in Chromium and in Firefox; other formats
// are the browser's, and said to be; `.tokens` files of both kinds.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { EXECUTABLE, Firefox } from './firefox.ts'
import { openPage } from './page-open.ts'
import { type Site, serve } from './server.ts'

const GOLDEN = 'tests/golden/pictures'

/** SHA-256 of each file's samples, as the native tests hold them. */
const samples = JSON.parse(readFileSync(`${GOLDEN}/samples.json`, 'utf8')) as Record<string, string>
const names = Object.keys(samples)

/** What a page runs: `address` of the API's module, `names` of files. Gives SHA-256 of the samples and who read them. */
const READ = `async (address, names) => {
  const { Tokenarium } = await import(address)
  const lab = await Tokenarium.create()
  const found = {}
  for (const name of names) {
    const file = await (await fetch(new URL('golden/' + name, address))).blob()
    const { picture, reader, format, notes } = await lab.readPicture(file)
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', picture.data))
    const hex = [...sum].map(byte => byte.toString(16).padStart(2, '0')).join('')
    found[name] = { hex, reader, format, notes }
  }
  await lab.free()
  return found
}`

interface Found {
  readonly hex: string
  readonly reader: string
  readonly format: string
  readonly notes: readonly string[]
}

function same(found: Record<string, Found>): void {
  assert.equal(Object.keys(found).length, names.length)
  assert.ok(names.length > 50)
  for (const [name, { hex, reader }] of Object.entries(found)) {
    assert.equal(hex, samples[name], name)
    assert.equal(reader, 'tokenarium', name)
  }
}

let browser: Browser
let site: Site
before(async () => {
  browser = await launch()
  site = await serve(undefined, {
    answer: (path, _request, response) => {
      if (!path.startsWith('/golden/')) return false
      response.writeHead(200, { 'content-type': 'application/octet-stream' })
      response.end(readFileSync(`${GOLDEN}/${path.slice('/golden/'.length)}`))
      return true
    },
  })
})
after(async () => {
  await browser.close()
  await site.close()
})

test('samples of PNG and JPEG files in Chromium are those of the native tests', async () => {
  const { page, close } = await openPage(browser, `${site.url}index.html`)
  const call = `(${READ})(${JSON.stringify(`${site.url}tokenarium.js`)}, ${JSON.stringify(names)})`
  const found = (await page.evaluate(call)) as Record<string, Found>
  same(found)
  assert.deepEqual(found['rgb-16.png']?.notes, ['16 bits a sample, rounded to 8'])
  assert.deepEqual(found['turned-6.jpg']?.notes, ['turned upright, as the file says'])
  await close()
})

describe('in Firefox', { skip: existsSync(EXECUTABLE) ? false : `no Firefox at ${EXECUTABLE}` }, () => {
  test('samples are the same', async () => {
    const firefox = await Firefox.launch()
    try {
      await firefox.open(site.url)
      same(
        await firefox.run(`return (${READ})(new URL('tokenarium.js', location.href).href, ${JSON.stringify(names)})`),
      )
    } finally {
      await firefox.close()
    }
  })
})

test('what the browser reads is said to be so; broken files are told; an abort ends the reading', async () => {
  const { page, close } = await openPage(browser, `${site.url}index.html`)
  const found = await page.evaluate(async address => {
    const { Tokenarium } = (await import(address)) as typeof import('../../www/api/index.ts')
    const lab = await Tokenarium.create()
    const told = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'nothing',
        // A DOMException has a code too, a number.
        (error: { code?: unknown; name: string; message: string }) =>
          `${typeof error.code === 'string' ? error.code : error.name}: ${error.message}`,
      )
    const canvas = new OffscreenCanvas(9, 7)
    canvas.getContext('2d')?.fillRect(0, 0, 4, 4)
    const webp = await canvas.convertToBlob({ type: 'image/webp', quality: 1 })
    const png = await canvas.convertToBlob({ type: 'image/png' })
    // Two pictures of one pixel.
    const frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]
    const gif = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
    const still = new Blob([Uint8Array.from([...gif, ...frame, 0x3b])], { type: 'image/gif' })
    const moving = new Blob([Uint8Array.from([...gif, ...frame, ...frame, 0x3b])], { type: 'image/gif' })
    const facts = async (file: Blob) => {
      const { picture, reader, format, notes } = await lab.readPicture(file)
      return { size: `${picture.width} × ${picture.height}`, reader, format, notes }
    }
    const abort = new AbortController()
    const wide = new OffscreenCanvas(3000, 3000)
    wide.getContext('2d')?.fillRect(0, 0, 9, 9)
    const large = await wide.convertToBlob({ type: 'image/png' })
    const aborted = told(lab.readPicture(large, { signal: abort.signal }))
    setTimeout(() => abort.abort(), 5)
    const patches = await lab.image('patches', { options: { side: 1 } })
    const [viaFile, viaPixels] = [await patches.encode(png), await patches.encode(await lab.pixels(png))]
    const result = {
      webp: await facts(webp),
      png: await facts(png),
      still: await facts(still),
      moving: await facts(moving),
      cut: await told(lab.readPicture(png.slice(0, png.size - 30))),
      nothing: await told(lab.readPicture(new Blob(['no picture'], { type: 'image/png' }))),
      aborted: await aborted,
      same: viaFile.ids.every((id, at) => id === viaPixels.ids[at]),
    }
    await lab.free()
    return result
  }, `${site.url}tokenarium.js`)
  const moves = ['it moves: its first picture is taken']
  assert.deepEqual(found.webp, { size: '9 × 7', reader: 'browser', format: 'webp', notes: [] })
  assert.deepEqual(found.png, { size: '9 × 7', reader: 'tokenarium', format: 'PNG', notes: [] })
  assert.deepEqual(found.still, { size: '1 × 1', reader: 'browser', format: 'gif', notes: [] })
  assert.deepEqual(found.moving, { size: '1 × 1', reader: 'browser', format: 'gif', notes: moves })
  assert.match(found.cut, /^malformed: The PNG file is broken: it ends too early/i)
  assert.match(found.nothing, /^malformed: .*no picture that this browser reads/)
  assert.match(found.aborted, /^AbortError/)
  assert.equal(found.same, true)
  await close()
})

test('.tokens files of pictures and of texts come back; broken ones are told', async () => {
  const { page, close } = await openPage(browser, `${site.url}index.html`)
  const found = await page.evaluate(async address => {
    const { Tokenarium } = (await import(address)) as typeof import('../../www/api/index.ts')
    const lab = await Tokenarium.create()
    const told = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'nothing',
        (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
      )
    const picture = new ImageData(40, 30)
    picture.data.forEach((_, at) => (picture.data[at] = at % 4 === 3 ? 255 : (at * at) % 200))
    const files = []
    for (const { name } of lab.imageCatalog()) {
      const tokenizer = await lab.image(name)
      const tokens = await tokenizer.encode(picture)
      const file = await lab.pack(tokens)
      const back = await lab.unpack(new Blob([file as BlobPart]))
      const { adaptive, sideInformation } = await tokenizer.rate(tokens)
      const again = 'width' in back ? await (await lab.image(back.tokenizer, back)).decode(back) : null
      const decoded = await tokenizer.decode(tokens)
      files.push({
        name,
        same: JSON.stringify(back) === JSON.stringify(tokens),
        picture: again?.data.every((sample, at) => sample === decoded.data[at]),
        over: file.length - (adaptive + sideInformation) / 8,
      })
    }
    const dct = await lab.image('dct-8', { options: { step: 12.5 } })
    const tokens = await dct.encode(picture)
    const file = await lab.pack(tokens)
    const text = await (await lab.text('o200k_base')).encode('Tokens are pieces of text. '.repeat(40))
    const packed = await lab.pack(text)
    const unpacked = await lab.unpack(packed)
    const changed = (at: number): Uint8Array => file.map((byte, index) => (index === at ? byte ^ 8 : byte))
    const result = {
      files,
      text: unpacked.ids.length === text.ids.length && unpacked.ids.every((id, at) => id === text.ids[at]),
      layout: unpacked.layout,
      bits: unpacked.bits === text.bits,
      tokenizer: unpacked.tokenizer,
      size: packed.length,
      told: [
        await told(lab.unpack(new TextEncoder().encode('no tokens'))),
        await told(lab.unpack(changed(4))),
        await told(lab.unpack(changed(50))),
        await told(lab.unpack(file.subarray(0, file.length - 9))),
        await told(lab.pack({ ...tokens, ids: tokens.ids.slice(1) })),
        await told(lab.pack({ ...tokens, options: { step: 0 } })),
        await told(lab.pack({ ...tokens, tokenizer: 'magic' })),
      ],
    }
    await lab.free()
    return result
  }, `${site.url}tokenarium.js`)
  for (const { name, same, picture, over } of found.files) {
    assert.equal(same, true, `${name}: the tokens`)
    assert.equal(picture, true, `${name}: the picture`)
    assert.ok(over > 0 && over < 120, `${name}: ${over} bytes more than the adaptive figure`)
  }
  assert.equal(found.text, true)
  assert.equal(found.bits, true)
  assert.deepEqual(found.layout, { kind: 'sequence' })
  assert.equal(found.tokenizer, 'o200k_base')
  assert.ok(found.size < 600, `${found.size} bytes`)
  const [alien, later, damaged, cut, count, option, unknown] = found.told
  assert.match(alien ?? '', /^malformed: .*does not begin with TKNS/)
  assert.match(later ?? '', /^unsupported: .*of version 9/)
  assert.match(damaged ?? '', /^malformed: .*damaged/)
  assert.match(cut ?? '', /^malformed: .*damaged/)
  assert.match(count ?? '', /^invalid-argument/)
  assert.match(option ?? '', /step is 0; it takes numbers from 1 to 255/)
  assert.match(unknown ?? '', /^unknown-name: .*no image tokenizer magic/)
  await close()
})
