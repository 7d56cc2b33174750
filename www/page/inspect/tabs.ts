// The tabs below the figures: each is a file of its own, loaded when opened for the first time. A tab draws itself from
// the shared state whenever it is told to, and only while it is the open one.

import type { App } from '../app.ts'
import { byId, h, put } from '../dom.ts'
import type { EditorPlace } from '../editor/mount.ts'
import { reasonOf } from '../failure.ts'
import { TABS, type Tab } from '../store/state.ts'
import type { Desk } from './desk.ts'
import type { TextStatistics } from './text-statistics.ts'

/** What tabs may use besides the app. */
export interface TabContext {
  readonly desk: Desk
  readonly statistics: TextStatistics
  readonly place: EditorPlace
}

export interface TabView {
  readonly element: HTMLElement
  /** Something that any tab may show has changed. */
  draw(): void
}

const NAMES: Record<Tab, string> = {
  statistics: 'Statistics',
  vocabulary: 'Vocabulary',
  ids: 'Ids to text',
  chat: 'Special tokens and chat',
  files: 'Many files',
  export: 'Export',
}

const MAKERS: Record<Tab, (app: App, context: TabContext) => Promise<TabView>> = {
  statistics: async (app, context) => (await import('../tabs/statistics.ts')).makeStatistics(app, context),
  vocabulary: async app => (await import('../tabs/vocabulary.ts')).makeVocabulary(app),
  ids: async app => (await import('../tabs/ids.ts')).makeIds(app),
  chat: async app => (await import('../tabs/chat.ts')).makeChat(app),
  files: async app => (await import('../tabs/files.ts')).makeFiles(app),
  export: async app => (await import('../tabs/export.ts')).makeExport(app),
}

export function mountTabs(app: App, context: TabContext): { draw(): void } {
  const views = new Map<Tab, TabView>()
  const asked = new Set<Tab>()
  const panel = h('div', { role: 'tabpanel', id: 'tab-panel', 'aria-labelledby': 'tab-statistics' })
  const buttons = TABS.map(tab =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${tab}`,
        'aria-controls': 'tab-panel',
        onclick: () => {
          app.wake()
          app.store.dispatch({ type: 'tab', tab })
        },
      },
      NAMES[tab],
    ),
  )
  const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'More about this text' }, ...buttons)
  list.addEventListener('keydown', event => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const next = TABS[(TABS.indexOf(app.store.state.tab) + step + TABS.length) % TABS.length] ?? 'statistics'
    app.store.dispatch({ type: 'tab', tab: next })
    byId(`tab-${next}`).focus()
  })
  byId('below').append(h('section', { class: 'panel', id: 'tabs', 'aria-label': 'More about this text' }, list, panel))

  let open: Tab | null = null
  const draw = (): void => {
    const { tab } = app.store.state
    if (open !== tab) {
      open = tab
      buttons.forEach((button, i) => {
        button.setAttribute('aria-selected', String(TABS[i] === tab))
        button.tabIndex = TABS[i] === tab ? 0 : -1
      })
      panel.setAttribute('aria-labelledby', `tab-${tab}`)
      const view = views.get(tab)
      if (view) put(panel, view.element)
      else put(panel, h('p', { class: 'note tab-empty' }, 'Touch the page to see more about this text.'))
    }
    const view = views.get(tab)
    if (view) view.draw()
    else if (!asked.has(tab)) {
      asked.add(tab)
      app.whenAwake(() => void make(tab))
    }
  }
  const make = async (tab: Tab): Promise<void> => {
    try {
      const view = await MAKERS[tab](app, context)
      views.set(tab, view)
      if (open === tab) put(panel, view.element)
      view.draw()
    } catch (error) {
      asked.delete(tab)
      if (open === tab) put(panel, h('p', { class: 'note' }, `This could not be loaded: ${reasonOf(error)}`))
    }
  }
  draw()
  return { draw }
}
