// The four figures that people came for. The boxes stand in the HTML with the sample's numbers; this keeps them true.

import type { App } from '../app.ts'
import { byId, h, put, write } from '../dom.ts'
import { brief, bytes, count, fixed, plural } from '../format.ts'
import { say } from '../announce.ts'

const CONTEXTS: readonly [number, string][] = [
  [8_192, '8,192'],
  [32_768, '32,768'],
  [128_000, '128,000'],
  [200_000, '200,000'],
  [1_000_000, '1,000,000'],
]

export interface FiguresView {
  draw(): void
}

export function mountFigures(app: App, expected: () => void): FiguresView {
  const panel = byId('figures')
  const why = h(
    'button',
    { class: 'quiet', type: 'button', id: 'expected-open', onclick: expected },
    'You expected another number?',
  )
  put(noteOf('figure-tokens'), why)

  const context = h('select', { class: 'choice', 'aria-label': 'Context window in tokens', id: 'context' })
  for (const [size, name] of CONTEXTS) context.append(h('option', { value: size }, name))
  context.append(h('option', { value: 'other' }, 'other …'))
  context.addEventListener('change', () => {
    app.wake()
    if (context.value === 'other') askContext(app, context)
    else app.store.dispatch({ type: 'context', context: Number(context.value) })
  })
  put(spanOf('figure-context'), 'of a context of ', h('span', { class: 'has-choice' }, context))

  const price = h('input', {
    class: 'field',
    type: 'text',
    inputmode: 'decimal',
    'aria-label': 'Price per million tokens',
    placeholder: 'price',
    id: 'price',
  })
  price.addEventListener('input', () => {
    app.wake()
    const typed = price.value.trim().replace(',', '.')
    const amount = Number(typed)
    const valid = typed !== '' && Number.isFinite(amount) && amount >= 0
    price.setAttribute('aria-invalid', String(typed !== '' && !valid))
    app.store.dispatch({ type: 'price', price: valid ? amount : null })
  })
  put(noteOf('figure-cost'), price, ' per\u00a0million')
  if (app.store.state.price !== null) price.value = String(app.store.state.price)

  const drawContext = (): void => {
    const { state } = app.store
    if (![...context.options].some(o => o.value === String(state.context))) {
      context.prepend(h('option', { value: state.context }, count(state.context)))
    }
    context.value = String(state.context)
  }
  // The sample's own figures stand there before anything is counted here.
  drawContext()

  let told = -1
  const draw = (): void => {
    const { size, phase } = app.follower
    const { state } = app.store
    panel.dataset.state = phase.kind === 'ready' ? 'ready' : 'stale'
    drawContext()
    if (!size) return
    const { tokens, utf8, codePoints } = size
    write(bigOf('figure-tokens'), count(tokens))
    write(
      spanOf('figure-tokens'),
      (phase.kind === 'counting' || phase.kind === 'settling') && phase.total
        ? `counting, ${bytes(phase.done)} of ${bytes(phase.total)}`
        : tokens === 1
          ? 'token'
          : 'tokens',
    )
    write(bigOf('figure-ratio'), tokens > 0 ? fixed(utf8 / tokens) : '–')
    write(noteOf('figure-ratio'), `${plural(utf8, 'byte')}, ${plural(codePoints, 'code point')}`)
    put(bigOf('figure-context'), brief((100 * tokens) / state.context), ' ', h('small', null, '%'))
    const fits = tokens > 0 ? Math.floor(state.context / tokens) : 0
    write(
      noteOf('figure-context'),
      tokens === 0
        ? 'nothing to fit'
        : fits > 0
          ? `${count(fits)} such ${fits === 1 ? 'text fits' : 'texts fit'}`
          : `${plural(tokens - state.context, 'token')} too many`,
    )
    const cost = state.price === null ? null : (tokens * state.price) / 1e6
    write(bigOf('figure-cost'), cost === null ? '–' : cost === 0 ? '0' : brief(cost))
    if (phase.kind === 'ready' && tokens !== told) {
      if (told >= 0) say(plural(tokens, 'token'))
      told = tokens
    }
  }
  return { draw }
}

function askContext(app: App, select: HTMLSelectElement): void {
  const input = h('input', {
    class: 'field',
    type: 'number',
    min: 1,
    value: app.store.state.context,
    'aria-label': 'Context window in tokens',
  })
  const done = (): void => {
    // Taking the field away takes its focus, which ends it once more.
    input.removeEventListener('blur', done)
    input.replaceWith(select)
    app.store.dispatch({ type: 'context', context: Number(input.value) })
    select.value = String(app.store.state.context)
  }
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === 'Escape') done()
  })
  input.addEventListener('blur', done)
  select.replaceWith(input)
  input.select()
}

function part(id: string, selector: string): Element {
  const found = byId(id).querySelector(`:scope > ${selector}`)
  if (!found) throw new Error(`#${id} lacks ${selector}`)
  return found
}
const bigOf = (id: string): Element => part(id, 'b')
const spanOf = (id: string): Element => part(id, 'span')
const noteOf = (id: string): Element => part(id, 'i')
