// `<token-generate>` in a page of another origin.

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

interface Ready {
  readonly text: string
  readonly ids: Record<string, number>
  readonly passes: number
  readonly stopped: boolean
}

async function state(page: Page, wanted: string): Promise<void> {
  await page.waitForFunction(
    wanted => (document.querySelector('token-generate') as unknown as { state: string }).state === wanted,
    wanted,
    { timeout: 60_000 },
  )
}

/** Does something, and waits for the next `tokenarium-ready`. */
async function ready(page: Page, act: () => Promise<unknown>): Promise<Ready> {
  await page.locator('token-generate').evaluate(each => {
    const detail = new Promise(resolve =>
      each.addEventListener('tokenarium-ready', event => resolve((event as CustomEvent).detail), { once: true }),
    )
    Object.assign(globalThis, { detail })
  })
  await act()
  return page.evaluate(() => (globalThis as unknown as { detail: Promise<Ready> }).detail)
}

const press = (page: Page, name: string) => () => page.getByRole('button', { name }).click()

test('nothing is fetched before its button is pressed; then it writes, the same for the same seed', async () => {
  const body = '<token-generate tokens="24">Once upon a time</token-generate><button>next</button>'
  const { page, errors, close } = await openForeign(browser, site, body)
  try {
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    await page.locator('token-generate').hover()
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab')
    await state(page, 'idle')
    assert.deepEqual(asked, [])
    const box = await page.locator('token-generate').boundingBox()

    const first = await ready(page, press(page, 'Generate'))
    assert.equal(first.passes, 24)
    assert.equal(Object.keys(first.ids).length, 24)
    assert.equal(first.stopped, false)
    const written = page.locator('token-generate').getByRole('group', { name: 'Text' })
    assert.equal(await written.textContent(), `Once upon a time${first.text}`)
    assert.match(
      (await page.locator('token-generate [role=status]').textContent()) ?? '',
      /^lm · 24 tokens in 24 passes$/,
    )
    assert.match((await written.locator('span').nth(1).getAttribute('title')) ?? '', /^.+ \d+\.\d %\n.+ \d+\.\d %/)
    assert.deepEqual(await page.locator('token-generate').boundingBox(), box)

    const again = await ready(page, press(page, 'Generate'))
    assert.equal(again.text, first.text)
    const other = await ready(page, () =>
      page.locator('token-generate').evaluate(each => each.setAttribute('seed', '8')),
    )
    assert.notEqual(other.text, first.text)
    const link = await page.locator('token-generate .link').getAttribute('href')
    const settings = 'm=lm&s=plain&t=0.8&seed=8&n=24&x=Once%20upon%20a%20time'
    assert.equal(link, `${site.url}index.html#generate?${settings}`)
    assert.deepEqual(errors, [])
  } finally {
    await close()
  }
})

test('another strategy writes the same text in fewer passes', async () => {
  const body = '<token-generate tokens="40">Once upon a time</token-generate>'
  const { page, close } = await openForeign(browser, site, body)
  try {
    const plain = await ready(page, press(page, 'Generate'))
    const guessed = await ready(page, () =>
      page.locator('token-generate').evaluate(each => each.setAttribute('strategy', 'speculative')),
    )
    assert.equal(guessed.text, plain.text)
    assert.ok(guessed.passes < plain.passes, `${guessed.passes} of ${plain.passes}`)
  } finally {
    await close()
  }
})

test('stopped in the middle, the text so far stays', async () => {
  const { page, close } = await openForeign(browser, site, '<token-generate tokens="400">Once</token-generate>')
  try {
    const ended = await ready(page, async () => {
      await page.getByRole('button', { name: 'Generate' }).click()
      await page.waitForFunction(() => {
        const root = document.querySelector('token-generate')?.shadowRoot
        return (root?.querySelectorAll('.written span').length ?? 0) > 3
      })
      await page.getByRole('button', { name: 'Stop' }).click()
    })
    assert.equal(ended.stopped, true)
    const words = (await page.locator('token-generate .written').textContent()) ?? ''
    assert.ok(words.length > 'Once'.length && words.startsWith('Once'), words)
    assert.equal(await page.getByRole('button', { name: 'Generate' }).count(), 1)
  } finally {
    await close()
  }
})

test('an unknown model says what to do; without scripts the prompt is there', async () => {
  const { page, close } = await openForeign(
    browser,
    site,
    '<token-generate model="magic" loading="eager">Once</token-generate>',
  )
  await state(page, 'error')
  const alert = (await page.locator('token-generate').getByRole('alert').textContent()) ?? ''
  assert.match(alert, /no model magic.*Choose one of lm/)
  assert.equal(await page.getByRole('button', { name: 'Try again' }).isVisible(), true)
  await close()

  const bare = await openForeign(browser, site, '<token-generate>Once</token-generate>', {
    context: { javaScriptEnabled: false },
  })
  assert.equal(await bare.page.getByText('Once').isVisible(), true)
  await bare.close()
})
