// Reaching tokens from the text: pointing at one in the editor, walking from one to the next by keyboard
// (Alt and an arrow), coming to one that an address names.

import type { App } from '../app.ts'
import { say } from '../announce.ts'
import { byId } from '../dom.ts'
import type { EditorPlace } from '../editor/mount.ts'
import { hex } from '../format.ts'
import { label } from '../visible.ts'
import type { Desk } from './desk.ts'

export function mountWalk(app: App, desk: Desk, place: EditorPlace, go: (position: number) => Promise<void>): void {
  const ed = byId('ed')
  ed.addEventListener('pointermove', event => {
    if (event.pointerType === 'touch') return
    desk.hover(place.live?.paint.tokenAt(event.clientX, event.clientY) ?? null)
  })
  ed.addEventListener('pointerleave', () => desk.hover(null))
  ed.addEventListener('click', event => {
    const index = place.live?.paint.tokenAt(event.clientX, event.clientY)
    if (index !== null && index !== undefined) app.store.dispatch({ type: 'token', token: index })
  })

  ed.addEventListener(
    'keydown',
    event => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      if (step === 0) return
      event.preventDefault()
      event.stopPropagation()
      // The pointer may still lie on a token: who walks by keys looks elsewhere.
      desk.hover(null)
      const total = app.follower.size?.tokens ?? 0
      const now = app.store.state.token
      const next = Math.min(Math.max(now === null ? 0 : now + step, 0), total - 1)
      if (next >= 0) void walk(next)
    },
    true,
  )

  const walk = async (index: number): Promise<void> => {
    const from = desk.detail(index)?.span[0] ?? (await desk.locate(index))
    if (from === null) return
    app.store.dispatch({ type: 'token', token: index })
    await go(from)
    tell(index)
  }

  const tell = (index: number): void => {
    const detail = desk.detail(index)
    if (detail) say(`token ${index + 1}: ${label(detail.bytes)}, id ${detail.id}, bytes ${hex(detail.bytes)}`)
  }

  // An address may name a token that is not on the screen.
  let asked = app.store.state.token
  desk.listen(() => {
    if (asked === null) return
    const index = asked
    asked = null
    if (!desk.detail(index)) {
      void desk.locate(index).then(from => {
        if (from !== null) void go(from)
      })
    }
  })
}
