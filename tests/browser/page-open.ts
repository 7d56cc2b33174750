// Opening room Text of the built page in a browser, touched and ready, as tests of the page want it.

import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { collectErrors, DESKTOP, PHONE } from './browser.ts'

const AXE = await readFile('node_modules/axe-core/axe.min.js', 'utf8')

/** The sizes that every feature is driven at. */
export const SIZES = { desktop: DESKTOP, phone: PHONE } as const
export type Size = keyof typeof SIZES

export interface Opened {
  readonly page: Page
  readonly errors: string[]
  close(): Promise<void>
}

/** Opens an address of the page; nothing is touched. */
export async function openPage(
  browser: Browser,
  url: string,
  size: Size = 'desktop',
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: SIZES[size], hasTouch: size === 'phone', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors = collectErrors(page)
  await page.goto(url)
  return { page, errors, close: () => context.close() }
}

/** Touches the page and waits until the live editor shows the tokens of the text. */
export async function ready(page: Page): Promise<void> {
  await page.mouse.move(200, 200)
  await page.mouse.move(210, 210)
  await page.waitForFunction(
    () =>
      document.querySelector<HTMLElement>('#figures')?.dataset.state === 'ready' &&
      document.querySelector('#ed .host')?.shadowRoot?.querySelector('.tick')?.getAttribute('d') !== undefined &&
      document.querySelector('#static') === null,
  )
}

/** Waits until the figures are those of the text as it is now. */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(80)
  await page.waitForFunction(() => document.querySelector<HTMLElement>('#figures')?.dataset.state === 'ready')
}

/** How many tokens the page says there are. */
export async function tokens(page: Page): Promise<number> {
  const text = await page.textContent('#figure-tokens b')
  return Number((text ?? '').replaceAll(',', ''))
}

/** Replaces the text in the editor by what the clipboard would bring. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(async pasted => {
    const content = document.querySelector('#ed .host')?.shadowRoot?.querySelector<HTMLElement>('.cm-content')
    if (!content) throw new Error('no editor')
    content.focus()
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    content.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

/** Everything in the editor is selected. */
export async function selectAll(page: Page): Promise<void> {
  await page.evaluate(() =>
    document.querySelector('#ed .host')?.shadowRoot?.querySelector<HTMLElement>('.cm-content')?.focus(),
  )
  await page.keyboard.press('ControlOrMeta+a')
}

/** What axe finds serious on the page, by all its rules or by these. The page must be open without its policy. */
export async function serious(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async only => {
    const axe = (window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe
    interface Violation {
      id: string
      impact: string
      nodes: { target: string[]; failureSummary: string }[]
    }
    const { violations } = await axe.run({ resultTypes: ['violations'], ...(only && { runOnly: only }) })
    return violations
      .filter(violation => violation.impact === 'serious' || violation.impact === 'critical')
      .flatMap(violation =>
        violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary}`),
      )
  }, rules)
}

export interface Saved {
  readonly name: string
  readonly bytes: Buffer
  readonly text: string
}

/** What the page hands to the visitor as a file when `act` is done. */
export async function saved(page: Page, act: () => Promise<unknown>): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  const bytes = await readFile(await download.path())
  return { name: download.suggestedFilename(), bytes, text: bytes.toString('utf8') }
}
