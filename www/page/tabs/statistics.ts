// The statistics of the text: two small charts and the figures with unit, sample size and definition. A figure that is
// undefined on this text says why.

import type { App } from '../app.ts'
import { fitted } from '../charts/fitted.ts'
import { lengthsChart } from '../charts/lengths.ts'
import { zipfChart } from '../charts/zipf.ts'
import { h, put } from '../dom.ts'
import { reasonOf } from '../failure.ts'
import { brief, count, fixed } from '../format.ts'
import type { TabContext, TabView } from '../inspect/tabs.ts'
import { DEFINITIONS, type FigureName } from './definitions.ts'

interface Figure {
  readonly value?: number | null | undefined
  readonly undefined?: string | null | undefined
  readonly unit: string
  readonly sampleSize: number
  readonly sample: string
}

export function makeStatistics(_app: App, { statistics }: TabContext): TabView {
  const curve = h('div')
  const lengths = h('div')
  const figures = h('dl', { class: 'figures-list' })
  const element = h(
    'div',
    { class: 'two fades', id: 'statistics' },
    h(
      'div',
      null,
      h('h2', null, 'How often each token is used'),
      curve,
      h('h2', { class: 'later' }, 'How long tokens are'),
      lengths,
    ),
    h('div', null, h('h2', null, 'Figures'), figures),
  )
  let drawn: unknown = null
  const draw = (): void => {
    const { stats, error } = statistics
    element.dataset.state = statistics.stale ? 'stale' : 'ready'
    if (error) {
      put(figures, h('dt', null, 'error'), h('dd', null, reasonOf(error)))
      drawn = null
      return
    }
    if (!stats || stats === drawn) return
    drawn = stats
    put(
      curve,
      stats.rankFrequency.length > 0
        ? fitted(width => zipfChart(stats.rankFrequency, width))
        : h('p', { class: 'note' }, 'no tokens, no curve'),
    )
    put(
      lengths,
      stats.lengths.length > 0
        ? fitted(width => lengthsChart(stats.lengths, width))
        : h('p', { class: 'note' }, 'no tokens'),
    )
    put(
      figures,
      ...DEFINITIONS.flatMap(([name, words, definition]) => row(words, definition, figureOf(stats.figures, name))),
    )
  }
  return { element, draw }
}

function figureOf(all: object, name: FigureName): Figure | undefined {
  const zipf = (all as { zipf?: { exponent: Figure; rSquared: Figure } }).zipf
  if (name === 'zipfExponent') return zipf?.exponent
  if (name === 'zipfFit') return zipf?.rSquared
  return (all as Record<string, Figure>)[name]
}

function row(words: string, definition: string, figure: Figure | undefined): HTMLElement[] {
  if (!figure) return []
  const { value } = figure
  return [
    h('dt', { title: definition }, words),
    value === null || value === undefined
      ? h(
          'dd',
          { class: 'undefined' },
          '– ',
          h('span', { class: 'note' }, figure.undefined ?? 'undefined on this text'),
        )
      : h('dd', { title: definition }, number(value, figure.unit), h('span', { class: 'note' }, ` ${unit(figure)}`)),
  ]
}

function number(value: number, unit: string): string {
  if (unit === 'share') return `${brief(value * 100)} %`
  if (unit === 'bits') return count(value)
  return fixed(value, Math.abs(value) < 0.1 ? 4 : 2)
}

function unit({ unit, sampleSize, sample }: Figure): string {
  const words = unit === 'share' || unit === '' ? '' : `${unit}, `
  return `${words}n = ${count(sampleSize)} ${sample}`
}
