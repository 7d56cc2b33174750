// The page's entry: reads the address, makes the store, the text and the engine's session, mounts the rooms. Heavy
// parts wait for a touch: until then the sample that was tokenized when the page was built stands in the HTML.

import { missing, readContent } from './address/content.ts'
import { AddressBar } from './address/bar.ts'
import { readSettings, route } from './address/settings.ts'
import type { App } from './app.ts'
import { byId } from './dom.ts'
import { Follower } from './engine/follower.ts'
import { Session } from './engine/session.ts'
import { mountDrop } from './files/drop.ts'
import { mountInspect } from './inspect/inspect.ts'
import { Notices } from './notices.ts'
import { Rooms } from './rooms/index.ts'
import { startEmbedMode } from './share/embed-mode.ts'
import { sampleText } from './samples/index.ts'
import { Store } from './store/store.ts'
import { TextModel } from './text-model.ts'
import { mountTheme } from './theme.ts'
import { mountUndo } from './undo.ts'
import { Waker } from './waker.ts'

async function start(): Promise<void> {
  startEmbedMode()
  const first = route(location.hash)
  let state = readSettings(first)
  const content = await readContent(first)
  const sample = state.origin.kind === 'sample' ? sampleText(state.origin.id) : null
  if (content === undefined && sample === null) state = { ...state, origin: { kind: 'sample', id: 'first' } }
  const text = new TextModel(content ?? sample ?? sampleText('first') ?? '')

  const store = new Store(state)
  const session = new Session()
  const follower = new Follower(session, text, state)
  const notices = new Notices(byId('notices'))
  const waker = new Waker()
  const app: App = {
    store,
    text,
    session,
    follower,
    wake: () => waker.wake(),
    whenAwake: run => waker.when(run),
    notice: (name, notice) => notices.show(name, notice),
    setText(next, origin) {
      waker.wake()
      store.dispatch({ type: 'origin', origin })
      store.dispatch({ type: 'token', token: null })
      text.replace(next)
    },
  }
  if (content === null) app.notice('address', missing(first))
  text.listen((change, by) => {
    // An editor that takes over another text tells of no edits: the text is still what was opened.
    const edited = by === 'editor' && (change.kind === 'anew' || change.edits.length > 0)
    if (edited && store.state.origin.kind !== 'own') store.dispatch({ type: 'origin', origin: { kind: 'own' } })
  })
  store.listen(now => follower.want({ tokenizer: now.tokenizer, specials: now.specials, template: now.template }))

  mountTheme(app)
  mountDrop(app)
  mountUndo(app)
  const rooms = new Rooms(app)
  mountInspect(app)
  const bar = new AddressBar(app, rooms)
  rooms.show(first)
  bar.listen()
  // A first visit to the plain page waits for a touch; whoever comes with a link wants what it says.
  if (first.query.size > 0 || (first.path !== '' && first.path !== 'inspect')) waker.wake()
  waker.when(() => void follower.open())
  waker.listen()
  session.onRestart(reason =>
    app.notice('engine', {
      title: 'The engine stopped and was started again: the text is kept',
      text: `Its reason: ${reason}`,
    }),
  )
}

void start()
