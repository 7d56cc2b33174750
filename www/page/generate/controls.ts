// How the text is written: temperature, filters, seed, length.

import { attributes, h } from '../dom.ts'
import { FIELDS, type Settings } from './settings.ts'

export interface ControlsView {
  readonly element: HTMLElement
  draw(settings: Settings): void
}

export function controlsView(change: (change: Partial<Settings>) => void): ControlsView {
  const rows = FIELDS.map(field => {
    const { name, title, least, most, step } = field
    const range =
      name === 'seed' ? null : h('input', { type: 'range', min: least, max: most, step, 'aria-label': title })
    const number = h('input', {
      class: 'field num',
      type: 'number',
      min: least,
      max: most,
      step,
      'aria-label': `${title}, as a number`,
    })
    if (range === null) attributes(number, { 'aria-label': title })
    const take = (text: string): void => {
      const value = Number(text)
      const fits = text !== '' && value >= least && value <= most && (step < 1 || Number.isInteger(value))
      attributes(number, { 'aria-invalid': fits ? undefined : 'true' })
      if (fits) change({ [name]: value })
    }
    range?.addEventListener('input', () => {
      number.value = range.value
      take(range.value)
    })
    number.addEventListener('input', () => {
      if (range) range.value = number.value
      take(number.value)
    })
    const roll =
      name === 'seed' &&
      h(
        'button',
        { class: 'quiet', type: 'button', onclick: () => set(Math.floor(Math.random() * 1e6)) },
        'Another seed',
      )
    const set = (value: number): void => {
      number.value = String(value)
      take(number.value)
    }
    const row = h('div', { class: 'control', 'data-name': name }, h('span', null, title), range ?? roll, number)
    return { field, row, range, number }
  })
  const backend = h(
    'select',
    { class: 'choice', 'aria-label': 'Runs on' },
    h('option', { value: 'cpu' }, 'the CPU'),
    h('option', { value: 'webgpu' }, 'WebGPU, if there is one'),
  )
  backend.addEventListener('change', () => change({ backend: backend.value === 'webgpu' ? 'webgpu' : 'cpu' }))
  const element = h(
    'section',
    { class: 'panel controls', 'aria-label': 'Controls' },
    h('h2', null, 'Controls'),
    ...rows.map(({ row }) => row),
    h(
      'div',
      { class: 'control', 'data-name': 'backend' },
      h('span', null, 'runs on'),
      h('span', { class: 'has-choice' }, backend),
    ),
    h('p', { class: 'note' }, 'Temperature 0 takes the likeliest token always. Top-k 0 and top-p 1 cut nothing off.'),
  )
  return {
    element,
    draw(settings) {
      backend.value = settings.backend
      for (const { field, row, range, number } of rows) {
        const value = String(settings[field.name])
        if (document.activeElement !== number) number.value = value
        if (range) range.value = value
        row.hidden = field.name === 'guesses' && settings.strategy !== 'speculative'
      }
    },
  }
}
