// Many pictures at once: one run for each tokenizer that the visitor tries on them, means with intervals, a dot for each
// picture, and all of it as a table.

import type { ImageInfo, Tokenarium } from '../../../api/index.ts'
import { cloudChart } from '../../charts/cloud.ts'
import { csv, save } from '../../clipboard.ts'
import { h, put } from '../../dom.ts'
import { type Given, given } from '../../files/given.ts'
import { brief, count, fixed, plural } from '../../format.ts'
import { bootstrap, type Mean } from './bootstrap.ts'
import { type Figures, MOST, type Row, type Run, Runs } from './runs.ts'

export interface ManyView {
  readonly element: HTMLElement
  /** Takes these files in place of those before and measures them. */
  take(files: readonly Given[]): void
  /** The tokenizer in use is another. */
  update(): void
}

/** `chosen` is the tokenizer in use. */
export function manyView(
  lab: () => Promise<Tokenarium>,
  chosen: () => { info: ImageInfo; options: Readonly<Record<string, number>> } | null,
): ManyView {
  const element = h('section', { class: 'panel many', 'aria-label': 'Many pictures' })
  const runs = new Runs(lab, () => draw())

  const picker = (folder: boolean): HTMLInputElement => {
    const words = folder ? 'Folder of pictures' : 'Many pictures'
    const input = h('input', { type: 'file', multiple: true, hidden: true, accept: 'image/*', 'aria-label': words })
    if (folder) input.setAttribute('webkitdirectory', '')
    input.addEventListener('change', () => {
      take(given(input.files ?? []))
      input.value = ''
    })
    return input
  }
  const files = picker(false)
  const folder = picker(true)
  const button = (label: string, run: () => void): HTMLElement =>
    h('button', { class: 'button', type: 'button', onclick: run }, label)
  const head = h(
    'div',
    { class: 'head' },
    h('h2', null, 'Many pictures'),
    h('div', { class: 'grow' }),
    button('Open pictures…', () => files.click()),
    button('Open folder…', () => folder.click()),
    files,
    folder,
  )
  const body = h('div')
  put(element, head, body)

  const measure = (): void => {
    const use = chosen()
    if (use) void runs.run(use.info, use.options)
  }

  const take = (all: readonly Given[]): void => {
    const pictures = all.filter(
      ({ file }) => file.type.startsWith('image/') || /\.(avif|bmp|gif|jpe?g|png|webp)$/i.test(file.name),
    )
    if (pictures.length === 0) {
      put(
        body,
        h('p', { class: 'note' }, 'There is no picture among these files: PNG, JPEG, WebP, GIF and AVIF are read.'),
      )
      return
    }
    runs.take(pictures)
    cut = pictures.length > MOST ? pictures.length : 0
    measure()
  }
  let cut = 0

  const draw = (): void => {
    if (runs.files.length === 0) {
      put(
        body,
        h(
          'p',
          { class: 'note' },
          `Drop up to ${MOST} pictures or a folder here: means with their intervals, a dot for each picture, and a table.`,
        ),
      )
      return
    }
    const working = runs.runs.find(({ state }) => state === 'working')
    const ready = runs.runs.filter(({ rows }) => measured(rows).length > 0)
    put(
      body,
      cut > 0 && h('p', { class: 'note' }, `Of ${count(cut)} pictures the first ${MOST} are taken.`),
      working
        ? h(
            'div',
            { class: 'curves-state' },
            h('progress', { max: runs.files.length, value: working.rows.length, 'aria-label': 'Pictures measured' }),
            h('span', null, `${working.rows.length} of ${runs.files.length} pictures, ${working.title}`),
            button('Cancel', () => runs.stop()),
          )
        : h(
            'div',
            { class: 'curves-state' },
            h('span', null, plural(runs.files.length, 'picture')),
            button(`Measure with ${chosen()?.info.title ?? 'the tokenizer in use'}`, measure),
            button('Save CSV', () => save('pictures.csv', csv(table(runs.runs)), 'text/csv')),
          ),
      ready.length > 0 && means(ready),
      ready.length > 0 &&
        h(
          'p',
          { class: 'note' },
          'Means, and the middle 95 % of the means of 2,000 samples drawn from these pictures.',
        ),
      ready.length > 0 && cloudChart(ready.map(series), 'PSNR, dB'),
      failures(runs.runs.at(-1)),
    )
  }
  draw()
  return { element, take, update: draw }
}

const measured = (rows: readonly Row[]): (Row & { figures: Figures })[] =>
  rows.filter((row): row is Row & { figures: Figures } => row.figures !== null)

const perPixel = ({ bits, width, height }: Figures): number => bits / (width * height)

function series({ title, rows }: Run): Parameters<typeof cloudChart>[0][number] {
  const all = measured(rows)
  return {
    name: title,
    dots: all.map(({ path, figures }) => ({
      rate: perPixel(figures),
      quality: figures.psnr,
      words: `${path}, ${brief(perPixel(figures))} bits a pixel, ${fixed(figures.psnr, 1)} dB`,
    })),
    rate: bootstrap(all.map(({ figures }) => perPixel(figures))),
    quality: bootstrap(all.map(({ figures }) => figures.psnr)),
  }
}

/** Means of each run; beside them, from the second run on, the mean difference to the first over the same pictures. */
function means(runs: readonly Run[]): HTMLElement {
  const [first] = runs
  const cell = ({ mean, low, high }: Mean, digits: number): HTMLElement =>
    h('td', null, fixed(mean, digits), h('small', null, ` ${fixed(low, digits)} … ${fixed(high, digits)}`))
  return h(
    'div',
    { class: 'scrolls' },
    h(
      'table',
      { class: 'files' },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          ...['', 'pictures', 'bits a pixel', 'PSNR, dB', 'SSIM', 'PSNR against the first'].map(name =>
            h('th', { scope: 'col' }, name),
          ),
        ),
      ),
      h(
        'tbody',
        null,
        ...runs.map(run => {
          const all = measured(run.rows)
          const ssim = all.flatMap(({ figures }) => (figures.ssim === null ? [] : [figures.ssim]))
          const against = run === first || !first ? [] : differences(first, run)
          return h(
            'tr',
            null,
            h('th', { scope: 'row' }, run.title),
            h('td', null, count(all.length)),
            cell(bootstrap(all.map(({ figures }) => perPixel(figures))), 3),
            cell(bootstrap(all.map(({ figures }) => figures.psnr)), 2),
            ssim.length > 0 ? cell(bootstrap(ssim), 4) : h('td', null, '–'),
            against.length > 0 ? cell(bootstrap(against), 2) : h('td', null, '–'),
          )
        }),
      ),
    ),
  )
}

/** PSNR of a run minus that of another, of the pictures that both have. */
function differences(first: Run, run: Run): number[] {
  const before = new Map(measured(first.rows).map(({ path, figures }) => [path, figures.psnr]))
  return measured(run.rows).flatMap(({ path, figures }) => {
    const psnr = before.get(path)
    return psnr === undefined ? [] : [figures.psnr - psnr]
  })
}

function failures(run: Run | undefined): HTMLElement | null {
  const failed = run?.rows.filter(({ figures }) => figures === null) ?? []
  if (failed.length === 0) return null
  return h(
    'details',
    null,
    h('summary', null, `${plural(failed.length, 'picture')} left out`),
    h('ul', null, ...failed.map(({ path, note }) => h('li', null, h('b', null, path), ` ${note}`))),
  )
}

function table(runs: readonly Run[]): (string | number)[][] {
  return [
    ['tokenizer', 'picture', 'width', 'height', 'bits', 'bits a pixel', 'PSNR, dB', 'SSIM', 'note'],
    ...runs.flatMap(({ title, rows }) =>
      rows.map(({ path, figures, note }) =>
        figures
          ? [
              title,
              path,
              figures.width,
              figures.height,
              Math.ceil(figures.bits),
              Number(perPixel(figures).toFixed(5)),
              Number(figures.psnr.toFixed(3)),
              figures.ssim === null ? '' : Number(figures.ssim.toFixed(5)),
              note,
            ]
          : [title, path, '', '', '', '', '', '', note],
      ),
    ),
  ]
}
