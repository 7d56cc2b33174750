// The palette keeps what its first comment promises, in both themes: tokens are told apart in grey print, their text can be read.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import palette from '../../www/styles/palette.css' with { type: 'text' }

type Theme = 'light' | 'dark'

/** Colours of both themes by name. */
const colours = new Map<string, Record<Theme, string>>()
for (const [, name, light, dark] of palette.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)) {
  colours.set(name ?? '', { light: light ?? '', dark: dark ?? '' })
}

/** Relative luminance as WCAG 2 defines it; an alpha channel is ignored. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function contrast(a: string, b: string, theme: Theme): number {
  const [x, y] = [a, b].map(name => luminance(colours.get(name)?.[theme] ?? assert.fail(`no colour ${name}`)))
  return (Math.max(x ?? 0, y ?? 0) + 0.05) / (Math.min(x ?? 0, y ?? 0) + 0.05)
}

for (const theme of ['light', 'dark'] as const) {
  test(`${theme}: neighbouring hues differ by 1.15 to 1, text on each keeps 4.5 to 1, marks and rings 3 to 1`, () => {
    for (let i = 0; i < 6; i++) {
      const [own, next] = [`t${i}`, `t${(i + 1) % 6}`]
      assert.ok(contrast(own, next, theme) >= 1.15, `${own} beside ${next}: ${contrast(own, next, theme)}`)
      assert.ok(contrast('ink', own, theme) >= 4.5, `ink on ${own}`)
      assert.ok(contrast('mark', own, theme) >= 3, `mark on ${own}: ${contrast('mark', own, theme)}`)
      assert.ok(contrast('accent', own, theme) >= 3, `ring on ${own}`)
    }
  })

  test(`${theme}: grey text keeps 4.5 to 1 and borders of controls 3 to 1 on every ground`, () => {
    for (const ground of ['paper', 'panel']) {
      for (const ink of ['ink', 'ink-2', 'ink-3', 'accent', 'bad', 'good']) {
        assert.ok(contrast(ink, ground, theme) >= 4.5, `${ink} on ${ground}: ${contrast(ink, ground, theme)}`)
      }
      assert.ok(contrast('line-2', ground, theme) >= 3, `line-2 on ${ground}`)
    }
    assert.ok(contrast('accent', 'accent-soft', theme) >= 4.5)
    assert.ok(contrast('accent-ink', 'accent', theme) >= 4.5)
  })
}
