// The button that offers the samples, wherever a text is shown.

import type { App } from '../app.ts'
import { h } from '../dom.ts'
import { menu } from '../popover.ts'
import { SAMPLES } from './index.ts'

export function samplesButton(app: App): HTMLButtonElement {
  const button: HTMLButtonElement = h('button', { class: 'button', type: 'button', 'aria-haspopup': 'menu' }, 'Samples')
  button.addEventListener('click', () => openSamples(app, button))
  return button
}

export function openSamples(app: App, anchor: HTMLElement): void {
  app.wake()
  const { origin } = app.store.state
  menu(
    anchor,
    'Samples',
    SAMPLES.map(sample => ({
      label: sample.title,
      note: sample.note,
      chosen: origin.kind === 'sample' && origin.id === sample.id,
      run: () => app.setText(sample.text, { kind: 'sample', id: sample.id }),
    })),
  )
}
