// What is pasted into other pages: nothing in a text or a name can break out of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { elementCode, frameAddress, frameCode } from '../../www/page/share/code.ts'

const base = new URL('https://example.org/t/')
const of = (text: string, attributes: Record<string, string> = {}): string =>
  elementCode({ tag: 'token-text', attributes, text }, base)

test('an element with its text and one script tag', () => {
  assert.equal(
    elementCode({ tag: 'token-text', attributes: { tokenizer: 'o200k_base' }, text: 'any text' }, base),
    '<script src="https://example.org/t/embed.js"></script>\n<token-text tokenizer="o200k_base">any text</token-text>',
  )
})

test('markup in a text stays text, lines and edges stay in a pre', () => {
  const code = of('</token-text><script>alert(1)</script>')
  assert.equal(code.match(/<script/g)?.length, 1)
  assert.ok(of('a\nb').includes('<pre>a\nb</pre>'))
  assert.ok(of('\na').includes('<pre>\n\na</pre>'))
  assert.ok(of('x', { tokenizer: '"><b>' }).includes('tokenizer="&quot;&gt;&lt;b&gt;"'))
})

test('an element about a picture has the picture between its tags', () => {
  assert.equal(
    elementCode({ tag: 'token-image', attributes: { options: 'step=8' }, picture: 'a"b.png' }, base),
    '<script src="https://example.org/t/embed.js"></script>\n<token-image options="step=8"><img src="a&quot;b.png" alt=""></token-image>',
  )
})

test('a frame keeps the state of the link', () => {
  const link = 'https://example.org/t/index.html#text/inspect?t=o200k_base&x=a%20b'
  assert.equal(frameAddress(link), 'https://example.org/t/index.html?embed=1#text/inspect?t=o200k_base&x=a%20b')
  assert.ok(frameCode(link, 'a "b"', 300).includes('title="a &quot;b&quot;"'))
})
