// The empty text: what to do is the editor's placeholder; one sample, and the promise, stand below it.

import type { App } from '../app.ts'
import { byId, h } from '../dom.ts'
import { sampleText } from '../samples/index.ts'

export function mountEmpty(app: App): void {
  const sample = sampleText('first') ?? ''
  const use = h(
    'button',
    { class: 'go', type: 'button', onclick: () => app.setText(sample, { kind: 'sample', id: 'first' }) },
    'Use the sample',
  )
  const element = h(
    'div',
    { class: 'empty', hidden: true },
    h('div', { class: 'row' }, use, h('span', null, 'Nothing you type leaves this machine.')),
  )
  byId('ed').append(element)
  const draw = (): void => {
    element.hidden = app.text.length > 0
  }
  app.text.listen(draw)
  draw()
}
