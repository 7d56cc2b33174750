// Inspect: the text, its tokens, what they cost, why they are there. Wires the parts together; each part draws itself.

import type { App } from '../app.ts'
import { byId } from '../dom.ts'
import { EditorPlace } from '../editor/mount.ts'
import { isAbort, reasonOf, remedyOf, titleOf } from '../failure.ts'
import { makeCard } from './card.ts'
import { Desk } from './desk.ts'
import { mountEmpty } from './empty.ts'
import { mountExpected } from './expected.ts'
import { mountFigures } from './figures.ts'
import { mountFoot } from './foot.ts'
import { drawPick, mountHead } from './head.ts'
import { mountLadder } from './ladder.ts'
import { mountLoading } from './loading.ts'
import { mountStrip } from './strip.ts'
import { mountTabs } from './tabs.ts'
import { TextStatistics } from './text-statistics.ts'
import { mountWalk } from './walk.ts'
import { makeWhy } from './why.ts'

export function mountInspect(app: App): void {
  const desk = new Desk(app)
  const statistics = new TextStatistics(app)
  const card = makeCard(app, desk)
  const why = makeWhy(app, desk)
  byId('aside').append(card.element, why.tree, why.neighbours)

  let moving = false
  const place = new EditorPlace(
    app,
    {
      selection(from) {
        if (moving) return
        const index = desk.indexAt(from)
        if (index !== null) app.store.dispatch({ type: 'token', token: index })
      },
      edited: changes => place.live?.paint.edited(changes),
      layout: measured => place.live?.paint.layout(measured),
    },
    shown => void desk.show(shown),
  )
  let welcomed = app.store.state.token !== null
  const welcome = (): void => {
    const { shown } = desk
    if (welcomed || !shown || shown.ids.length === 0) return
    welcomed = true
    // Something to read stands beside a text from the start: the longest of its first tokens.
    let best = 0
    for (let i = 1; i < Math.min(shown.ids.length, 40); i++) {
      if (desk.bytesAt(i).length > desk.bytesAt(best).length) best = i
    }
    if (app.store.state.token === null) app.store.dispatch({ type: 'token', token: shown.first + best })
  }
  mountHead(app)
  const foot = mountFoot(app)
  const expected = mountExpected(app)
  const figures = mountFigures(app, () => expected.toggle())
  const ladder = mountLadder(app, statistics)
  const strip = mountStrip(app, desk)
  const loading = mountLoading(app)
  mountEmpty(app)
  const tabs = mountTabs(app, { desk, statistics, place })
  mountWalk(app, desk, place, async from => {
    moving = true
    const { view } = await place.load()
    const at = Math.min(from, view.state.doc.length)
    view.dispatch({ selection: { anchor: at }, scrollIntoView: true })
    moving = false
  })

  const drawTokens = (): void => {
    const { token } = app.store.state
    place.live?.paint.select(token)
    place.live?.paint.hover(desk.hovered)
    strip.draw()
    card.draw()
    why.draw()
  }
  desk.listen(drawTokens)
  desk.listen(welcome)
  app.store.listen((now, before) => {
    if (now.token !== before.token || now.view !== before.view) drawTokens()
    foot.draw()
    figures.draw()
    ladder.draw()
    tabs.draw()
    if (now.tokenizer !== before.tokenizer) void drawPick(app)
  })
  app.follower.listen(() => {
    const { phase } = app.follower
    loading.draw()
    figures.draw()
    expected.stale()
    if (phase.kind === 'settling') {
      void place.live?.paint.settling()
    } else if (phase.kind === 'ready') {
      app.notice('follower', null)
      void place.live?.paint.refresh()
      statistics.later()
      if (!place.live) void place.load()
    } else if (phase.kind === 'error' && !isAbort(phase.error)) {
      app.notice('follower', {
        bad: true,
        title: titleOf(phase.error),
        text: `${reasonOf(phase.error)} ${remedyOf(phase.error)}`,
        actions: [
          { label: 'Try again', run: phase.retry },
          ...(app.store.state.tokenizer === 'o200k_base'
            ? []
            : [{ label: 'Use o200k_base', run: () => app.store.dispatch({ type: 'tokenizer', name: 'o200k_base' }) }]),
        ],
      })
    }
  })
  statistics.listen(() => {
    ladder.draw()
    tabs.draw()
  })
  foot.draw()
  ladder.draw()
  void drawPick(app)
  drawTokens()
}
