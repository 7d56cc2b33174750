// The drawing over real layouts: colours and ticks never touch the text, right-to-left and cut characters are drawn where they are.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openForeign } from './foreign.ts'
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

/** A drawn `token-text` in a page of its own. */
async function drawn(text: string, run: (page: Page) => Promise<void>, tokenizer = 'cl100k_base'): Promise<void> {
  const { page, close } = await openForeign(
    browser,
    site,
    `<token-text tokenizer="${tokenizer}"><pre>${text}</pre></token-text>`,
  )
  try {
    await page.waitForFunction(
      () => (document.querySelector('token-text') as unknown as { state: string })?.state === 'ready',
      undefined,
      {
        timeout: 20_000,
      },
    )
    await page.waitForTimeout(150)
    await run(page)
  } finally {
    await close()
  }
}

/** A path of the overlay, as its moves: one for each stroke. */
function strokes(page: Page, name: string): Promise<{ x: number; y: number }[]> {
  return page.$eval(
    'token-text',
    (element, name) => {
      const d = element.shadowRoot?.querySelector(`.token-over .${name}`)?.getAttribute('d') ?? ''
      return [...d.matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
    },
    name,
  )
}

test('colours leave the width of joined scripts as it is', async () => {
  for (const text of ['كل الناس يولدون أحرارا', 'नमस्ते दुनिया', 'office affluent fi']) {
    await drawn(text, async page => {
      const [own, plain] = await page.evaluate(text => {
        const drawn = document.querySelector('token-text')?.shadowRoot?.querySelector('.strip-text') as HTMLElement
        const other = document.createElement('div')
        other.textContent = text
        other.className = 'strip-text'
        drawn.parentElement?.append(other)
        const width = (node: Node): number => {
          const range = document.createRange()
          range.selectNodeContents(node)
          return range.getBoundingClientRect().width
        }
        const both = [width(drawn), width(other)]
        other.remove()
        return both
      }, text)
      assert.equal(own, plain, text)
    })
  }
})

test('in a line from the right every tick stands at the right edge of its first character', async () => {
  await drawn('كل الناس', async page => {
    const ticks = await strokes(page, 'tick')
    assert.ok(ticks.length >= 3)
    ticks.slice(1).forEach((tick, i) => {
      assert.ok(tick.x < (ticks[i]?.x ?? 0), 'later tokens stand further left')
    })
    const right = await page.$eval('token-text', element => {
      const strip = element.shadowRoot?.querySelector('.strip') as HTMLElement
      return strip.getBoundingClientRect().width
    })
    assert.ok(Math.abs((ticks[0]?.x ?? 0) - right) < 2, 'the first tick stands at the right edge of the line')
  })
})

test('a cut character keeps its glyph; its tokens are segments below it that can be pointed at one by one', async () => {
  await drawn('👩‍🚀', async page => {
    const count = await page.$eval(
      'token-text',
      each => (each as unknown as { tokens: { ids: Uint32Array } }).tokens.ids.length,
    )
    const segments = (await Promise.all([0, 1, 2, 3, 4, 5].map(i => strokes(page, `hue-${i}`)))).flat()
    assert.equal(segments.length, count)
    assert.deepEqual(await strokes(page, 'tick'), [])
    const box = await page.$eval('token-text', element => {
      const range = document.createRange()
      range.selectNodeContents(element.shadowRoot?.querySelector('.strip-text') as Node)
      const { x, y, width, height } = range.getBoundingClientRect()
      return { x, y, width, height }
    })
    const seen = new Set<string>()
    for (let i = 0; i < count; i++) {
      await page.mouse.move(box.x + (box.width * (i + 0.5)) / count, box.y + box.height + 3)
      await page.waitForTimeout(60)
      seen.add((await page.locator('token-text').locator('.detail').textContent()) ?? '')
    }
    assert.ok(seen.size >= count - 1, [...seen].join(' | '))
  })
})

test('white space and characters without ink are marked, and the marks are not in the text', async () => {
  await drawn('a b\u00a0c\td\u200be\nf', async page => {
    assert.equal((await strokes(page, 'dot')).length, 1)
    assert.ok((await strokes(page, 'mark')).length >= 4)
    const copied = await page.$eval(
      'token-text',
      element => element.shadowRoot?.querySelector('.strip-text')?.textContent,
    )
    assert.equal(copied, 'a b\u00a0c\td\u200be\nf')
  })
})

test('a long text is drawn for the window only, and further on when it scrolls', async () => {
  await drawn('The quick tokenizer sees bytes.\n'.repeat(2000), async page => {
    const count = await page.$eval(
      'token-text',
      each => (each as unknown as { tokens: { ids: Uint32Array } }).tokens.ids.length,
    )
    const first = await strokes(page, 'tick')
    assert.ok(first.length > 50 && first.length < count / 10, `${first.length} of ${count} ticks`)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2))
    await page.waitForTimeout(300)
    const later = await strokes(page, 'tick')
    assert.ok((later[0]?.y ?? 0) > (first.at(-1)?.y ?? 0))
    assert.ok(later.length < count / 10)
  })
})

test('with forced colours tokens are told by ticks, not by the one colour that is left', async () => {
  const { page, close } = await openForeign(
    browser,
    site,
    '<token-text tokenizer="cl100k_base">The quick tokenizer</token-text>',
    {
      context: { forcedColors: 'active' },
    },
  )
  try {
    await page.waitForFunction(
      () => (document.querySelector('token-text') as unknown as { state: string })?.state === 'ready',
      undefined,
      {
        timeout: 20_000,
      },
    )
    await page.waitForTimeout(150)
    assert.ok((await strokes(page, 'tick')).length >= 3)
    const coloured = await page.evaluate(() => [...CSS.highlights.values()].reduce((sum, each) => sum + each.size, 0))
    assert.equal(coloured, 0)
  } finally {
    await close()
  }
})
