// Export: the tokens as JSON or CSV, the coloured text as SVG or PNG, the tokenizer's own file. Each is made from a fresh
// run over the whole text, not from what is on the screen.

import type { App } from '../app.ts'
import { csv, save } from '../clipboard.ts'
import { h } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { bytes } from '../format.ts'
import type { TabView } from '../inspect/tabs.ts'
import { textOf } from '../visible.ts'
import { forget, keptBytes } from '../address/kept.ts'

interface Token {
  readonly index: number
  readonly id: number
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

export function makeExport(app: App): TabView {
  const words = h('p', { class: 'note', role: 'status' })
  const run = (what: string, make: () => Promise<void>): void => {
    words.textContent = `${what} …`
    make().then(
      () => {
        words.textContent = `${what}: saved.`
      },
      (error: unknown) => {
        words.textContent = isAbort(error) ? '' : reasonOf(error)
      },
    )
  }
  const button = (label: string, note: string, make: () => Promise<void>): HTMLElement =>
    h(
      'div',
      { class: 'export-row' },
      h('button', { class: 'button', type: 'button', onclick: () => run(label, make) }, label),
      h('span', { class: 'note' }, note),
    )
  const stored = h('span', { class: 'note' })
  const clear = h(
    'button',
    {
      class: 'button',
      type: 'button',
      onclick: async () => {
        await forget().catch(() => {})
        await (await app.session.lab()).stored({ clear: true })
        await drawStored()
      },
    },
    'Clear stored data',
  )
  const drawStored = async (): Promise<void> => {
    const lab = await app.session.lab()
    const [texts, files] = await Promise.all([keptBytes(), lab.stored()])
    stored.textContent = `${bytes(texts)} of text and ${bytes(files)} of vocabularies are kept on this machine.`
  }
  const picture = async (kind: 'svg' | 'png'): Promise<void> => {
    const [{ svgOf, pngOf }, { inspectPicture }] = await Promise.all([
      import('../share/export.ts'),
      import('../address/share.ts'),
    ])
    const drawn = await inspectPicture(app)
    if (kind === 'svg') save('tokens.svg', await svgOf(drawn))
    else save('tokens.png', await pngOf(drawn))
  }
  return {
    element: h(
      'div',
      { class: 'two' },
      h(
        'div',
        null,
        h('h2', null, 'The tokens'),
        button('JSON', 'index, id, bytes, text, place of each token', async () => {
          const { tokenizer, specials, template } = app.store.state
          const tokens = await all(app)
          save(
            'tokens.json',
            JSON.stringify({ tokenizer, specials, template, tokens: tokens.map(asJson) }, null, 1),
            'application/json',
          )
        }),
        button('CSV', 'the same as a table', async () => {
          const rows = (await all(app)).map(t => [t.index, t.id, hexOf(t.bytes), textOf(t.bytes) ?? '', t.start, t.end])
          save('tokens.csv', csv([['index', 'id', 'bytes', 'text', 'start byte', 'end byte'], ...rows]), 'text/csv')
        }),
        h('h2', null, 'The coloured text'),
        button('SVG', 'as it is on the screen, text stays text', () => picture('svg')),
        button('PNG', 'the same, twice the size', () => picture('png')),
      ),
      h(
        'div',
        null,
        h('h2', null, 'The tokenizer'),
        button('tokenizer.json', 'the file that other libraries read', async () => {
          const tokenizer = await app.session.tokenizer(app.store.state.tokenizer)
          save('tokenizer.json', await tokenizer.export('tokenizer.json'))
        }),
        button('.vocab', 'the compact file that this page reads', async () => {
          const tokenizer = await app.session.tokenizer(app.store.state.tokenizer)
          save(`${tokenizer.info.name}.vocab`, await tokenizer.export('vocab'))
        }),
        h('h2', null, 'Stored data'),
        h('div', { class: 'row' }, stored, clear),
        words,
      ),
    ),
    draw() {
      void drawStored().catch(() => {})
    },
  }
}

async function all(app: App): Promise<Token[]> {
  const { tokenizer: name, specials, template } = app.store.state
  const tokenizer = await app.session.tokenizer(name)
  const { ids, spans } = await tokenizer.encode(app.text.whole(), { specials, template, spans: true })
  const { bytes, ends } = await tokenizer.bytes(ids)
  return Array.from(ids, (id, index) => ({
    index,
    id,
    bytes: bytes.subarray(index > 0 ? ends[index - 1] : 0, ends[index]),
    start: spans?.[2 * index] ?? 0,
    end: spans?.[2 * index + 1] ?? 0,
  }))
}

function asJson({ index, id, bytes, start, end }: Token): object {
  return { index, id, bytes: hexOf(bytes), text: textOf(bytes), start, end }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('')
}
