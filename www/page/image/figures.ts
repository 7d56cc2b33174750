// The numbers of a picture under a tokenizer, and what files of the same size make of it.

import type { Tokenarium } from '../../api/index.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { brief, bytes, count, fixed } from '../format.ts'
import type { Result } from './bench.ts'
import { LARGEST_AREA } from './codecs.ts'
import { type FileResult, filesWithin } from './files.ts'

export interface FiguresView {
  readonly element: HTMLElement
  /** What files of the same size make of the picture. */
  readonly files: HTMLElement
  draw(result: Result): void
  stale(on: boolean): void
}

export function figuresView(lab: () => Promise<Tokenarium>): FiguresView {
  const element = h('section', { class: 'panel figures', 'aria-label': 'Figures of the picture' })
  const files = h('section', { class: 'panel files-panel', 'aria-label': 'Files of the same size' })
  let abort = new AbortController()
  let drawn: Result | null = null

  const compare = async (result: Result, signal: AbortSignal): Promise<void> => {
    const { width, height } = result.original
    const budget = Math.ceil((result.rate.adaptive + result.rate.sideInformation) / 8)
    const title = h('h2', null, `Files of at most ${bytes(budget)}`)
    if (width * height > LARGEST_AREA) {
      put(
        files,
        title,
        h('p', { class: 'note' }, 'Not tried above 4 megapixels: the encoders of a browser cannot be stopped.'),
      )
      return
    }
    put(files, title, h('p', { class: 'note' }, 'This browser writes them …'))
    try {
      const found = await filesWithin(await lab(), result.original, budget, signal)
      signal.throwIfAborted()
      put(
        files,
        title,
        table(result, budget, found),
        h(
          'p',
          { class: 'note' },
          'Files as this browser writes them: whole, and of that the payload, without headers and tables. The tokens cost what an adaptive code needs that starts from nothing, and fill a .tokens file of a few dozen bytes more.',
        ),
      )
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) put(files, title, h('p', { class: 'note' }, reasonOf(error)))
    }
  }

  return {
    element,
    files,
    stale(on) {
      element.dataset.state = on ? 'stale' : 'ready'
    },
    draw(result) {
      if (result === drawn) return
      drawn = result
      const { tokens, cells, rate, measures, original } = result
      const pixels = original.width * original.height
      const figure = (value: string, unit: string, words: string, note: string): HTMLElement =>
        h(
          'div',
          { class: 'figure' },
          h('b', null, value, unit && h('small', null, ` ${unit}`)),
          h('span', null, words),
          h('i', null, note),
        )
      const adaptive = rate.adaptive + rate.sideInformation
      put(
        element,
        figure(count(tokens.ids.length), '', 'ids', cells.words),
        figure(
          brief(adaptive / pixels),
          'bits a pixel',
          'adaptively coded',
          `${bytes(Math.ceil(adaptive / 8))} in all`,
        ),
        figure(
          brief((rate.fixed + rate.sideInformation) / pixels),
          'bits a pixel',
          'at fixed width',
          `${bytes(Math.ceil((rate.fixed + rate.sideInformation) / 8))} in all`,
        ),
        figure(
          fixed(measures.psnr, 1),
          'dB',
          result.alone
            ? 'PSNR against all these tokens'
            : measures.psnr >= 60
              ? 'PSNR: no difference that counts'
              : 'PSNR',
          measures.ssim === null ? 'SSIM needs 11 pixels a side' : `SSIM ${fixed(measures.ssim, 4)}`,
        ),
      )
      abort.abort(new DOMException('superseded', 'AbortError'))
      abort = new AbortController()
      void compare(result, abort.signal)
    },
  }
}

function table(result: Result, budget: number, found: readonly FileResult[]): HTMLElement {
  const rows = [
    { name: result.tokenizer.info.title, size: budget, payload: undefined, measures: result.measures, own: true },
    ...found.map(({ codec, fit }) => {
      const { whole, payload } = fit?.weight ?? {}
      return { name: codec, size: whole, payload, measures: fit?.measures, own: false }
    }),
  ].sort((a, b) => (b.measures?.psnr ?? 0) - (a.measures?.psnr ?? 0))
  return h(
    'table',
    { class: 'files' },
    h(
      'thead',
      null,
      h('tr', null, ...['', 'size', 'payload', 'PSNR', 'SSIM'].map(name => h('th', { scope: 'col' }, name))),
    ),
    h(
      'tbody',
      null,
      ...rows.map(({ name, size, payload, measures, own }) =>
        h(
          'tr',
          { class: own ? 'own' : undefined },
          h('th', { scope: 'row' }, name),
          h('td', null, size === undefined ? 'no file so small' : bytes(size)),
          h('td', null, payload === undefined ? '–' : bytes(payload)),
          h('td', null, measures ? `${fixed(measures.psnr, 1)} dB` : '–'),
          h('td', null, measures?.ssim == null ? '–' : fixed(measures.ssim, 4)),
        ),
      ),
    ),
  )
}
