// The picture as a file: text is text, whatever stands in it; colours come from the palette of the theme.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coloursOf, type Layout } from '../../www/page/share/layout.ts'
import { layoutToSvg } from '../../www/page/share/svg.ts'
import palette from '../../www/styles/palette.css' with { type: 'text' }

const layout: Layout = {
  title: 'o200k_base, 2 tokens',
  width: 200,
  height: 60,
  font: { family: 'monospace', size: 17 },
  colours: coloursOf(palette, 'dark'),
  lines: [
    { x: 20, baseline: 30, width: 90.456, text: ' <b>&"\u0000\ud800', right: false },
    { x: 20, baseline: 50, width: 40, text: 'كل', right: true },
  ],
  fills: [{ x: 20, y: 10, width: 40, height: 20, hue: 7 }],
  shares: [{ x: 60, y: 32, width: 10, height: 6, hue: 2 }],
  ticks: [
    { x: 20.75, y: 9, height: 22, apart: false },
    { x: 60, y: 9, height: 22, apart: true },
  ],
  labels: [{ x: 20, baseline: 58, text: 'A' }],
}

test('colours of both themes are read from the palette', () => {
  assert.notEqual(coloursOf(palette, 'light').t0, coloursOf(palette, 'dark').t0)
  for (const name of ['paper', 'ink', 'ink-2', 'line-2', 'accent', 'tick', 't0', 't5'] as const) {
    assert.match(coloursOf(palette, 'light')[name], /^#[\da-f]{6,8}$/)
  }
})

test('a file that stands alone: no variables, no markup or forbidden character from the text', () => {
  const file = layoutToSvg(layout)
  assert.ok(file.startsWith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"'))
  assert.ok(!file.includes('var('))
  assert.ok(file.includes('&lt;b&gt;&amp;'))
  assert.ok(!file.includes('\u0000') && file.isWellFormed())
  assert.ok(file.includes(`fill="${layout.colours.t1}"`), 'the hue of token 7 is that of token 1')
  assert.ok(file.includes('textLength="90.46"'))
  assert.ok(
    file.includes('direction="rtl"') && file.includes('x="60" y="50"'),
    'a line from the right is anchored at its right',
  )
  assert.ok(file.includes('<title>o200k_base, 2 tokens</title>'))
})

test('boundaries that are not shared are drawn in the accent', () => {
  const file = layoutToSvg(layout)
  assert.ok(file.includes(`d="M60 9v22" stroke="${layout.colours.accent}"`))
})
