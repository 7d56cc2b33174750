// Room Text, why a token is there: for every kind of model the trace that is drawn is the chosen token's own, also where
// the whole text is one piece, where a character is several tokens, and where a token comes from no text at all.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, ready, type Size, tokens } from './page-open.ts'
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

const BOTH: readonly Size[] = ['desktop', 'phone']
const at = (tokenizer: string, text: string, more = ''): string =>
  `${site.url}index.html#text/inspect?t=${tokenizer}&k=0&x=${encodeURIComponent(text)}${more}`

interface Told {
  /** The token as its card shows it, and its id. */
  readonly token: string
  readonly id: string
  /** The whole panel. */
  readonly why: string
  /** What the merge tree ends in. */
  readonly root: string | null
  /** What the arc of the lattice is named. */
  readonly arc: string | null
  /** What stands taken at each place of a word. */
  readonly taken: readonly string[]
}

/** Walks through all tokens of the text by keys and tells what is drawn for each. */
async function walk(page: Page): Promise<Told[]> {
  await ready(page)
  await page.evaluate(() =>
    document.querySelector('#ed .host')?.shadowRoot?.querySelector<HTMLElement>('.cm-content')?.focus(),
  )
  const all = await tokens(page)
  const told: Told[] = []
  for (let i = 0; i < all; i++) {
    if (i > 0) await page.keyboard.press('Alt+ArrowRight')
    await page.waitForFunction(
      title =>
        document.querySelector('.token-card h2')?.textContent === title &&
        document.querySelector<HTMLElement>('#why')?.dataset.state === 'ready',
      `Token ${i + 1} of ${all}`,
    )
    told.push(
      await page.evaluate(() => {
        const text = (selector: string): string | null => document.querySelector(selector)?.textContent ?? null
        return {
          token: text('.token-card .big') ?? '',
          id: text('.token-card dd') ?? '',
          why: text('#why') ?? '',
          root: document.querySelector('#why svg rect.hot')?.parentElement?.querySelector('text')?.textContent ?? null,
          arc: document.querySelector('#why svg text.chosen')?.firstChild?.textContent ?? null,
          taken: [...document.querySelectorAll('#why .made')].map(each => (each.textContent ?? '').replace(' ✓', '')),
        }
      }),
    )
  }
  return told
}

for (const size of BOTH) {
  test(`${size}: merges of a family that cuts, of one that does not, of one with scores: each tree ends in its token`, async () => {
    for (const [tokenizer, cut] of [
      ['o200k_base', /alternative \d+ of the pattern/],
      ['gemma-4', /Nothing is cut here: the whole text is one piece|^Why: merges, in order of rankpiece/],
      ['mistral-v1', /Nothing is cut here: the whole text is one piece|^Why: merges, in order of rankpiece/],
    ] as const) {
      const { page, errors, close } = await openPage(
        browser,
        at(tokenizer, 'A quick brown fox, isn’t it?\nNo fox at all'),
        size,
      )
      const told = await walk(page)
      assert.ok(told.length > 8)
      let trees = 0
      for (const { token, why, root } of told) {
        assert.match(why, cut, `${tokenizer}: ${token}`)
        if (root === null) continue
        trees += 1
        assert.equal(root.replaceAll('▁', '␣'), token.replaceAll('▁', '␣'), tokenizer)
      }
      assert.ok(trees > 5, `${tokenizer}: ${trees} trees`)
      assert.deepEqual(errors, [])
      await close()
    }
  })

  test(`${size}: the lattice is drawn around the chosen token, at a size that can be read`, async () => {
    const text =
      'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.'
    const { page, errors, close } = await openPage(browser, at('own-unigram-8k', text), size)
    const told = await walk(page)
    assert.ok(told.length > 15)
    for (const { token, arc, why } of told) {
      assert.match(why, /piece▁/)
      assert.match(why, /Best path: log probability -\d/)
      assert.equal(arc?.replaceAll('▁', '␣'), token.replaceAll('▁', '␣'))
    }
    const height = await page.$eval('#why svg text', each => each.getBoundingClientRect().height)
    assert.ok(height >= 12, `${height} pixels`)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: WordPiece tells the tokens that fit at each place`, async () => {
    const { page, errors, close } = await openPage(browser, at('bert-uncased', 'Tokenizers SEE naïveté'), size)
    for (const { token, taken } of await walk(page)) {
      assert.ok(
        taken.map(each => each.replace(/^##/, '')).includes(token.trim().replace(/^##/, '')),
        `${token} is not among ${taken.join(' ')}`,
      )
    }
    await page.click('#why [aria-label="step before"]')
    assert.ok((await page.$$('#why .prefix-row.later')).length > 0)
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: each byte of a character that is no token is told for itself; a token of the frame says that it is one`, async () => {
    const { page, errors, close } = await openPage(browser, at('mistral-v1', '𐍈', '&tp=1'), size)
    const told = await walk(page)
    assert.match(told[0]?.why ?? '', /puts this token around every text/)
    const bytes = told
      .slice(-4)
      .map(({ token, why }) => [token, /No merge leads here: (..) is a symbol/.exec(why)?.[1]])
    assert.deepEqual(bytes, [
      ['f0', 'f0'],
      ['90', '90'],
      ['8d', '8d'],
      ['88', '88'],
    ])
    assert.deepEqual(errors, [])
    await close()
  })
}
