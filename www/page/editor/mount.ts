// The change from the static sample to the live editor: at first focus, paste or drop, or when the page is idle after a
// touch. The caret lands where the visitor pressed, and the text stands where it stood.

import type { EditorView } from '@codemirror/view'
import type { App } from '../app.ts'
import { byId, h } from '../dom.ts'
import { reasonOf } from '../failure.ts'
import type { EditorEvents } from './editor.ts'
import type { EditorPaint } from './paint.ts'
import type { Shown } from './window.ts'

export interface LiveEditor {
  readonly view: EditorView
  readonly paint: EditorPaint
}

/** Texts up to this length are shown as plain text until the editor is there. */
const STATIC = 20_000

export class EditorPlace {
  readonly #app: App
  readonly #events: EditorEvents
  readonly #onShown: (shown: Shown) => void
  readonly #pre = byId<HTMLPreElement>('static')
  #loading: Promise<LiveEditor> | null = null
  #live: LiveEditor | null = null

  constructor(app: App, events: EditorEvents, onShown: (shown: Shown) => void) {
    this.#app = app
    this.#events = events
    this.#onShown = onShown
    if (app.text.whole() !== this.#pre.textContent) this.#plain()
    app.text.listen(() => {
      if (!this.#live) this.#plain()
    })
    this.#pre.addEventListener('pointerup', event => void this.#focus(offsetAt(this.#pre, event)))
    this.#pre.addEventListener('focus', () => void this.#focus(null))
    this.#pre.addEventListener('paste', event => {
      event.preventDefault()
      app.setText(event.clipboardData?.getData('text/plain') ?? '', { kind: 'own' })
    })
    app.whenAwake(() => idle(() => void this.load()))
  }

  get live(): LiveEditor | null {
    return this.#live
  }

  /** The live editor, loaded now if it is not there. */
  load(): Promise<LiveEditor> {
    this.#loading ??= this.#make().catch((error: unknown) => {
      this.#loading = null
      this.#app.notice('editor', {
        bad: true,
        title: 'The editor could not be loaded',
        text: reasonOf(error),
        actions: [{ label: 'Try again', run: () => void this.load() }],
      })
      throw error
    })
    return this.#loading
  }

  async #make(): Promise<LiveEditor> {
    const [{ createEditor }, { EditorPaint }] = await Promise.all([import('./editor.ts'), import('./paint.ts')])
    const host = h('div', { class: 'host', hidden: true })
    this.#pre.after(host)
    const view = createEditor(host, this.#app.text, this.#events)
    const paint = new EditorPaint(view, this.#app.text, this.#app.follower, this.#onShown)
    const live = { view, paint }
    this.#live = live
    // The first colours are there before the static text goes, so that nothing flickers.
    host.hidden = false
    host.classList.add('waiting')
    await Promise.race([paint.refresh(), new Promise(done => setTimeout(done, 1500))])
    const focused = document.activeElement === this.#pre
    this.#pre.remove()
    host.classList.remove('waiting')
    view.requestMeasure()
    paint.redraw()
    if (focused) view.focus()
    return live
  }

  async #focus(offset: number | null): Promise<void> {
    this.#app.wake()
    const { view } = await this.load()
    if (offset !== null) view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) } })
    view.focus()
  }

  #plain(): void {
    const { text } = this.#app
    this.#pre.textContent = text.slice(0, STATIC)
  }
}

function idle(run: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 1500 })
  else setTimeout(run, 300)
}

/** Where in the text of `element` a pointer is. */
function offsetAt(element: HTMLElement, event: PointerEvent): number | null {
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY)
  if (!at || !element.contains(at.offsetNode)) return null
  const range = document.createRange()
  range.setStart(element, 0)
  range.setEnd(at.offsetNode, at.offset)
  return range.toString().length
}
