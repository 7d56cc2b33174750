// Room Text with ten megabytes: prose of many lines, and one line. A paste is never cut, the page answers while it is
// tokenized, and what is on the screen is coloured wherever one scrolls. Nothing here is an absolute time: the browser
// is watched for what it is asked to do at once (characters in a message, characters made UTF-8 on the page's thread,
// rectangles measured in a task), and the length of tasks is told in units of a loop that ran in the same page.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, ready, selectAll, tokens } from './page-open.ts'
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

const UNITS = 10_000_000
/** UTF-16 units that may be in one message to a worker. */
const MESSAGE = 300_000
/** UTF-16 units that the page's own thread may make UTF-8 for what it draws: a screen of text, some times over. */
const ENCODED = 400_000
/** Rectangles that may be measured in one task: the tokens and marks of a screen and a little around it. */
const MEASURED = 6_000

/** What the page has been seen doing. */
interface Watched {
  big: string
  message: number
  encoded: number
  stored: string[]
  rectangles: number
  tasks: number[]
}

/** Watches what the page's thread is asked to do at once. */
function watch(): void {
  const watched: Watched = { big: '', message: 0, encoded: 0, stored: [], rectangles: 0, tasks: [] }
  Object.assign(globalThis, { watched })
  const longest = (value: unknown): number => {
    if (typeof value === 'string') return value.length
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Blob) return 0
    return Math.max(0, ...Object.values(value).map(longest))
  }
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown, ...rest: never[]) {
    watched.message = Math.max(watched.message, longest(message))
    postMessage.call(this, message, ...rest)
  }
  const { encode } = TextEncoder.prototype
  TextEncoder.prototype.encode = function (this: TextEncoder, text = '') {
    watched.encoded += text.length
    return encode.call(this, text)
  }
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    watched.stored.push(value instanceof Blob ? 'blob' : typeof value)
    return put.call(this, value, key)
  }
  const { getClientRects } = Range.prototype
  let now = 0
  Range.prototype.getClientRects = function (this: Range) {
    if (now === 0) setTimeout(() => (now = 0))
    now += 1
    watched.rectangles = Math.max(watched.rectangles, now)
    return getClientRects.call(this)
  }
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) watched.tasks.push(duration)
  }).observe({ entryTypes: ['longtask'] })
}

/** Makes the text in the page: words without a rule (xorshift), in lines or in one. */
function makeText([units, lines]: [number, boolean]): void {
  const words =
    'the of and to in he have it that for they with as not on she at by this we you do but from or which one'
      .concat(
        ' would all will there say who make when can more if no man out other so what time naïve Größe привет 東京 👩‍🚀',
      )
      .split(' ')
  let state = 2463534242
  const parts: string[] = []
  for (let length = 0; length < units; length += parts.at(-1)?.length ?? 0) {
    const line: string[] = []
    for (let word = 0; word < 90; word++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      line.push(words[(state >>> 0) % words.length] ?? '')
    }
    parts.push(line.join(' ') + (lines ? '.\n\n' : '. '))
  }
  const { watched } = globalThis as unknown as { watched: Watched }
  const cut = parts.join('').slice(0, units - 9)
  watched.big = `${cut.replace(/[\ud800-\udbff]$/, '?')} The end.`
}

/** Milliseconds of a loop that takes a calm machine about ten, the worst of some runs: what this page is given now. */
function calibrate(): number {
  let worst = 0
  for (let run = 0; run < 12; run++) {
    const from = performance.now()
    let state = 1
    for (let i = 0; i < 6_000_000; i++) state = (Math.imul(state, 1664525) + 1013904223) | 0
    worst = Math.max(worst, performance.now() - from + (state === 0 ? 1 : 0))
  }
  return worst
}

/** Pastes the text in place of what is selected, in a task of its own. */
async function pasteBig(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const content = document.querySelector('#ed .host')?.shadowRoot?.querySelector<HTMLElement>('.cm-content')
    const { watched } = globalThis as unknown as { watched: Watched }
    const data = new DataTransfer()
    data.setData('text/plain', watched.big)
    await new Promise(next => setTimeout(next, 300))
    Object.assign(watched, { message: 0, encoded: 0, rectangles: 0, stored: [] })
    watched.tasks.length = 0
    content?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
}

const watched = (page: Page): Promise<Omit<Watched, 'big'>> =>
  page.evaluate(() => ({ ...(globalThis as unknown as { watched: Watched }).watched, big: '' }))

/** Waits until the text is tokenized, measured by its statistics, and kept for its address. */
async function calm(page: Page): Promise<void> {
  await page.waitForFunction(
    units =>
      document.querySelector<HTMLElement>('#figures')?.dataset.state === 'ready' &&
      document.querySelector('#figure-ratio i')?.textContent?.includes('code points') === true &&
      document.querySelector<HTMLElement>('#bits')?.dataset.state === 'ready' &&
      Number(document.querySelector('#figure-tokens b')?.textContent?.replaceAll(',', '')) > units / 10 &&
      /kept=/.test(location.hash),
    UNITS,
    { timeout: 180_000 },
  )
}

/** Waits until tokens are drawn on what is on the screen; gives the numbers of the first and the last. */
async function onScreen(page: Page): Promise<[number, number]> {
  const handle = await page.waitForFunction(() => {
    const root = document.querySelector('#ed .host')?.shadowRoot
    const scroller = root?.querySelector('.cm-scroller')?.getBoundingClientRect()
    const ticks = root?.querySelector<SVGPathElement>('.tick')?.getBoundingClientRect()
    const note = /tokens ([\d,]+) to ([\d,]+) of/.exec(document.querySelector('#strip-place .note')?.textContent ?? '')
    if (!scroller || !ticks || !note) return null
    const covers = ticks.top <= scroller.top + 60 && ticks.bottom >= scroller.bottom - 60
    return covers ? [note[1], note[2]].map(number => Number(number?.replaceAll(',', ''))) : null
  })
  return (await handle.jsonValue()) as [number, number]
}

async function scrollTo(page: Page, share: number): Promise<void> {
  await page.evaluate(part => {
    const scroller = document.querySelector('#ed .host')?.shadowRoot?.querySelector('.cm-scroller')
    if (scroller) scroller.scrollTop = part * (scroller.scrollHeight - scroller.clientHeight)
  }, share)
  // Heights far away are estimates until they are seen.
  await page.waitForTimeout(400)
}

for (const [name, lines] of [
  ['prose in lines', true],
  ['one line', false],
] as const) {
  test(
    `10 MB of ${name}: pasted whole, tokenized, scrolled, while the page answers`,
    { timeout: 400_000 },
    async () => {
      const opened = await openPage(browser, `${site.url}index.html#text/inspect?x=a&view=ids`)
      const { page, errors } = opened
      await ready(page)
      await page.waitForTimeout(1500)
      await page.evaluate(watch)
      await page.evaluate(makeText, [UNITS, lines] as [number, boolean])
      const unit = await page.evaluate(calibrate)
      await selectAll(page)
      await pasteBig(page)
      await calm(page)
      const seen = await watched(page)
      const after = Math.max(unit, await page.evaluate(calibrate))

      // The page's thread is never asked for much at once.
      assert.ok(seen.message <= MESSAGE, `a message of ${seen.message} units`)
      assert.ok(seen.encoded <= ENCODED, `${seen.encoded} units were made UTF-8 on the page's thread`)
      assert.ok(seen.rectangles <= MEASURED, `${seen.rectangles} rectangles in a task`)
      assert.deepEqual(new Set(seen.stored), new Set(['blob']))
      // And no task is long, beside what a loop takes here: the paste itself, then all the others.
      const [paste = 0, ...others] = seen.tasks.toSorted((a, b) => b - a).map(task => task / after)
      const told = seen.tasks.map(task => (task / after).toFixed(1)).join(' ')
      assert.ok(paste <= 25, `tasks of ${told} units of ${after.toFixed(1)} ms`)
      assert.ok(others.filter(task => task > 10).length <= 2, `tasks of ${told} units of ${after.toFixed(1)} ms`)

      // It is all there, and its tokens are those of a run over the whole.
      const whole = await page.evaluate(async () => {
        const { Tokenarium } = (await import(new URL('tokenarium.js', location.href).href)) as {
          Tokenarium: { create(): Promise<{ text(name: string): Promise<{ count(text: string): Promise<number> }> }> }
        }
        const tokenizer = await (await Tokenarium.create()).text('o200k_base')
        return tokenizer.count((globalThis as unknown as { watched: Watched }).watched.big)
      })
      assert.equal(await tokens(page), whole)

      // Tokens are on the screen at the end, at the beginning, and between.
      const places: [number, number][] = []
      for (const share of [1, 0, 0.5]) {
        await scrollTo(page, share)
        places.push(await onScreen(page))
      }
      const [end, begin, middle] = places
      assert.equal(end?.[1], whole)
      assert.equal(begin?.[0], 1)
      assert.ok(middle && middle[0] > 0.3 * whole && middle[1] < 0.7 * whole, `${middle} of ${whole}`)
      for (const [from, to] of places) assert.ok(to - from > 50 && to - from < 5_000, `${to - from} tokens`)
      assert.deepEqual(errors, [])
      await opened.close()
    },
  )
}
