// Every state of rooms Text and Guide that a visitor can see, and how it is reached: for what must hold in all of them.

import type { Page } from 'playwright-core'
import { ready, selectAll, settled } from './page-open.ts'

const SENTENCE = encodeURIComponent('The price of naïve cafés rose by 1,234 % 🧑‍🚀, didn’t it?\n\tyes')

export interface State {
  readonly name: string
  readonly hash: string
  /** Brings the page into the state, once the address is open; ends when it is there. */
  reach(page: Page): Promise<unknown>
}

const inspect = async (page: Page): Promise<void> => {
  await ready(page)
  await settled(page)
  await page.waitForFunction(() => document.querySelector<HTMLElement>('#why')?.dataset.state === 'ready')
}
const tab = (name: string, there: string): State => ({
  name: `tab ${name}`,
  hash: `#text/inspect?tab=${name}&k=3&x=${SENTENCE}`,
  async reach(page) {
    await inspect(page)
    await page.waitForSelector(there)
  },
})
const opened = (name: string, button: string, there: string, hash = `#text/inspect?x=${SENTENCE}`): State => ({
  name,
  hash,
  async reach(page) {
    await inspect(page)
    await page.click(button)
    await page.waitForSelector(there)
  },
})
const why = (tokenizer: string, there: string): State => ({
  name: `why, ${tokenizer}`,
  hash: `#text/inspect?t=${tokenizer}&k=2&x=${SENTENCE}`,
  async reach(page) {
    await inspect(page)
    await page.waitForSelector(there)
  },
})
const trained = (name: string, query: string): State => ({
  name: `train, ${name}`,
  hash: `#text/train?s=shells${query}`,
  reach: page => page.waitForSelector('.train-words > div'),
})

export const STATES: readonly State[] = [
  { name: 'before a touch', hash: '', reach: page => page.waitForSelector('#static') },
  { name: 'ids', hash: `#text/inspect?view=ids&k=3&x=${SENTENCE}`, reach: inspect },
  { name: 'bytes', hash: `#text/inspect?view=bytes&k=3&x=${SENTENCE}`, reach: inspect },
  tab('statistics', '.figures-list dd'),
  tab('vocabulary', '.entries > div'),
  tab('chat', '#tab-panel .special'),
  tab('files', '#tab-panel button'),
  tab('export', '#tab-panel .export-row'),
  {
    name: 'tab ids, two of them bad',
    hash: '#text/inspect?tab=ids',
    async reach(page) {
      await inspect(page)
      await page.fill('#tab-panel textarea', '976, oops, 9999999')
      await page.waitForSelector('.bad-id')
    },
  },
  {
    name: 'a chat with a template',
    hash: '#text/inspect?t=qwen3&tab=chat&x=a',
    async reach(page) {
      await inspect(page)
      await page.waitForSelector('.rendered:visible')
    },
  },
  {
    name: 'files counted',
    hash: '#text/inspect?tab=files&x=a',
    async reach(page) {
      await inspect(page)
      await page.setInputFiles('#tab-panel input[multiple]', [
        { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('The quick tokenizer') },
        { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('') },
      ])
      await page.waitForSelector('#tab-panel tbody tr >> nth=2')
    },
  },
  why('gemma-4', '#why svg'),
  why('own-unigram-8k', '#why svg'),
  why('bert-uncased', '#why .prefix-row'),
  opened('the picker', '#pick', '.picker li'),
  opened('the samples', '#samples', '.menu button'),
  opened('special tokens', 'text=special tokens', '.menu button'),
  opened('another number', '#expected-open', '#expected .ladder output'),
  opened('share, of Inspect', '#share', '.share-panel'),
  {
    name: 'no text',
    hash: '#text/inspect?x=a',
    async reach(page) {
      await inspect(page)
      await selectAll(page)
      await page.keyboard.press('Delete')
      await page.waitForSelector('text=Use the sample')
    },
  },
  {
    name: 'a tokenizer that is not there',
    hash: '#text/inspect?t=no_such_tokenizer&x=abc',
    reach: page => page.waitForSelector('[data-notice=follower]'),
  },
  {
    name: 'a link whose text is elsewhere',
    hash: '#text/inspect?kept=000000000000',
    async reach(page) {
      await inspect(page)
      await page.waitForSelector('[data-notice=address]')
    },
  },
  {
    name: 'compare, four tokenizers',
    hash: `#text/compare?c=o200k_base,cl100k_base,gpt2,bert-uncased&x=${SENTENCE}`,
    reach: page => page.waitForSelector('#compare-table tbody tr >> nth=3'),
  },
  {
    name: 'compare, all coloured',
    hash: `#text/compare?c=o200k_base,gpt2&all=1&x=${SENTENCE}`,
    reach: page => page.waitForSelector('#compare-table tbody tr'),
  },
  {
    name: 'languages',
    hash: `#text/compare?c=o200k_base,gpt2&x=${SENTENCE}`,
    async reach(page) {
      await page.waitForSelector('#compare-table tbody tr')
      await page.click('#parity-run')
      await page.waitForSelector('#parity svg .other >> nth=13', { state: 'attached' })
    },
  },
  {
    name: 'compare, no text',
    hash: '#text/compare?c=o200k_base,gpt2&x=',
    reach: page => page.waitForSelector('#compare-table tbody tr'),
  },
  { name: 'train, no text', hash: '#text/train?x=', reach: page => page.waitForTimeout(1500) },
  trained('merges', '&step=12'),
  trained('Unigram', '&kind=unigram&alphabet=characters&size=60'),
  trained('WordPiece', '&kind=wordpiece&alphabet=characters&size=60'),
  {
    name: 'share, of Train',
    hash: '#text/train?s=shells&step=12',
    async reach(page) {
      await page.waitForSelector('.train-words > div')
      await page.click('#share')
      await page.waitForSelector('.share-panel')
    },
  },
  { name: 'guide', hash: '#guide/unigram', reach: page => page.waitForSelector('.guide-panel h2') },
  {
    name: 'guide, by paper',
    hash: '#guide/half-characters',
    async reach(page) {
      await page.click('.guide-order button:has-text("By paper")')
      await page.waitForSelector('.guide-paper')
    },
  },
  {
    name: 'guide, nothing found, code open',
    hash: '#guide/patterns',
    async reach(page) {
      await page.fill('input[type=search]', 'nobody wrote this')
      await page.waitForSelector('.guide-empty')
      await page.click('.guide-actions button:has-text("Embed")')
      await page.click('.guide-actions button:has-text("Cite")')
    },
  },
]
