// The elements in a page of another origin: one script tag, no CORS headers, the policy that the README states.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch, PHONE } from './browser.ts'
import { type Foreign, type ForeignOptions, openForeign } from './foreign.ts'
import { type Site, serve } from './server.ts'

const AXE = await readFile('node_modules/axe-core/axe.min.js', 'utf8')

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

const SENTENCE = 'The quick tokenizer'
const IDS = [976, 4853, 99665]

/** Waits until elements are in a state. */
async function state(page: Page, selector: string, wanted: string): Promise<void> {
  await page.waitForFunction(
    ([selector, wanted]) =>
      [...document.querySelectorAll(selector ?? '')].every(
        each => (each as unknown as { state: string }).state === wanted,
      ),
    [selector, wanted] as const,
    { timeout: 20_000 },
  )
}

for (const [size, viewport] of Object.entries({ desktop: { width: 800, height: 700 }, phone: PHONE })) {
  /** Runs a test in a foreign page and looks for errors after it. */
  async function foreign(
    body: string,
    run: (page: Page, open: Foreign) => Promise<void>,
    options: ForeignOptions = {},
  ): Promise<void> {
    site.requests.length = 0
    const open = await openForeign(browser, site, body, { ...options, context: { viewport, ...options.context } })
    try {
      await run(open.page, open)
    } finally {
      await open.close()
    }
  }

  test(`${size}: one script tag in a page of another origin: the tokens of the text, nothing blocked, nothing asked of the page itself`, async () => {
    await foreign(`<token-text tokenizer="o200k_base">${SENTENCE}</token-text>`, async (page, { errors }) => {
      await state(page, 'token-text', 'ready')
      const ids = await page.$eval('token-text', each => [
        ...((each as unknown as { tokens: { ids: Uint32Array } }).tokens.ids ?? []),
      ])
      assert.deepEqual(ids, IDS)
      assert.match(await page.locator('token-text').evaluate(each => each.shadowRoot?.textContent ?? ''), /3 tokens/)
      assert.deepEqual(errors, [])
    })
  })

  test(`${size}: it also works where the page wants Trusted Types`, async () => {
    const policy = "; require-trusted-types-for 'script'; trusted-types tokenarium"
    await foreign(
      `<token-text>${SENTENCE}</token-text>`,
      async (page, { errors }) => {
        await state(page, 'token-text', 'ready')
        assert.deepEqual(errors, [])
      },
      { policy },
    )
  })

  test(`${size}: before an element is visible or touched one script is loaded and nothing else; then the rest`, async () => {
    await foreign(`<div class="far"></div><token-text>${SENTENCE}</token-text>`, async page => {
      await page.waitForFunction(() => customElements.get('token-text') !== undefined)
      await page.waitForTimeout(500)
      assert.deepEqual(site.requests, ['/embed.js'])
      assert.equal(await page.locator('iframe').count(), 0)
      assert.equal(await page.$eval('token-text', each => (each as unknown as { state: string }).state), 'idle')
      await page.locator('token-text').scrollIntoViewIfNeeded()
      await state(page, 'token-text', 'ready')
      assert.ok(site.requests.some(path => path.startsWith('/vocab/o200k_base.')))
    })
  })

  test(`${size}: loading="click" waits for the visitor`, async () => {
    await foreign(`<token-text loading="click">${SENTENCE}</token-text>`, async page => {
      await page.waitForTimeout(400)
      assert.deepEqual(site.requests, ['/embed.js'])
      await page.locator('token-text').click()
      await state(page, 'token-text', 'ready')
    })
  })

  test(`${size}: nothing on the page moves from the first paint to the tokens`, async () => {
    const body = `<p>Before.</p><token-text>${SENTENCE} doesn't see words</token-text><p>Between.</p>
    <token-compare tokenizers="o200k_base cl100k_base gpt2">${SENTENCE}, 1,234,567</token-compare><p>After.</p>`
    await foreign(body, async page => {
      await page.evaluate(() => {
        const place = globalThis as unknown as { shift: number; moved: string[] }
        place.shift = 0
        place.moved = []
        new PerformanceObserver(list => {
          for (const entry of list.getEntries() as unknown as { value: number; sources: { node: Node | null }[] }[]) {
            place.shift += entry.value
            place.moved.push(...entry.sources.map(source => source.node?.nodeName ?? '?'))
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await state(page, 'token-text, token-compare', 'ready')
      await page.waitForTimeout(300)
      const { shift, moved } = await page.evaluate(() => {
        const { shift, moved } = globalThis as unknown as { shift: number; moved: string[] }
        return { shift, moved }
      })
      assert.equal(shift, 0, `moved: ${moved}`)
    })
  })

  test(`${size}: a poster lies over the text until work begins, and nothing moves when it goes`, async () => {
    const body = `<token-text loading="click"><pre>${SENTENCE}</pre><span slot="poster">Show the tokens</span></token-text><p id="next">After.</p>`
    await foreign(body, async page => {
      await page.getByText('Show the tokens').waitFor()
      const place = (): Promise<number> => page.$eval('#next', each => each.getBoundingClientRect().top)
      const before = await place()
      await page.getByText('Show the tokens').click()
      await state(page, 'token-text', 'ready')
      assert.equal(await page.getByText('Show the tokens').isVisible(), false)
      assert.equal(await place(), before)
    })
  })

  test(`${size}: without JavaScript the text stands there`, async () => {
    await foreign(
      `<token-text>${SENTENCE}</token-text>`,
      async page => {
        assert.equal(await page.locator('token-text').innerText(), SENTENCE)
        assert.ok(await page.getByText(SENTENCE).isVisible())
      },
      { context: { javaScriptEnabled: false } },
    )
  })

  test(`${size}: several on a page share one engine; with the last it is gone; a moved one keeps its tokens`, async () => {
    await foreign(
      `<div id="a"><token-text id="one">${SENTENCE}</token-text><token-text id="two">any text</token-text></div><div id="b"></div>`,
      async page => {
        await state(page, 'token-text', 'ready')
        const engines = (): Promise<number> => page.locator('iframe[src$="engine.html"]').count()
        assert.equal(await engines(), 1)
        assert.equal(site.requests.filter(path => path.startsWith('/vocab/')).length, 1)

        await page.evaluate(() => document.getElementById('b')?.append(document.getElementById('one') as Node))
        await page.waitForTimeout(100)
        await state(page, 'token-text', 'ready')
        assert.equal(await engines(), 1)
        assert.equal(site.requests.filter(path => path.startsWith('/vocab/')).length, 1)

        await page.evaluate(() => document.getElementById('one')?.remove())
        await page.waitForTimeout(1500)
        assert.equal(await engines(), 1, 'one element still needs it')
        await page.evaluate(() => document.getElementById('two')?.remove())
        await page.waitForFunction(() => document.querySelector('iframe') === null, undefined, { timeout: 5000 })
      },
    )
  })

  test(`${size}: tokens are walked with the keyboard, and a screen reader hears each`, async () => {
    await foreign(`<token-text>${SENTENCE}</token-text>`, async page => {
      await state(page, 'token-text', 'ready')
      const walker = page.getByRole('slider')
      await walker.focus()
      assert.equal(await walker.getAttribute('aria-valuetext'), "token 1 of 3, 'The', id 976, bytes 54 68 65")
      await page.keyboard.press('End')
      assert.equal(
        await walker.getAttribute('aria-valuetext'),
        "token 3 of 3, ' tokenizer', id 99665, bytes 20 74 6f 6b 65 6e 69 7a 65 72",
      )
      await page.keyboard.press('ArrowLeft')
      assert.equal(await walker.getAttribute('aria-valuenow'), '2')
      assert.equal(await page.locator('token-text').getAttribute('selected'), '1')
      await page.keyboard.press('Escape')
      assert.equal(await page.locator('token-text').getAttribute('selected'), null)
    })
  })

  test(`${size}: events come from the visitor only, bubble and leave shadow roots`, async () => {
    await foreign(`<token-text>${SENTENCE}</token-text>`, async page => {
      await page.evaluate(() => {
        const place = globalThis as unknown as { heard: string[] }
        place.heard = []
        for (const name of ['ready', 'change', 'error']) {
          document.addEventListener(`tokenarium-${name}`, event => {
            const detail = (event as CustomEvent<Record<string, unknown>>).detail
            place.heard.push(`${name} ${detail.kind ?? detail.tokens} ${detail.index ?? ''}`.trim())
          })
        }
      })
      await state(page, 'token-text', 'ready')
      const heard = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)
      await page.locator('token-text').evaluate(each => {
        const element = each as unknown as { selected: number; view: string }
        element.selected = 1
        element.view = 'ids'
        element.view = 'text'
      })
      await page.waitForTimeout(100)
      assert.deepEqual(
        (await heard()).filter(each => each.startsWith('change')),
        [],
        'what the page sets is not told back',
      )
      const box = await page.locator('token-text').boundingBox()
      await page.mouse.click((box?.x ?? 0) + 8, (box?.y ?? 0) + 18)
      assert.ok((await heard()).includes('change select 0'), String(await heard()))
    })
  })

  test(`${size}: the text stays one text node: copied as it is, ids and bytes too`, async () => {
    await foreign('<token-text><pre>  naïve 👩‍🚀\n\tكل الناس</pre></token-text>', async page => {
      await state(page, 'token-text', 'ready')
      const nodes = await page.$eval('token-text', each =>
        [...(each.shadowRoot?.querySelector('[part=text]')?.childNodes ?? [])].map(
          node => `${node.nodeType}${node.textContent}`,
        ),
      )
      assert.deepEqual(nodes, ['3  naïve 👩‍🚀\n\tكل الناس'])
      await page.getByRole('button', { name: 'Ids' }).click()
      assert.match((await page.locator('token-text').locator('[part=text]').textContent()) ?? '', /^\d+( \d+)+$/)
    })
  })

  test(`${size}: an unknown tokenizer is an error with a remedy, the text stays, and it can be mended`, async () => {
    await foreign(`<token-text tokenizer="none_such">${SENTENCE}</token-text>`, async page => {
      await state(page, 'token-text', 'error')
      assert.ok(await page.getByRole('alert').getByText('none_such').isVisible())
      assert.equal(await page.locator('token-text').locator('[part=text]').textContent(), SENTENCE)
      await page.locator('token-text').evaluate(each => each.setAttribute('tokenizer', 'gpt2'))
      await state(page, 'token-text', 'ready')
    })
  })

  test(`${size}: it follows the colours of the page, also when they change`, async () => {
    await foreign(`<token-text>${SENTENCE}</token-text>`, async page => {
      await state(page, 'token-text', 'ready')
      const theme = (): Promise<string | undefined> =>
        page.$eval('token-text', each => each.shadowRoot?.querySelector<HTMLElement>('.frame')?.dataset.theme)
      assert.equal(await theme(), 'light')
      await page.evaluate(() => document.body.classList.add('night'))
      await page.waitForFunction(
        () =>
          document.querySelector('token-text')?.shadowRoot?.querySelector<HTMLElement>('.frame')?.dataset.theme ===
          'dark',
      )
    })
  })

  test(`${size}: loaded twice it is silent; another version warns once and leaves the first; other names can be chosen`, async () => {
    const head = `<script src="${site.url}embed.js"></script><script src="${site.url}embed.js"></script>
    <script src="${site.url}embed.js" data-names="text=my-tokens"></script>`
    await foreign(
      `<token-text>${SENTENCE}</token-text><my-tokens>any text</my-tokens>`,
      async (page, { errors }) => {
        await state(page, 'token-text, my-tokens', 'ready')
        assert.equal(await page.locator('iframe').count(), 1, 'copies of the script share one engine')
        assert.deepEqual(errors, [])
      },
      { head },
    )
  })

  test(`${size}: a comparison: rows line under line, what differs is counted and can be walked`, async () => {
    await foreign(
      "<token-compare tokenizers='o200k_base cl100k_base gpt2'>The price rose by 1,234,567 since 2019, didn't it?</token-compare>",
      async page => {
        await state(page, 'token-compare', 'ready')
        const rows = await page.$eval('token-compare', each =>
          [...(each.shadowRoot?.querySelectorAll('.compare-row') ?? [])].map(row => {
            const range = document.createRange()
            range.selectNodeContents(row)
            return [...range.getClientRects()].map(rect => [Math.round(rect.x), Math.round(rect.width)].join())
          }),
        )
        assert.equal(rows.length, 3)
        assert.deepEqual(rows[0], rows[1], 'all rows break their lines alike')
        assert.deepEqual(rows[0], rows[2])
        const next = page.getByRole('button', { name: 'Next difference' })
        await next.click()
        assert.match((await page.locator('token-compare').locator('.detail').textContent()) ?? '', /^A: /)
        const walker = page.getByRole('slider', { name: 'Differences, one by one' })
        await walker.focus()
        await page.keyboard.press('End')
        assert.equal(await walker.getAttribute('aria-valuenow'), await walker.getAttribute('aria-valuemax'))
      },
    )
  })

  test(`${size}: a training: every merge can be shown, the newest token is named`, async () => {
    await foreign(
      '<token-train merges="20" step="3">She sells sea shells by the sea shore. The shells she sells are sea shells.</token-train>',
      async page => {
        await state(page, 'token-train', 'ready')
        const caption = page.locator('token-train').locator('.caption')
        assert.match((await caption.textContent()) ?? '', /^Merge 3: .+ → .+, id 258\. \d+ tokens\.$/)
        await page.getByRole('button', { name: 'Next merge' }).click()
        await page.waitForFunction(() =>
          document
            .querySelector('token-train')
            ?.shadowRoot?.querySelector('.caption')
            ?.textContent?.startsWith('Merge 4'),
        )
        await page.getByRole('button', { name: 'Play' }).click()
        await page.waitForFunction(() =>
          document
            .querySelector('token-train')
            ?.shadowRoot?.querySelector('.caption')
            ?.textContent?.startsWith('Merge 6'),
        )
        await page.getByRole('button', { name: 'Pause' }).click()
      },
    )
  })

  test(`${size}: axe finds nothing serious, by day and by night`, async () => {
    const body = `<token-text>${SENTENCE}</token-text><token-compare tokenizers="o200k_base gpt2">didn't 1234567</token-compare><token-generate loading="eager" tokens="30">Once</token-generate>`
    await foreign(body, async page => {
      await state(page, 'token-text, token-compare, token-generate', 'ready')
      await page.evaluate(AXE)
      for (const night of [false, true]) {
        await page.evaluate(on => document.body.classList.toggle('night', on), night)
        await page.waitForTimeout(100)
        const found = await page.evaluate(async () => {
          const axe = (
            globalThis as unknown as {
              axe: { run(o: object): Promise<{ violations: { id: string; impact: string }[] }> }
            }
          ).axe
          const { violations } = await axe.run({ resultTypes: ['violations'] })
          return violations.filter(each => each.impact === 'serious' || each.impact === 'critical').map(each => each.id)
        })
        assert.deepEqual(found, [], night ? 'night' : 'day')
      }
    })
  })
}
