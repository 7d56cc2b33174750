// The second engine: stock Firefox loads the page, encodes, edits and shows an element in a page of another origin.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { EXECUTABLE, Firefox } from './firefox.ts'
import { type Site, serve } from './server.ts'

const skip = existsSync(EXECUTABLE) ? false : `no Firefox at ${EXECUTABLE}`
const TOKENS = '#figure-tokens b'
/** A page of the site with one script of its own, under the policy that the site's pages have. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types tokenarium"
const PAGES: Readonly<Record<string, readonly [type: string, content: string]>> = {
  '/api.html': [
    'text/html; charset=utf-8',
    '<!doctype html><title>API</title><script type="module" src="api.js"></script>',
  ],
  '/api.js': [
    'text/javascript',
    `import { Tokenarium } from './tokenarium.js'
    async function run() {
      const lab = await Tokenarium.create()
      const tokenizer = await lab.text('o200k_base')
      const { ids, spans } = await tokenizer.encode('The quick tokenizer', { spans: true })
      const back = await tokenizer.decode(ids)
      await lab.free()
      return { ids: [...ids], spans: [...spans], back }
    }
    run().catch(error => ({ error: String(error) })).then(result => { document.title = JSON.stringify(result) })`,
  ],
}

describe('in Firefox', { skip }, () => {
  let firefox: Firefox
  let site: Site
  before(async () => {
    site = await serve(undefined, {
      answer(path, _request, response) {
        const page = PAGES[path]
        if (page === undefined) return false
        response.writeHead(200, { 'content-type': page[0], 'content-security-policy': POLICY }).end(page[1])
        return true
      },
    })
    firefox = await Firefox.launch()
  })
  after(async () => {
    await firefox.close()
    await site.close()
  })

  test('the API encodes and decodes', async () => {
    await firefox.open(`${site.url}api.html`)
    await firefox.waitFor('the result', `return document.title.startsWith('{')`)
    const result = JSON.parse(await firefox.run<string>('return document.title')) as object
    assert.deepEqual(result, { ids: [976, 4853, 99665], spans: [0, 3, 3, 9, 9, 19], back: 'The quick tokenizer' })
  })

  test('the page counts what is typed into the editor', async () => {
    await firefox.open(`${site.url}#text/inspect?t=o200k_base&x=The%20quick`)
    await firefox.run(`document.getElementById('ed').querySelector('pre, .host')?.focus()`)
    const focus = `
      const content = document.querySelector('#ed .host')?.shadowRoot?.querySelector('.cm-content')
      content?.focus()
      return content !== null && content !== undefined`
    await firefox.waitFor('the editor', focus)
    await firefox.waitFor('two tokens', `return document.querySelector('${TOKENS}').textContent === '2'`)
    await firefox.run(`
      const selection = document.querySelector('#ed .host').shadowRoot.querySelector('.cm-content')
      selection.focus()`)
    await firefox.command('WebDriver:PerformActions', {
      actions: [
        {
          type: 'key',
          id: 'keyboard',
          actions: ['\uE009', '\uE010']
            .flatMap(value => [{ type: 'keyDown', value }])
            .concat([
              { type: 'keyUp', value: '\uE010' },
              { type: 'keyUp', value: '\uE009' },
            ]),
        },
      ],
    })
    await firefox.type(' tokenizer')
    await firefox.waitFor('three tokens', `return document.querySelector('${TOKENS}').textContent === '3'`)
  })

  test('an element works in a page of another origin', async () => {
    const origin = site.url.replace(/\/$/, '')
    const foreign = await serve('/nowhere', {
      answer: (path, _request, response) => {
        const policy = `default-src 'none'; script-src ${origin}; frame-src ${origin}`
        if (path === '/') {
          response
            .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
            .end(
              `<!doctype html><title>Elsewhere</title><script src="${origin}/embed.js"></script><token-text tokenizer="o200k_base">The quick tokenizer</token-text>`,
            )
        } else response.writeHead(404).end()
        return true
      },
    })
    try {
      await firefox.open(foreign.url)
      await firefox.waitFor('the tokens', `return document.querySelector('token-text').state === 'ready'`)
      const text = await firefox.run<string>(`return document.querySelector('token-text').shadowRoot.textContent`)
      assert.match(text, /3 tokens/)
    } finally {
      await foreign.close()
    }
  })
})
