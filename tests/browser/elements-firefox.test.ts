// The element in a page of another origin, in stock Firefox: loaded, encoded, coloured, walked.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { Firefox } from './firefox.ts'
import { serveForeign } from './foreign.ts'
import { serve } from './server.ts'

const skip = existsSync('/usr/bin/firefox-esr') ? false : 'no Firefox at /usr/bin/firefox-esr'

test('Firefox: one script tag in a page of another origin shows the tokens of the text', { skip }, async () => {
  const site = await serve()
  const page = await serveForeign(site, '<token-text>The quick tokenizer</token-text>')
  const firefox = await Firefox.launch()
  try {
    await firefox.open(page.url)
    await firefox.waitFor('the tokens', "return document.querySelector('token-text').state === 'ready'", 60_000)
    assert.deepEqual(
      await firefox.run("return [...document.querySelector('token-text').tokens.ids]"),
      [976, 4853, 99665],
    )
    await firefox.waitFor(
      'the colours',
      'return [...CSS.highlights.values()].reduce((sum, each) => sum + each.size, 0) === 3',
    )
    const ticks = await firefox.run<string>(
      "return document.querySelector('token-text').shadowRoot.querySelector('.token-over .tick').getAttribute('d')",
    )
    assert.equal(ticks.match(/M/g)?.length, 3)
    await firefox.run("document.querySelector('token-text').shadowRoot.querySelector('[role=slider]').focus()")
    const heard = await firefox.run<string>(
      "return document.querySelector('token-text').shadowRoot.querySelector('[role=slider]').getAttribute('aria-valuetext')",
    )
    assert.equal(heard, "token 1 of 3, 'The', id 976, bytes 54 68 65")
  } finally {
    await firefox.close()
    await page.close()
    await site.close()
  }
})
