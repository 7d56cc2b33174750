// Messages above the room: cause, remedy, a way on. Each has a name; a new one of that name takes its place.

import type { Notice } from './app.ts'
import { h } from './dom.ts'

export class Notices {
  readonly #place: HTMLElement
  readonly #shown = new Map<string, HTMLElement>()

  constructor(place: HTMLElement) {
    this.#place = place
  }

  show(name: string, notice: Notice | null): void {
    this.#shown.get(name)?.remove()
    this.#shown.delete(name)
    if (!notice) return
    const element = h(
      'section',
      { class: notice.bad ? 'message bad' : 'message', 'aria-label': notice.title, 'data-notice': name },
      h('b', null, notice.title),
      notice.text ? h('p', null, notice.text) : null,
      notice.form,
      h(
        'div',
        { class: 'row' },
        ...(notice.actions ?? []).map(action =>
          h('button', { class: 'button', type: 'button', onclick: () => action.run() }, action.label),
        ),
        h('button', { class: 'quiet', type: 'button', onclick: () => this.show(name, null) }, 'Close'),
      ),
    )
    this.#shown.set(name, element)
    this.#place.append(element)
  }
}
