// The row below the text: how tokens are shown, copying, special tokens, the tokens that the family puts around a text.

import type { App } from '../app.ts'
import { copy } from '../clipboard.ts'
import { byId, h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { menu } from '../popover.ts'
import { VIEWS, type View } from '../store/state.ts'

const NAMES: Record<View, string> = { text: 'Text', ids: 'Ids', bytes: 'Bytes' }

export interface Foot {
  draw(): void
}

export function mountFoot(app: App): Foot {
  const { store } = app
  const segments = VIEWS.map(view =>
    h('button', { type: 'button', onclick: () => store.dispatch({ type: 'view', view }) }, NAMES[view]),
  )
  const copyIds: HTMLButtonElement = h(
    'button',
    { class: 'button', type: 'button', 'aria-haspopup': 'menu', onclick: () => copyMenu(app, copyIds) },
    'Copy ids',
  )
  const specials: HTMLButtonElement = h('button', {
    class: 'choice',
    type: 'button',
    'aria-haspopup': 'menu',
    onclick: () => specialsMenu(app, specials),
  })
  const template: HTMLButtonElement = h('button', {
    class: 'choice',
    type: 'button',
    'aria-haspopup': 'menu',
    onclick: () => templateMenu(app, template),
  })
  put(
    byId('text-foot'),
    h('div', { class: 'segments', role: 'group', 'aria-label': 'Show the tokens as' }, ...segments),
    copyIds,
    specials,
    template,
    h('span', { class: 'grow' }),
    h('span', null, 'stays on this machine'),
  )
  const draw = (): void => {
    const { state } = store
    segments.forEach((button, i) => button.setAttribute('aria-pressed', String(VIEWS[i] === state.view)))
    put(specials, 'special tokens: ', h('b', null, state.specials === 'parse' ? 'parsed' : 'as text'))
    put(template, 'around the text: ', h('b', null, state.template ? 'as the model adds' : 'nothing'))
  }
  return { draw }
}

function copyMenu(app: App, anchor: HTMLElement): void {
  app.wake()
  const get = async (form: (ids: Uint32Array) => string): Promise<void> => {
    try {
      const { tokenizer, specials, template } = app.store.state
      const loaded = await app.session.tokenizer(tokenizer)
      const { ids } = await loaded.encode(app.text.whole(), { specials, template })
      await copy(form(ids), anchor)
    } catch (error) {
      if (!isAbort(error)) app.notice('copy', { bad: true, title: 'Nothing was copied', text: reasonOf(error) })
    }
  }
  menu(anchor, 'Copy ids', [
    { label: 'As JSON', note: '[976, 4853, …]', run: () => void get(ids => `[${ids.join(', ')}]`) },
    { label: 'One per line', run: () => void get(ids => ids.join('\n')) },
    { label: 'With spaces between', run: () => void get(ids => ids.join(' ')) },
  ])
}

function specialsMenu(app: App, anchor: HTMLElement): void {
  app.wake()
  const { state } = app.store
  menu(anchor, 'Special tokens typed in the text', [
    {
      label: 'As text',
      note: '<|endoftext|> is thirteen characters like any others',
      chosen: state.specials === 'text',
      run: () => app.store.dispatch({ type: 'specials', specials: 'text' }),
    },
    {
      label: 'Parsed',
      note: '<|endoftext|> is one control token',
      chosen: state.specials === 'parse',
      run: () => app.store.dispatch({ type: 'specials', specials: 'parse' }),
    },
  ])
}

function templateMenu(app: App, anchor: HTMLElement): void {
  app.wake()
  const { state } = app.store
  menu(anchor, 'Tokens around the text', [
    {
      label: 'Nothing',
      note: 'the tokens of the text alone',
      chosen: !state.template,
      run: () => app.store.dispatch({ type: 'template', template: false }),
    },
    {
      label: 'As the model adds',
      note: '<s>, [CLS] … [SEP]: what the family puts around every text',
      chosen: state.template,
      run: () => app.store.dispatch({ type: 'template', template: true }),
    },
    {
      label: 'Chat template …',
      note: 'messages with roles, counted one by one',
      run: () => app.store.dispatch({ type: 'tab', tab: 'chat' }),
    },
  ])
}
