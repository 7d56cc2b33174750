// Train: the visitor's text, or files, become a tokenizer, and every step of it can be looked at: play, pause, slider.

import { drawingSheets, TokenStrip } from '../../elements/drawing/index.ts'
import type { App } from '../app.ts'
import { curveChart, type Curve } from '../charts/curve.ts'
import { save } from '../clipboard.ts'
import { byId, h, put } from '../dom.ts'
import { borrowEditor } from '../editor/borrow.ts'
import { isAbort, reasonOf, remedyOf, titleOf } from '../failure.ts'
import { bytes, count, fixed, plural } from '../format.ts'
import { modeLinks } from '../modes.ts'
import { samplesButton } from '../samples/button.ts'
import { drawMergeList } from './merge-list.ts'
import { makeOptions } from './options.ts'
import { optionsOf, startSession, type TrainingSession } from './session.ts'
import { drawPairs, drawSentence, drawWords, idsOf } from './step.ts'

/** Text that is shown coloured, in UTF-16 units. */
const SHOWN = 6_000
/** Text that is trained on without being asked, in UTF-16 units. */
const LIVE = 20_000
/** Milliseconds between steps that are played. */
const TEMPO = 450

export function mountTrain(app: App): void {
  document.adoptedStyleSheets = [...new Set([...document.adoptedStyleSheets, ...drawingSheets()])]
  const options = makeOptions(app)
  const stage = h('div', { class: 'stage' })
  const strip = new TokenStrip(stage, { label: 'Tokens of the text at this step, one by one' })
  const place = h('div', { class: 'borrowed', hidden: true })
  const edit = h('button', { class: 'button', type: 'button', 'aria-expanded': 'false' }, 'Edit the text')
  const files = h('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Files to train on' })
  const choose = h('button', { class: 'button', type: 'button', onclick: () => files.click() }, 'Files…')
  const corpusNote = h('span', { class: 'note' })
  const textAgain = h('button', { class: 'quiet', type: 'button', hidden: true }, 'Train on the text instead')
  const train = h('button', { class: 'go', type: 'button', id: 'train-go' }, 'Train')
  const cancel = h('button', { class: 'button', type: 'button' }, 'Cancel')
  const meter = h('i')
  const progressWords = h('span', { class: 'num' })
  const progress = h(
    'div',
    { class: 'loading', hidden: true },
    h('div', { class: 'meter', 'aria-hidden': 'true' }, meter),
    h('div', { class: 'row' }, progressWords, h('span', { class: 'grow' }), cancel),
  )
  const slider = h('input', { type: 'range', min: 0, max: 0, value: 0, 'aria-label': 'Step', id: 'train-step' })
  const where = h('b', { class: 'num' })
  const play = h('button', { class: 'go', type: 'button', id: 'train-play' }, 'Play')
  const back = h('button', { class: 'button', type: 'button', 'aria-label': 'step before' }, '◀')
  const next = h('button', { class: 'button', type: 'button', 'aria-label': 'next step' }, '▶')
  const sentence = h('p', { class: 'now', 'aria-live': 'polite' })
  const figures = h('section', { class: 'panel figures', 'aria-label': 'Figures of the training' })
  const curvePlace = h('div')
  const words = h('div', { class: 'train-words' })
  const pairs = h('div', { class: 'pairs' })
  const merges = h('ol', { class: 'merges' })
  const use = h('div', { class: 'row' })
  const cols = h(
    'div',
    { class: 'cols', id: 'train' },
    h(
      'div',
      { class: 'stack' },
      h(
        'section',
        { class: 'panel first', 'aria-label': 'The text and its tokens at this step' },
        h(
          'div',
          { class: 'head' },
          modeLinks('train'),
          options.element,
          h('span', { class: 'grow' }),
          samplesButton(app),
          choose,
          files,
          edit,
        ),
        place,
        stage,
        progress,
        h(
          'div',
          { class: 'foot train-foot' },
          h('div', { class: 'play' }, back, play, next, slider, where),
          sentence,
          h('div', { class: 'row' }, train, corpusNote, textAgain),
        ),
      ),
      figures,
      h(
        'section',
        { class: 'panel fades' },
        h(
          'div',
          { class: 'two' },
          h('div', null, h('h2', null, 'Tokens of the text, after each step'), curvePlace),
          h('div', null, h('h2', null, 'Words as the trainer sees them, most frequent first'), words),
        ),
      ),
    ),
    h(
      'aside',
      { class: 'stack' },
      h(
        'section',
        { class: 'panel fades token-card' },
        h('h2', null, 'What can come next; the first one is taken'),
        pairs,
        h('p', { class: 'note' }, 'Equal counts: the pair with the lower ids first.'),
      ),
      h('section', { class: 'panel fades' }, h('h2', null, 'Steps'), merges),
      h('section', { class: 'panel' }, h('h2', null, 'Use this tokenizer'), use),
    ),
  )
  byId('room-text').append(cols)

  let session: TrainingSession | null = null
  let corpus: readonly File[] = []
  let abort = new AbortController()
  let key = ''
  let timer = 0
  let player = 0
  let drawn = 0
  let curve: Curve | null = null

  const stop = (): void => {
    clearInterval(player)
    player = 0
    play.textContent = 'Play'
  }
  const go = (step: number): void => app.store.dispatch({ type: 'train', train: { step } })
  const step = (): number => {
    const last = session?.training.steps ?? 0
    return Math.min(app.store.state.train.step ?? last, last)
  }

  const run = async (): Promise<void> => {
    stop()
    abort.abort(new DOMException('superseded', 'AbortError'))
    abort = new AbortController()
    const { signal } = abort
    key = keyNow()
    progress.hidden = false
    train.disabled = true
    cols.dataset.state = 'stale'
    meter.style.width = '0'
    progressWords.textContent = 'starting'
    try {
      const made = await startSession(
        app,
        corpus.length > 0 ? corpus : [app.text.whole()],
        signal,
        (phase, done, total, unit) => {
          meter.style.width = total ? `${(100 * done) / total}%` : '0'
          const number = unit === 'bytes' ? bytes : count
          progressWords.textContent = total
            ? `${phase}: ${number(done)} of ${number(total)}`
            : `${phase}: ${number(done)}`
        },
      )
      const old = session
      session = made
      void old?.free()
      app.notice('train', null)
      slider.max = String(made.training.steps)
      curve = curveChart(
        made.training.curve.map(point => point.tokens),
        app.store.state.train.kind === 'unigram' ? 'rounds' : 'steps',
        go,
      )
      put(curvePlace, curve.element)
      await draw()
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) {
        app.notice('train', {
          bad: true,
          title: titleOf(error),
          text: `${reasonOf(error)} ${remedyOf(error)}`,
          actions: [{ label: 'Try again', run: () => void run() }],
        })
      }
    }
    if (signal.aborted && signal.reason?.message === 'superseded') return
    progress.hidden = true
    train.disabled = false
    cols.dataset.state = 'ready'
  }
  const keyNow = (): string =>
    `${JSON.stringify(optionsOf(app.store.state.train))} ${corpus.length > 0 ? corpus.map(f => f.name).join() : app.text.version}`

  const draw = async (): Promise<void> => {
    const now = session
    if (!now) return
    const mine = ++drawn
    const at = step()
    slider.value = String(at)
    where.textContent = `${count(at)} of ${count(now.training.steps)}`
    curve?.mark(at)
    try {
      const state = await now.at(at)
      await now.learn(idsOf(state))
      if (mine !== drawn) return
      drawSentence(sentence, state, now)
      drawPairs(pairs, state, now)
      drawWords(words, state)
      const start = now.training.curve[0]
      const { totals } = state
      put(
        figures,
        figure(count(totals.tokens), totals.tokens === 1 ? 'token' : 'tokens', `of ${plural(state.textBytes, 'byte')}`),
        figure(
          totals.tokens > 0 ? fixed(state.textBytes / totals.tokens) : '–',
          'bytes per token',
          start && start.tokens > 0 ? `${fixed(state.textBytes / start.tokens)} before training` : '',
        ),
        figure(
          count(totals.vocabulary),
          'vocabulary',
          totals.merges > 0 ? plural(totals.merges, 'merge') : `${plural(now.training.steps, 'step')} in all`,
        ),
        figure(count(state.wholeWords), 'words whole', `of ${count(state.distinctWords)} distinct ones`),
      )
      void drawMergeList(merges, now, at, go, () => mine === drawn)
      await drawText(
        now,
        state.change.kind === 'merged' ? new Set(state.change.merges.map(merge => merge.result)) : new Set(),
        at,
        () => mine === drawn,
      )
    } catch (error) {
      if (mine === drawn && !isAbort(error)) sentence.textContent = reasonOf(error)
    }
  }
  const drawText = async (
    now: TrainingSession,
    made: ReadonlySet<number>,
    at: number,
    current: () => boolean,
  ): Promise<void> => {
    const text = app.text.slice(0, Math.min(SHOWN, app.text.length))
    const tokenizer = await now.training.tokenizer(at)
    const tokens = await tokenizer.encode(text, { spans: true })
    const { bytes: all, ends } = await tokenizer.bytes(tokens.ids)
    await tokenizer.free()
    if (!current()) return
    strip.show(
      {
        text,
        ids: tokens.ids,
        spans: tokens.spans ?? new Uint32Array(),
        bytes: i => all.subarray(i > 0 ? ends[i - 1] : 0, ends[i]),
      },
      { ringed: i => made.has(tokens.ids[i] ?? -1) },
    )
  }

  const adopt = async (then: (name: string) => void): Promise<void> => {
    if (!session) return
    try {
      then(await session.adopted(app, step()))
    } catch (error) {
      app.notice('train', { bad: true, title: titleOf(error), text: reasonOf(error) })
    }
  }
  put(
    use,
    h(
      'button',
      {
        class: 'button',
        type: 'button',
        id: 'use-inspect',
        onclick: () =>
          void adopt(name => {
            app.store.dispatch({ type: 'tokenizer', name })
            app.store.dispatch({ type: 'mode', mode: 'inspect' })
          }),
      },
      'Inspect',
    ),
    h(
      'button',
      {
        class: 'button',
        type: 'button',
        onclick: () =>
          void adopt(name => {
            app.store.dispatch({ type: 'compare', at: 0, name })
            app.store.dispatch({ type: 'mode', mode: 'compare' })
          }),
      },
      'Compare',
    ),
    h(
      'button',
      {
        class: 'button',
        type: 'button',
        id: 'train-export',
        onclick: async () => {
          if (!session) return
          const tokenizer = await session.training.tokenizer(step())
          save('tokenizer.json', await tokenizer.export('tokenizer.json'))
          await tokenizer.free()
        },
      },
      'tokenizer.json',
    ),
  )

  train.addEventListener('click', () => void run())
  cancel.addEventListener('click', () => abort.abort(new DOMException('cancelled', 'AbortError')))
  slider.addEventListener('input', () => go(Number(slider.value)))
  back.addEventListener('click', () => go(Math.max(0, step() - 1)))
  next.addEventListener('click', () => go(Math.min(session?.training.steps ?? 0, step() + 1)))
  play.addEventListener('click', () => {
    if (player) {
      stop()
      return
    }
    const last = session?.training.steps ?? 0
    if (step() >= last) go(0)
    play.textContent = 'Pause'
    player = window.setInterval(() => {
      if (app.store.state.mode !== 'train' || step() >= (session?.training.steps ?? 0)) stop()
      else go(step() + 1)
    }, TEMPO)
  })
  const trainOn = (chosen: readonly File[]): void => {
    corpus = chosen
    textAgain.hidden = corpus.length === 0
    corpusNote.textContent =
      corpus.length > 0
        ? `from ${plural(corpus.length, 'file')}, ${bytes(corpus.reduce((sum, f) => sum + f.size, 0))}; the text above is cut by the result`
        : ''
    void run()
  }
  files.addEventListener('change', () => {
    const chosen = [...(files.files ?? [])]
    files.value = ''
    if (chosen.length > 0) trainOn(chosen)
  })
  textAgain.addEventListener('click', () => trainOn([]))
  borrowEditor(app, 'train', place, edit)

  const follow = (): void => {
    cols.hidden = app.store.state.mode !== 'train'
    if (cols.hidden) {
      stop()
      return
    }
    if (key === keyNow()) return
    strip.showText(app.text.slice(0, Math.min(SHOWN, app.text.length)))
    clearTimeout(timer)
    // Long texts train when asked; short ones follow every change.
    if (corpus.length === 0 && app.text.length <= LIVE) timer = window.setTimeout(() => void run(), 300)
    else corpusNote.textContent = `${bytes(app.follower.size?.utf8 ?? app.text.length)}: press Train`
  }
  app.store.listen((now, before) => {
    if (now.train !== before.train) options.draw()
    follow()
    if (now.train.step !== before.train.step && key === keyNow()) void draw()
  })
  app.text.listen(follow)
  follow()
}

function figure(big: string, words: string, note: string): HTMLElement {
  return h('div', { class: 'figure' }, h('b', null, big), h('span', null, words), h('i', null, note))
}
