// Two small ladders: from bytes to tokens (why this number), and what the text costs in bits beside real compressors.

import type { App } from '../app.ts'
import { bar } from '../charts/bar.ts'
import { byId, h, put } from '../dom.ts'
import { bytes, count } from '../format.ts'
import type { Measured, TextStatistics } from './text-statistics.ts'

export function mountLadder(app: App, statistics: TextStatistics): { draw(): void } {
  const heading = h('h2')
  const steps = h('div', { class: 'ladder fades', id: 'ladder' })
  const bits = h('div', { class: 'ladder fades', id: 'bits' })
  const panel = h(
    'section',
    { class: 'panel', id: 'ladder-panel', 'aria-label': 'Counts and bits' },
    h(
      'div',
      { class: 'two' },
      h('div', null, heading, steps),
      h('div', null, h('h2', null, 'Bits for this text'), bits),
    ),
  )
  byId('below').append(panel)
  return {
    draw() {
      const { size, phase } = app.follower
      panel.dataset.state = !size ? 'empty' : phase.kind === 'ready' ? 'ready' : 'stale'
      heading.textContent = size ? `Why ${count(size.tokens)}, and not another number` : 'From bytes to tokens'
      if (!size) {
        put(steps, h('p', { class: 'note wide' }, 'Touch the page: the counts of this text are made on your machine.'))
        put(bits)
        return
      }
      const rows: [string, number | null, boolean][] = [
        ['bytes', size.utf8, false],
        ['code points', size.codePoints, false],
        ['graphemes', statistics.stale ? null : (statistics.stats?.graphemes ?? null), false],
        ['tokens', size.tokens, true],
      ]
      const most = Math.max(size.utf8, size.tokens)
      put(
        steps,
        ...rows.flatMap(([name, value, ours]) => [
          h('span', { class: ours ? 'sum' : undefined }, name),
          h('div', { class: ours ? 'us' : undefined }, bar(value ?? 0, most, ours)),
          h('output', { class: ours ? 'sum' : undefined }, value === null ? '…' : count(value)),
        ]),
      )
      bits.dataset.state = statistics.stale ? 'stale' : 'ready'
      drawBits(bits, app, statistics)
    },
  }
}

interface Row {
  readonly name: string
  readonly value: number | null
  readonly ours: boolean
  readonly control?: HTMLElement
  readonly words?: string
}

function drawBits(place: HTMLElement, app: App, statistics: TextStatistics): void {
  const { size } = app.follower
  if (!size) return
  const { stats } = statistics
  const per = Math.ceil(Math.log2(app.follower.tokenizer?.info.vocabularySize ?? 2))
  const rows: Row[] = [
    { name: 'UTF-8', value: (stats?.bytes ?? size.utf8) * 8, ours: false },
    codecRow('gzip -9', statistics.gzip, null),
    codecRow('brotli -11', statistics.brotli, statistics),
    { name: `ids, ${per} bits each`, value: stats?.figures.fixedBits.value ?? null, ours: true },
    { name: 'ids, adaptive code', value: stats?.figures.adaptiveBits.value ?? null, ours: true },
  ]
  const most = Math.max(...rows.map(row => row.value ?? 0))
  const info = app.follower.tokenizer?.info
  put(
    place,
    ...rows.flatMap(row => [
      h('span', null, row.name),
      row.control ?? h('div', { class: row.ours ? 'us' : undefined }, bar(row.value ?? 0, most, row.ours)),
      h('output', null, row.words ?? (row.value === null ? '…' : count(row.value))),
    ]),
    h('div', { class: 'rule' }),
    h(
      'span',
      { class: 'wide note' },
      info && info.bytes > 0
        ? `The vocabulary itself (${bytes(info.bytes)}) is not counted; gzip needs none.`
        : 'The vocabulary itself is not counted; gzip needs none.',
    ),
  )
}

function codecRow(name: string, measured: Measured, statistics: TextStatistics | null): Row {
  switch (measured.kind) {
    case 'size':
      return { name, value: measured.bytes * 8, ours: false }
    case 'asks':
      return {
        name,
        value: null,
        ours: false,
        words: '–',
        control: statistics
          ? h(
              'button',
              { class: 'quiet', type: 'button', onclick: () => statistics.askBrotli() },
              'compress: takes a while',
            )
          : h('span', { class: 'note' }, 'not for texts this long'),
      }
    case 'working':
      return {
        name,
        value: null,
        ours: false,
        ...(statistics &&
          measured.asked && {
            control: h(
              'button',
              { class: 'quiet', type: 'button', onclick: () => statistics.cancelBrotli() },
              'cancel',
            ),
          }),
      }
    case 'failed':
      return { name, value: null, ours: false, words: 'failed', control: h('span', { class: 'note' }, measured.reason) }
    case 'none':
      return { name, value: null, ours: false }
  }
}
