// The README's lines do what they say, as they are printed there.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { collectErrors, launch } from './browser.ts'
import { openForeign } from './foreign.ts'
import { type Site, serve } from './server.ts'

let browser: Browser
let site: Site
before(async () => {
  browser = await launch()
  const code = await printed('Use from JavaScript')
  const script = `${code}
document.title = JSON.stringify({ ids: ids.length, spans: [...spans], size: [back.width, back.height], written: written.ids.length > 0 })`
  const pages: Record<string, readonly [type: string, content: string]> = {
    '/readme.html': ['text/html', '<!doctype html><title></title><script type="module" src="readme.js"></script>'],
    '/readme.js': [
      'text/javascript',
      script.replace(
        "lab.image('dct-8')\n",
        `lab.image('dct-8')
const canvas = new OffscreenCanvas(24, 16)
canvas.getContext('2d').fillRect(3, 3, 9, 9)
const file = await canvas.convertToBlob()
`,
      ),
    ],
  }
  site = await serve(undefined, {
    answer(path, _request, response) {
      const page = pages[path]
      if (page === undefined) return false
      response.writeHead(200, { 'content-type': page[0] }).end(page[1])
      return true
    },
  })
})
after(async () => {
  await browser.close()
  await site.close()
})

/** The indented block below a heading. */
async function printed(heading: string): Promise<string> {
  const readme = await readFile('README.md', 'utf8')
  const section = readme.split(/^## /m).find(each => each.startsWith(heading))
  assert.ok(section, heading)
  const lines = section.split('\n').filter(line => line.startsWith('    '))
  return lines.map(line => line.slice(4)).join('\n')
}

test('the lines to embed show tokens in a page of another origin', async () => {
  // The picture is the reader's own.
  const lines = (await printed('Embed')).replaceAll('https://YOUR-HOST/', site.url).replace(/^.*cat\.jpg.*\n?/m, '')
  const { page, errors, close } = await openForeign(browser, site, lines, { head: '' })
  for (const tag of ['token-text', 'token-compare', 'token-train']) {
    await page.locator(tag).scrollIntoViewIfNeeded()
    await page.waitForFunction(
      tag => (document.querySelector(tag) as unknown as { state: string }).state === 'ready',
      tag,
    )
  }
  assert.deepEqual(errors, [])
  await close()
})

test('the lines of JavaScript give ids, spans, a picture and a text', async () => {
  const page = await browser.newPage()
  const errors = collectErrors(page)
  // The browser asks for an icon that this page has not.
  await page.route('**/favicon.ico', route => route.abort())
  await page.goto(`${site.url}readme.html`)
  await page.waitForFunction(() => document.title !== '')
  assert.deepEqual(JSON.parse(await page.title()), { ids: 2, spans: [0, 3, 3, 8], size: [24, 16], written: true })
  assert.deepEqual(errors, [])
  await page.close()
})
