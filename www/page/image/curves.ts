// The plane of rate and quality of this picture, filled point by point while nothing else is under way. A point that is
// pressed is opened: one of the tokenizer in use sets its option, any other stands beside it.

import type { ImageInfo, Tokenarium } from '../../api/index.ts'
import { rateChart } from '../charts/rate.ts'
import { csv, save } from '../clipboard.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { brief, bytes, fixed } from '../format.ts'
import type { Bench } from './bench.ts'
import { CODECS } from './codecs.ts'
import { ownResult } from './own-result.ts'
import { Encodings, measurePoint, type Plan, plansOf, type Point } from './points.ts'

/** Pictures up to this area are measured by themselves, larger ones when the visitor asks. */
const AT_ONCE = 300_000

/** Narrower it is not drawn. */
const MIN_WIDTH = 240

type Metric = 'psnr' | 'ssim'
const METRICS: readonly { readonly metric: Metric; readonly name: string; readonly unit: string }[] = [
  { metric: 'psnr', name: 'PSNR', unit: 'PSNR, dB' },
  { metric: 'ssim', name: 'SSIM', unit: 'SSIM' },
]

type State =
  | { readonly kind: 'asked' }
  | { readonly kind: 'working'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'error'; readonly error: unknown }

export interface CurvesView {
  readonly element: HTMLElement
  /** Draws anew, and begins anew where the picture is another. */
  update(): void
}

/** `open` is given the point that the visitor chose, `found` all points whenever there is one more. */
export function curvesView(
  bench: Bench,
  catalog: readonly ImageInfo[],
  lab: () => Promise<Tokenarium>,
  open: (point: Point) => void,
  found: (points: readonly Point[]) => void,
): CurvesView {
  const element = h('section', { class: 'panel curves', 'aria-label': 'Bits against quality' })
  const chart = h('div', { class: 'chart-box' })
  const tip = h('p', { class: 'chart-tip', 'aria-live': 'polite' })
  const line = h('div', { class: 'curves-state' })
  const segments = h('div', { class: 'segments', role: 'group', 'aria-label': 'Quality as' })
  let picture: ImageData | null = null
  let points: Point[] = []
  let state: State = { kind: 'asked' }
  let metric: Metric = 'psnr'
  let abort = new AbortController()

  segments.append(
    ...METRICS.map(each => {
      const button = h('button', { type: 'button', 'aria-pressed': String(each.metric === metric) }, each.name)
      button.addEventListener('click', () => {
        metric = each.metric
        for (const other of segments.children) other.setAttribute('aria-pressed', String(other === button))
        draw()
      })
      return button
    }),
  )
  put(
    element,
    h(
      'div',
      { class: 'head' },
      h('h2', null, 'Bits against quality, this picture'),
      h('div', { class: 'grow' }),
      segments,
    ),
    chart,
    tip,
    line,
    ownResult(bench, lab, point => {
      points = [...points, point]
      draw()
      found(points)
    }),
  )

  const begin = async (): Promise<void> => {
    const original = bench.original
    if (!original) return
    abort = new AbortController()
    const { signal } = abort
    const brought = (): Point[] => points.filter(({ origin }) => origin.kind === 'own')
    let encodings: Encodings | null = null
    points = brought()
    say({ kind: 'working', done: 0, total: null })
    try {
      // What is measured first depends on the tokenizer in use.
      await bench.idle(signal)
      const plans = plansOf(catalog, bench.result?.tokens.tokenizer ?? '')
      encodings = new Encodings(await lab(), original)
      const made = new Map<Plan, Point>()
      for (const [done, plan] of plans.toSorted((a, b) => a.turn - b.turn).entries()) {
        await bench.idle(signal)
        const point = await measurePoint(await lab(), original, encodings, plan, signal)
        signal.throwIfAborted()
        if (point) made.set(plan, point)
        // Points stand in the order of the plans, whenever they were measured.
        points = [...plans.flatMap(each => made.get(each) ?? []), ...brought()]
        say({ kind: 'working', done: done + 1, total: plans.length })
      }
      say({ kind: 'ready' })
    } catch (error) {
      if (signal.aborted || isAbort(error)) return
      say({ kind: 'error', error })
    } finally {
      encodings?.free()
    }
  }

  const say = (next: State): void => {
    state = next
    draw()
    found(points)
  }

  const button = (label: string, run: () => void): HTMLElement =>
    h('button', { class: 'button', type: 'button', onclick: run }, label)

  const drawState = (): void => {
    if (state.kind === 'working') {
      put(
        line,
        h('progress', { max: state.total ?? 1, value: state.done, 'aria-label': 'Points measured' }),
        h('span', null, state.total === null ? 'waiting' : `${state.done} of ${state.total} points`),
        button('Cancel', () => {
          abort.abort(new DOMException('cancelled', 'AbortError'))
          say({ kind: 'stopped' })
        }),
      )
    } else if (state.kind === 'ready') {
      put(
        line,
        h('span', null, 'Files as this browser writes them, whole; tokens with all that a decoder needs besides.'),
        button('Save CSV', () => save('bits-against-quality.csv', csv(table(points, picture)), 'text/csv')),
      )
    } else if (state.kind === 'error') {
      put(
        line,
        h('span', null, reasonOf(state.error)),
        button('Try again', () => void begin()),
      )
    } else {
      put(
        line,
        h(
          'span',
          null,
          state.kind === 'asked' ? 'A large picture: this takes a while, and can be stopped.' : 'Stopped.',
        ),
        button('Measure the curves', () => void begin()),
      )
    }
  }

  const draw = (): void => {
    drawState()
    const { result } = bench
    const area = picture ? picture.width * picture.height : 1
    const shown = points.filter(point => point.measures[metric] !== null)
    if (shown.length < 2) {
      put(chart)
      return
    }
    const own = result?.tokenizer.info.title ?? ''
    const data = shown.map(point => ({
      curve: point.curve,
      rate: point.bits / area,
      quality: point.measures[metric] ?? 0,
    }))
    // What is in use now is a point of its own.
    const now = result?.original === picture ? result : null
    const quality = now?.measures[metric]
    if (now && quality !== undefined && quality !== null) {
      // Ids that somebody changed are on no tokenizer's curve.
      const curve = now.edited ? `${own}, edited` : own
      data.push({ curve, rate: (now.rate.adaptive + now.rate.sideInformation) / area, quality })
    }
    const unit = METRICS.find(each => each.metric === metric)?.unit ?? ''
    const focused = chart.contains(document.activeElement)
    const made = rateChart(data, {
      own,
      yardsticks: CODECS.map(({ codec }) => codec),
      unit,
      width: Math.max(MIN_WIDTH, chart.clientWidth),
      hover(index) {
        made.mark(index)
        const point = shown[index]
        tip.textContent = point ? told(point, area) : 'This is in use now.'
      },
      choose(index) {
        const point = shown[index]
        if (point) open(point)
      },
    })
    if (data.length > shown.length) made.mark(data.length - 1)
    put(chart, made.element)
    // Points still come while somebody walks along them.
    if (focused) made.element.focus()
  }

  let width = 0
  new ResizeObserver(() => {
    if (chart.clientWidth === width) return
    width = chart.clientWidth
    draw()
  }).observe(chart)

  return {
    element,
    update() {
      if (bench.original !== picture) {
        abort.abort(new DOMException('superseded', 'AbortError'))
        picture = bench.original
        points = []
        tip.textContent = 'Each point opens its picture.'
        if (picture && picture.width * picture.height <= AT_ONCE) void begin()
        else say({ kind: 'asked' })
      } else if (bench.phase.kind === 'ready') {
        draw()
      }
    },
  }
}

/** A point in words. */
export function told(point: Point, area: number): string {
  const { curve, setting, bits, sideInformation, payload, measures } = point
  const beside = sideInformation > 64 ? ` (${bytes(Math.ceil(sideInformation / 8))} of tables)` : ''
  const within = payload === null ? '' : ` the whole file (${bytes(Math.ceil(payload / 8))} of payload)`
  const ssim = measures.ssim === null ? '' : `, SSIM ${fixed(measures.ssim, 3)}`
  return `${curve}, ${setting}: ${bytes(Math.ceil(bits / 8))}${within}${beside}, ${brief(bits / area)} bits a pixel, ${fixed(measures.psnr, 1)} dB${ssim}`
}

function table(points: readonly Point[], picture: ImageData | null): (string | number)[][] {
  const area = picture ? picture.width * picture.height : 1
  return [
    ['curve', 'setting', 'bits', 'side information, bits', 'payload, bits', 'bits a pixel', 'PSNR, dB', 'SSIM'],
    ...points.map(({ curve, setting, bits, sideInformation, payload, measures }) => [
      curve,
      setting,
      Math.ceil(bits),
      Math.ceil(sideInformation),
      payload ?? '',
      Number((bits / area).toFixed(5)),
      Number(measures.psnr.toFixed(3)),
      measures.ssim === null ? '' : Number(measures.ssim.toFixed(5)),
    ]),
  ]
}
