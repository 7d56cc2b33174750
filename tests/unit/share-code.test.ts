// What is pasted into other pages: nothing in a text or a name can break out of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { elementCode, frameAddress, frameCode } from '../../www/page/share/code.ts'

const base = new URL('https://example.org/t/')

test('an element with its text and one script tag', () => {
  assert.equal(
    elementCode('token-text', { tokenizer: 'o200k_base' }, 'any text', base),
    '<script src="https://example.org/t/embed.js"></script>\n<token-text tokenizer="o200k_base">any text</token-text>',
  )
})

test('markup in a text stays text, lines and edges stay in a pre', () => {
  const code = elementCode('token-text', {}, '</token-text><script>alert(1)</script>', base)
  assert.equal(code.match(/<script/g)?.length, 1)
  assert.ok(elementCode('token-text', {}, 'a\nb', base).includes('<pre>a\nb</pre>'))
  assert.ok(elementCode('token-text', {}, '\na', base).includes('<pre>\n\na</pre>'))
  assert.ok(elementCode('token-text', { tokenizer: '"><b>' }, 'x', base).includes('tokenizer="&quot;&gt;&lt;b&gt;"'))
})

test('a frame keeps the state of the link', () => {
  const link = 'https://example.org/t/index.html#text/inspect?t=o200k_base&x=a%20b'
  assert.equal(frameAddress(link), 'https://example.org/t/index.html?embed=1#text/inspect?t=o200k_base&x=a%20b')
  assert.ok(frameCode(link, 'a "b"', 300).includes('title="a &quot;b&quot;"'))
})
