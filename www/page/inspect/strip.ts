// The tokens as ids or bytes below the text, linked to it both ways. The strip is the elements' own, over the stretch
// of text that is on the screen.

import { drawingSheets, TokenStrip } from '../../elements/drawing/index.ts'
import type { App } from '../app.ts'
import { byId, h, put, write } from '../dom.ts'
import { count } from '../format.ts'
import type { Desk } from './desk.ts'

export interface StripView {
  draw(): void
}

export function mountStrip(app: App, desk: Desk): StripView {
  const place = byId('strip-place')
  let strip: TokenStrip | null = null
  let note: HTMLElement | null = null
  let data: unknown = null

  const make = (): TokenStrip => {
    document.adoptedStyleSheets = [...new Set([...document.adoptedStyleSheets, ...drawingSheets()])]
    const box = h('div', { class: 'strip-box' })
    note = h('div', { class: 'note' })
    put(place, note, box)
    const made = new TokenStrip(box, { label: 'Tokens on the screen, one by one' })
    made.onhover = i => desk.hover(i === null || !desk.shown ? null : desk.shown.first + i)
    made.onselect = i => {
      if (desk.shown) app.store.dispatch({ type: 'token', token: i === null ? null : desk.shown.first + i })
    }
    return made
  }

  const draw = (): void => {
    const { view, token } = app.store.state
    const shown = desk.shown
    place.hidden = view === 'text'
    if (view === 'text' || !shown) return
    strip ??= make()
    strip.view = view
    if (data !== shown) {
      data = shown
      const spans = shown.utf8.map(at => Math.max(0, at - shown.utf8From))
      strip.show({ text: shown.text, ids: shown.ids, spans, bytes: i => desk.bytesAt(i) })
    }
    const local = (index: number | null): number | null =>
      index !== null && index >= shown.first && index < shown.first + shown.ids.length ? index - shown.first : null
    strip.selected = local(token)
    strip.hovered = local(desk.hovered)
    const last = shown.first + shown.ids.length
    if (note) {
      const all = app.follower.size?.tokens ?? last
      write(
        note,
        shown.first === 0 && last >= all
          ? `all ${count(all)} tokens`
          : `tokens ${count(shown.first + 1)} to ${count(last)} of ${count(all)}: those of the text on the screen`,
      )
    }
  }
  return { draw }
}
