// Many files: a folder, a list, or drops; a table of counts, exported as CSV.

import type { App } from '../app.ts'
import { csv, save } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { counting, countFiles, onCounting, recount, stopCounting } from '../files/count.ts'
import { given } from '../files/given.ts'
import { bytes, count, fixed, plural } from '../format.ts'
import type { TabView } from '../inspect/tabs.ts'

/** Rows drawn; the CSV has all. */
const DRAWN = 500

export function makeFiles(app: App): TabView {
  const chosen = (input: HTMLInputElement): void => {
    const files = given(input.files ?? [])
    if (files.length > 0) void countFiles(app, files)
    input.value = ''
  }
  const list = h('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Files to count' })
  const folder = h('input', { type: 'file', webkitdirectory: true, hidden: true, 'aria-label': 'Folder to count' })
  list.addEventListener('change', () => chosen(list))
  folder.addEventListener('change', () => chosen(folder))
  const words = h('span', { class: 'num', role: 'status' })
  const stop = h('button', { class: 'button', type: 'button', onclick: stopCounting }, 'Cancel')
  const table = h('button', { class: 'button', type: 'button', onclick: exportTable }, 'CSV')
  const body = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Counts of files' })
  const element = h(
    'div',
    null,
    h(
      'div',
      { class: 'row' },
      h('button', { class: 'button', type: 'button', onclick: () => list.click() }, 'Choose files…'),
      h('button', { class: 'button', type: 'button', onclick: () => folder.click() }, 'Choose a folder…'),
      list,
      folder,
      words,
      h('span', { class: 'grow' }),
      stop,
      table,
    ),
    body,
  )
  let frame = 0
  const draw = (): void => {
    frame = 0
    const { rows, total, tokenizer, running } = counting()
    stop.hidden = !running
    table.hidden = rows.length === 0
    if (total === 0) {
      words.textContent = 'Or drop a folder or several files anywhere on the page. Nothing leaves this machine.'
      put(body)
      return
    }
    const sum = rows.reduce((all, row) => ({ bytes: all.bytes + row.bytes, tokens: all.tokens + (row.tokens ?? 0) }), {
      bytes: 0,
      tokens: 0,
    })
    words.textContent = running
      ? `${count(rows.length)} of ${plural(total, 'file')}`
      : rows.length < total
        ? `cancelled after ${count(rows.length)} of ${plural(total, 'file')}`
        : `${plural(rows.length, 'file')}, ${tokenizer}`
    put(
      body,
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h('tr', null, ...['file', 'size', 'tokens', 'bytes per token'].map(name => h('th', { scope: 'col' }, name))),
        ),
        h(
          'tbody',
          null,
          h(
            'tr',
            { class: 'sum' },
            h('td', null, 'all'),
            h('td', null, bytes(sum.bytes)),
            h('td', null, count(sum.tokens)),
            h('td', null, sum.tokens > 0 ? fixed(sum.bytes / sum.tokens) : '–'),
          ),
          ...rows
            .slice(0, DRAWN)
            .map(row =>
              h(
                'tr',
                null,
                h('td', { class: 'path' }, row.name),
                h('td', null, bytes(row.bytes)),
                h('td', row.note ? { title: row.note } : null, row.tokens === null ? row.note : count(row.tokens)),
                h('td', null, row.tokens ? fixed(row.bytes / row.tokens) : '–'),
              ),
            ),
        ),
      ),
      rows.length > DRAWN ? h('p', { class: 'note' }, `The first ${DRAWN}; the CSV has all.`) : null,
    )
  }
  const wanted = (): string => {
    const { tokenizer, specials, template } = app.store.state
    return `${tokenizer} ${specials} ${template}`
  }
  let counted = wanted()
  onCounting(() => {
    frame ||= requestAnimationFrame(draw)
  })
  draw()
  return {
    element,
    draw() {
      if (wanted() === counted) return
      counted = wanted()
      if (counting().total > 0) void recount(app)
    },
  }
}

function exportTable(): void {
  const { rows, tokenizer } = counting()
  save(
    `tokens-${tokenizer}.csv`,
    csv([
      ['file', 'bytes', `tokens (${tokenizer})`, 'note'],
      ...rows.map(row => [row.name, row.bytes, row.tokens ?? '', row.note]),
    ]),
    'text/csv',
  )
}
