// Room Text and the visitor's files: a folder dropped, a list counted and saved as CSV, tokenizers of their own by file
// and by address, broken ones refused with the reason while the work goes on. At desktop and phone size.

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launch } from './browser.ts'
import { openPage, ready, saved, settled, type Size, tokens } from './page-open.ts'
import { type Site, serve } from './server.ts'

let browser: Browser
let site: Site
before(async () => {
  browser = await launch()
  site = await serve(undefined, {
    answer(path, _request, response) {
      if (path !== '/own/words.json') return false
      response.writeHead(200, { 'content-type': 'application/json' }).end(WORDS)
      return true
    },
  })
})
after(async () => {
  await browser.close()
  await site.close()
})

const at = (hash = ''): string => `${site.url}index.html${hash}`
const BOTH: readonly Size[] = ['desktop', 'phone']

/** A tokenizer.json whose ids can be told by reading it. */
const WORDS = JSON.stringify({
  version: '1.0',
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', vocab: { '[UNK]': 0, one: 1, two: 2 }, unk_token: '[UNK]' },
})
/** The bytes, and two merges. */
const RANKS = [
  ...Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]).toString('base64')),
  Buffer.from('12').toString('base64'),
  Buffer.from('1234').toString('base64'),
  Buffer.from('34').toString('base64'),
]
  .map((token, rank) => `${token} ${rank}\n`)
  .join('')

/** Opens a tokenizer file through the picker. */
async function own(page: Page, name: string, content: string | Buffer): Promise<void> {
  await page.click('#pick')
  await page.setInputFiles('.picker input[type=file]', {
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  })
}

/** Waits until a tokenizer of this name is chosen and has counted the text. */
async function chosen(page: Page, name: string): Promise<void> {
  await page.waitForFunction(wanted => document.querySelector('#pick')?.textContent === wanted, name)
  await settled(page)
}

/** Ids of the whole text as the JSON export has them. */
async function ids(page: Page): Promise<number[]> {
  await page.click('[role=tab]:has-text("Export")')
  const file = await saved(page, () => page.click('#tab-panel button:text-is("JSON")'))
  return (JSON.parse(file.text) as { tokens: { id: number }[] }).tokens.map(token => token.id)
}

for (const size of BOTH) {
  test(`${size}: a folder dropped on the page is counted, file by file, and saved as CSV`, async () => {
    const root = await mkdtemp(join(tmpdir(), 'tokenarium-'))
    const folder = join(root, 'corpus')
    await mkdir(join(folder, 'deep', 'deeper'), { recursive: true })
    await writeFile(join(folder, 'a.txt'), 'The quick tokenizer')
    await writeFile(join(folder, 'deep', '=b, "c".txt'), '')
    await writeFile(join(folder, 'deep', 'deeper', 'd.txt'), 'naïve')
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=a'), size)
    await ready(page)
    const devtools = await page.context().newCDPSession(page)
    const data = { items: [], files: [folder], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 100, y: 250, data })
    }
    await page.waitForFunction(() =>
      /^3 files, o200k_base$/.test(document.querySelector('#tab-panel [role=status]')?.textContent ?? ''),
    )
    const cells = await page.$$eval('#tab-panel tbody tr', rows =>
      rows.map(row => [...row.children].slice(0, 3).map(cell => cell.textContent)),
    )
    assert.deepEqual(cells[0], ['all', '25 bytes', '6'])
    assert.deepEqual(cells.slice(1).sort(), [
      ['corpus/a.txt', '19 bytes', '3'],
      ['corpus/deep/=b, "c".txt', '0 bytes', '0'],
      ['corpus/deep/deeper/d.txt', '6 bytes', '3'],
    ])
    const file = await saved(page, () => page.click('#tab-panel button:text-is("CSV")'))
    assert.equal(file.name, 'tokens-o200k_base.csv')
    const [head, ...rows] = file.text.split('\r\n')
    assert.equal(head, 'file,bytes,tokens (o200k_base),note')
    assert.deepEqual(rows.sort(), [
      '"corpus/deep/=b, ""c"".txt",0,0,',
      'corpus/a.txt,19,3,',
      'corpus/deep/deeper/d.txt,6,3,',
    ])
    assert.deepEqual(errors, [])
    await close()
    await rm(root, { recursive: true })
  })

  test(`${size}: tokenizer.json, and another of the same name beside it`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=two%20three%20one'), size)
    await ready(page)
    await own(page, 'tokenizer.json', WORDS)
    await chosen(page, 'tokenizer.json')
    assert.deepEqual(await ids(page), [2, 0, 1])
    await own(page, 'tokenizer.json', WORDS.replace('"two":2', '"two":2,"three":3'))
    await chosen(page, 'tokenizer.json (2)')
    assert.deepEqual(await ids(page), [2, 3, 1])
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a rank file asks for its pattern, a family's or the visitor's own`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=1234'), size)
    await ready(page)
    await own(page, 'my-gpt2.tiktoken', RANKS)
    assert.equal(await page.inputValue('[data-notice=own] select'), 'gpt2')
    await page.click('text=Read the file')
    await chosen(page, 'my-gpt2.tiktoken')
    assert.deepEqual(await ids(page), [257])
    // cl100k cuts digits by three: the long token is never reached.
    await own(page, 'my-gpt2.tiktoken', RANKS)
    await page.selectOption('[data-notice=own] select', 'cl100k')
    await page.click('text=Read the file')
    await chosen(page, 'my-gpt2.tiktoken (2)')
    assert.deepEqual(await ids(page), [256, 51, 52])
    await own(page, 'my-gpt2.tiktoken', RANKS)
    await page.selectOption('[data-notice=own] select', '')
    await page.fill('[data-notice=own] input', '\\d{2}')
    await page.keyboard.press('Enter')
    await chosen(page, 'my-gpt2.tiktoken (3)')
    assert.deepEqual(await ids(page), [256, 258])
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a SentencePiece model gives the ids that SentencePiece gives`, async () => {
    const golden = JSON.parse(await readFile('tests/golden/sentencepiece_models.json', 'utf8')) as {
      strings: string[]
      models: { unigram: { model: string; cases: [ids: number[], ...rest: unknown[]][] } }
    }
    const which = golden.strings.findIndex(text => text.startsWith('Hello'))
    const text = golden.strings[which] ?? ''
    const { page, errors, close } = await openPage(browser, at(`#text/inspect?x=${encodeURIComponent(text)}`), size)
    await ready(page)
    await own(page, 'spiece.model', Buffer.from(golden.models.unigram.model, 'base64'))
    await chosen(page, 'spiece.model')
    assert.deepEqual(await ids(page), golden.models.unigram.cases[which]?.[0])
    assert.deepEqual(errors, [])
    await close()
  })

  test(`${size}: a broken file is refused with what is wrong in it, and the work goes on`, async () => {
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=The%20quick%20tokenizer'), size)
    await ready(page)
    for (const [name, content, reason] of [
      ['tokenizer.json', WORDS.slice(0, -30), /tokenizer\.json: .*(EOF|line 1)/],
      ['tokenizer.json', WORDS.replace('Whitespace', 'Telepathy'), /Telepathy/],
      ['noise.model', Buffer.from([0xff, 0x00, 0x13, 0x37]), /noise\.model: .*known format/],
      ['empty.json', '', /empty\.json/],
    ] as const) {
      await own(page, name, content)
      await page.waitForSelector('[data-notice=own].bad')
      const words = (await page.textContent('[data-notice=own]')) ?? ''
      assert.match(words, reason)
      assert.match(words, /o200k_base is still in use/)
      await page.click('[data-notice=own] button:text-is("Close")')
    }
    assert.equal(await tokens(page), 3)
    assert.deepEqual(errors, [])
    await close()
  })
}

for (const size of BOTH) {
  test(`${size}: a tokenizer file dropped on the page is chosen; one behind an address, too`, async () => {
    const root = await mkdtemp(join(tmpdir(), 'tokenarium-'))
    await writeFile(join(root, 'tokenizer.json'), WORDS)
    const { page, errors, close } = await openPage(browser, at('#text/inspect?x=two%20one'), size)
    await ready(page)
    const devtools = await page.context().newCDPSession(page)
    const data = { items: [], files: [join(root, 'tokenizer.json')], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 100, y: 250, data })
    }
    await chosen(page, 'tokenizer.json')
    assert.equal(await tokens(page), 2)

    await page.click('#pick')
    await page.fill('.picker input[type=url]', `${site.url}own/words.json`)
    await page.keyboard.press('Enter')
    await chosen(page, 'words.json')
    assert.equal(await tokens(page), 2)
    assert.equal(await page.$('.picker'), null)
    assert.deepEqual(errors, [])

    await page.click('#pick')
    await page.fill('.picker input[type=url]', `${site.url}own/none.json`)
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-notice=own].bad')
    assert.match((await page.textContent('[data-notice=own]')) ?? '', /could not be fetched: the server answered 404/)
    await page.click('#pick')
    await page.fill('.picker input[type=url]', 'words of mine')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() =>
      /This is no address/.test(document.querySelector('[data-notice=own]')?.textContent ?? ''),
    )
    await close()
    await rm(root, { recursive: true })
  })
}
