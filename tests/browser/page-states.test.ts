// Every state of rooms Text and Guide, at desktop and phone size, dark and light: axe finds nothing serious, nothing scrolls
// sideways, no error is written. Colours are all that the two themes differ in, so the dark one is asked for contrast.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, serious, type Size } from './page-open.ts'
import { STATES } from './page-states.ts'
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

const SIZES: readonly Size[] = ['desktop', 'phone']
for (const size of SIZES) {
  for (const state of STATES) {
    test(`${size}: ${state.name}`, async () => {
      const { page, errors, close } = await openPage(browser, `${site.url}index.html${state.hash}`, size, {
        bypassCSP: true,
        colorScheme: 'light',
      })
      if (state.hash !== '') {
        await page.mouse.move(200, 200)
        await page.mouse.move(210, 210)
      }
      await state.reach(page)
      // What is being computed anew is pale until it is there; where work has failed it stays so.
      const stale = () => document.querySelector('[data-state=stale]') !== null
      for (let round = 0; round < 50 && (await page.evaluate(stale)); round++) await page.waitForTimeout(100)
      await page.waitForTimeout(300)
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      assert.ok(wide <= 0, `${wide} pixels too wide`)
      assert.deepEqual(await serious(page), [], 'light')
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.waitForTimeout(100)
      assert.deepEqual(await serious(page, ['color-contrast']), [], 'dark')
      assert.deepEqual(errors, [])
      await close()
    })
  }
}
