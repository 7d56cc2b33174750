// The written surface of the elements is what they have: attributes, parts, slots, properties. And what a second version does.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import manifest from '../../www/elements/custom-elements.json' with { type: 'json' }
import { launch } from './browser.ts'
import { openForeign } from './foreign.ts'
import { distFolder, type Site, serve } from './server.ts'

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

const declarations = manifest.modules[0]?.declarations ?? []

test('the manifest names every attribute, part, slot and member, and no other', async () => {
  const tags = declarations.map(each => `<${each.tagName} loading="click">any text</${each.tagName}>`).join('')
  const { page, close } = await openForeign(browser, site, tags)
  try {
    assert.deepEqual(
      declarations.map(each => each.tagName),
      ['token-text', 'token-compare', 'token-train', 'token-image', 'token-generate'],
    )
    for (const each of declarations) {
      const members = each.members.map(member => member.name)
      const found = await page.$eval(
        each.tagName,
        (element, members) => {
          const root = element.shadowRoot as ShadowRoot
          const all = (selector: string, attribute: string): string[] =>
            [...root.querySelectorAll(selector)].map(node => node.getAttribute(attribute) ?? '')
          return {
            attributes: (element.constructor as unknown as { observedAttributes: string[] }).observedAttributes,
            parts: [...new Set(all('[part]', 'part'))],
            slots: [...new Set(all('slot[name]', 'name'))],
            missing: members.filter(name => !(name in element)),
            reflected: (element.constructor as unknown as { observedAttributes: string[] }).observedAttributes.filter(
              name => !(name in element),
            ),
          }
        },
        members,
      )
      assert.deepEqual(
        each.attributes.map(attribute => attribute.name).sort(),
        [...found.attributes].sort(),
        each.tagName,
      )
      assert.deepEqual(each.cssParts.map(part => part.name).sort(), found.parts.sort(), each.tagName)
      assert.deepEqual(
        each.slots
          .map(slot => slot.name)
          .filter(name => name !== '')
          .sort(),
        found.slots.sort(),
        each.tagName,
      )
      assert.deepEqual([found.missing, found.reflected], [[], []], each.tagName)
    }
  } finally {
    await close()
  }
})

test('another version warns once, leaves the first alone, and both work under names of their own', async () => {
  const own = await readFile(`${distFolder()}/embed.js`, 'utf8')
  const version = JSON.parse(await readFile('package.json', 'utf8')).version as string
  assert.ok(own.includes(`"${version}"`), 'the script knows its version')
  const other = await serve(distFolder(), {
    answer: (path, _request, response) => {
      if (path !== '/other.js') return false
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(own.replaceAll(`"${version}"`, '"9.9.9"'))
      return true
    },
  })
  const head = `<script src="${other.url}embed.js"></script><script src="${other.url}other.js"></script>
    <script src="${other.url}other.js" data-names="text=other-text"></script>`
  const { page, errors, close } = await openForeign(browser, other, '', { head })
  try {
    const warnings: string[] = []
    page.on('console', message => message.type() === 'warning' && warnings.push(message.text()))
    await page.reload()
    await page.waitForFunction(() => customElements.get('other-text') !== undefined)
    assert.equal(warnings.filter(each => each.includes('<token-text>')).length, 1, String(warnings))
    assert.match(warnings[0] ?? '', new RegExp(`version ${version.replaceAll('.', '\\.')}; version 9\\.9\\.9`))
    await page.evaluate(() => {
      const main = document.querySelector('main')
      for (const tag of ['token-text', 'other-text'])
        main?.append(Object.assign(document.createElement(tag), { text: 'any text' }))
    })
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('token-text, other-text')].every(
          each => (each as unknown as { state: string }).state === 'ready',
        ),
      undefined,
      { timeout: 20_000 },
    )
    assert.deepEqual(errors, [])
  } finally {
    await close()
    await other.close()
  }
})
