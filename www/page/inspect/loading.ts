// What is on its way, in bytes, with a way out: the vocabulary that loads, the text that is being counted.

import type { App } from '../app.ts'
import { byId, h, put } from '../dom.ts'
import { bytes } from '../format.ts'

/** Milliseconds before a load is shown: quick ones would only flicker, and move what is below. */
const PATIENCE = 600

export function mountLoading(app: App): { draw(): void } {
  const place = byId('loading')
  const bar = h('i')
  const words = h('span', { class: 'num' })
  const cancel = h('button', { class: 'button', type: 'button' }, 'Cancel')
  put(
    place,
    h('div', { class: 'meter', 'aria-hidden': 'true' }, bar),
    h('div', { class: 'row' }, words, h('span', { class: 'grow' }), cancel),
  )
  let timer = 0
  let before = app.store.state.tokenizer
  cancel.addEventListener('click', () => {
    app.session.cancel(app.follower.wanted.tokenizer)
    app.store.dispatch({ type: 'tokenizer', name: before })
  })
  const show = (): void => {
    const { phase, wanted, tokenizer } = app.follower
    if (phase.kind === 'ready' || phase.kind === 'error') return
    place.hidden = false
    const { done, total } = phase
    bar.style.width = total ? `${(100 * done) / total}%` : '0'
    const what = phase.kind === 'loading' ? wanted.tokenizer : 'counting'
    words.textContent = total ? `${what}: ${bytes(done)} of ${bytes(total)}` : `${what}: ${bytes(done)}`
    cancel.hidden = phase.kind !== 'loading' || !tokenizer || tokenizer.info.name === wanted.tokenizer
  }
  return {
    draw() {
      const { phase, tokenizer } = app.follower
      if (phase.kind === 'ready' && tokenizer) before = tokenizer.info.name
      if (phase.kind === 'ready' || phase.kind === 'error') {
        clearTimeout(timer)
        timer = 0
        place.hidden = true
      } else if (place.hidden) {
        timer ||= window.setTimeout(show, PATIENCE)
      } else {
        show()
      }
    },
  }
}
