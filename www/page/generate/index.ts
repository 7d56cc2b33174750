// Room Generate: a small language model writes, on this machine, and every step can be seen, stopped and regrown. Loaded
// when it is opened; the model when it is asked to write.

import type { ModelInfo } from '../../api/index.ts'
import { sheet } from '../../elements/drawing/index.ts'
import type { Route } from '../address/settings.ts'
import { say } from '../announce.ts'
import type { App } from '../app.ts'
import { attributes, h, put } from '../dom.ts'
import { reasonOf, remedyOf, titleOf } from '../failure.ts'
import { bytes, count, fixed } from '../format.ts'
import type { Room } from '../rooms/room.ts'
import type { ShareView } from '../share/view.ts'
import { alternativesView, type AlternativesView } from './alternatives.ts'
import { controlsView, type ControlsView } from './controls.ts'
import css from './generate.css' with { type: 'text' }
import { modelCardView } from './model-card.ts'
import { type PassesView, passesView } from './passes.ts'
import { PROMPTS } from './prompts.ts'
import { raceView } from './race.ts'
import { readingView } from './reading.ts'
import { addressOf, elementOf, fitsAddress, readSettings, type Settings, STRATEGIES } from './settings.ts'
import { Writer } from './writer.ts'
import { rarityKey, type WrittenView, writtenView } from './written.ts'

let own: CSSStyleSheet | undefined

/** Draws the room into `place`. */
export async function mountGenerate(place: HTMLElement, app: App, route: Route): Promise<Room> {
  if (!own) document.adoptedStyleSheets.push((own = sheet(css)))
  const room = new GenerateRoom(place, app, (await app.session.lab()).modelCatalog())
  room.open(route)
  return room
}

class GenerateRoom implements Room {
  readonly #place: HTMLElement
  readonly #catalog: readonly ModelInfo[]
  readonly #writer: Writer
  readonly #model = h('select', { class: 'choice', 'aria-label': 'Model' })
  readonly #strategy = h('select', { class: 'choice', 'aria-label': 'Strategy' })
  readonly #samples = h('select', { class: 'choice', 'aria-label': 'Sample prompts' })
  readonly #go = h('button', { class: 'go', type: 'button' }, 'Generate')
  readonly #prompt = h('textarea', { class: 'field', rows: 3, 'aria-label': 'Prompt', spellcheck: 'false' })
  readonly #note = h('p', { class: 'note' })
  readonly #status = h('div', { class: 'generate-status num', role: 'status' })
  readonly #bar = h('i')
  readonly #meter: HTMLElement
  readonly #written: WrittenView
  readonly #passes: PassesView
  readonly #alternatives: AlternativesView
  readonly #controls: ControlsView
  readonly #card = modelCardView()
  readonly #race: ReturnType<typeof raceView>
  #settings: Settings
  #position: number | null = null

  constructor(place: HTMLElement, app: App, catalog: readonly ModelInfo[]) {
    this.#place = place
    this.#catalog = catalog
    this.#settings = readSettings(new URLSearchParams(), catalog)
    const writer = new Writer(() => app.session.lab())
    this.#writer = writer
    this.#meter = h('div', { class: 'meter', 'aria-hidden': 'true', hidden: true }, this.#bar)
    this.#written = writtenView(writer, position => this.#choose(position))
    this.#passes = passesView(writer)
    this.#alternatives = alternativesView(writer, (position, id) => this.#regrow(position, id))
    this.#controls = controlsView(change => this.#change(change))
    this.#race = raceView(
      job => writer.load(this.#settings.model, job),
      () => this.#settings,
    )
    const reading = readingView((signal, report) =>
      writer.load(this.#settings.model, {
        signal,
        onProgress: ({ done, total }) => report(`Fetching the model: ${bytes(done)} of ${bytes(total ?? done)}`),
      }),
    )
    this.#model.append(...catalog.map(({ name, title }) => h('option', { value: name }, title)))
    this.#strategy.append(...Object.entries(STRATEGIES).map(([value, { title }]) => h('option', { value }, title)))
    this.#samples.append(
      h('option', { value: '' }, 'Samples'),
      ...PROMPTS.map(({ title }, index) => h('option', { value: index }, title)),
    )
    this.#listen()
    place.classList.add('generate-room', 'cols')
    put(
      place,
      h(
        'div',
        { class: 'stack' },
        h(
          'section',
          { class: 'panel first', 'aria-label': 'Prompt and text' },
          h(
            'div',
            { class: 'head' },
            h('span', { class: 'has-choice' }, this.#model),
            h('span', { class: 'has-choice' }, this.#strategy),
            h('div', { class: 'grow' }),
            h('span', { class: 'has-choice' }, this.#samples),
            this.#go,
          ),
          this.#prompt,
          this.#note,
          this.#meter,
          this.#status,
          this.#written.element,
          h('div', { class: 'foot' }, h('span', null, 'Shade: the probability that the model gave'), rarityKey()),
        ),
        this.#passes.element,
        this.#race.element,
        reading.element,
      ),
      h('aside', { class: 'stack' }, this.#alternatives.element, this.#controls.element, this.#card.element),
    )
    writer.listen(() => this.#draw())
  }

  open({ query }: Route): void {
    const settings = readSettings(query, this.#catalog)
    const other = settings.model !== this.#settings.model
    this.#settings = settings
    if (other) this.#writer.stop()
    this.#prompt.value = settings.prompt
    this.#drawSettings()
    this.#draw()
  }

  hide(): void {
    this.#writer.stop()
    this.#race.stop()
  }

  share(): Promise<ShareView> {
    const { prompt } = this.#settings
    const complete = fitsAddress(this.#settings)
    const link = new URL(addressOf(this.#settings), location.href).href
    const title = `Generate: ${prompt.slice(0, 40)}`
    const lacks = 'The prompt is too long for a link, which opens with another.'
    return Promise.resolve({ title, link, complete, lacks, element: elementOf(this.#settings), picture: null })
  }

  #listen(): void {
    this.#model.addEventListener('change', () => this.#change({ model: this.#model.value }))
    this.#strategy.addEventListener('change', () =>
      this.#change({ strategy: this.#strategy.value as Settings['strategy'] }),
    )
    this.#samples.addEventListener('change', () => {
      const chosen = this.#samples.value === '' ? undefined : PROMPTS[Number(this.#samples.value)]
      this.#samples.value = ''
      if (chosen === undefined) return
      this.#prompt.value = chosen.text
      this.#change({ prompt: chosen.text })
      this.#write()
    })
    this.#prompt.addEventListener('input', () => this.#change({ prompt: this.#prompt.value }))
    this.#prompt.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      this.#write()
    })
    this.#go.addEventListener('click', () => {
      if (this.#writer.phase.kind === 'working') this.#writer.stop()
      else this.#write()
    })
    this.#place.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.#writer.phase.kind === 'working') this.#writer.stop()
    })
  }

  #change(change: Partial<Settings>): void {
    const wanted = { ...this.#settings, ...change }
    // A model without a smaller one has nobody who guesses for it.
    const draft = this.#catalog.find(({ name }) => name === wanted.model)?.draft ?? null
    const alone = wanted.strategy === 'speculative' && draft === null
    this.#settings = alone ? { ...wanted, strategy: 'plain' } : wanted
    if (!this.#place.hidden) history.replaceState(null, '', addressOf(this.#settings))
    this.#drawSettings()
  }

  #write(): void {
    this.#position = null
    void this.#writer.write(this.#settings)
  }

  #regrow(position: number, id: number): void {
    this.#position = position
    void this.#writer.regrow(position, id)
  }

  #choose(position: number): void {
    if (this.#position === position) return
    this.#position = position
    this.#written.mark(position)
    this.#alternatives.draw(position)
  }

  #drawSettings(): void {
    const { model, strategy } = this.#settings
    const info = this.#catalog.find(({ name }) => name === model)
    this.#model.value = model
    for (const option of this.#strategy.options) {
      option.disabled = option.value === 'speculative' && info?.draft === null
    }
    this.#strategy.value = strategy
    this.#note.textContent = STRATEGIES[strategy].note
    this.#controls.draw(this.#settings)
    this.#card.element.hidden = info === undefined
    if (info) this.#card.draw(info)
    attributes(this.#go, { disabled: info === undefined })
  }

  #draw(): void {
    const { phase, tokens } = this.#writer
    this.#go.textContent = phase.kind === 'working' ? 'Stop' : 'Generate'
    this.#place.dataset.state = phase.kind
    this.#written.draw()
    this.#passes.draw()
    if (this.#position !== null && !tokens.some(({ position }) => position === this.#position)) this.#position = null
    this.#written.mark(this.#position)
    // A card under the pointer is not drawn anew at every pass.
    if (phase.kind !== 'working' || this.#position === null || tokens.at(-1)?.position === this.#position) {
      this.#alternatives.draw(this.#position)
    }
    this.#drawStatus()
  }

  #drawStatus(): void {
    const { phase } = this.#writer
    this.#meter.hidden = phase.kind !== 'working'
    if (phase.kind === 'working') {
      const { name, done, total } = phase
      this.#bar.style.setProperty('width', total ? `${(100 * done) / total}%` : '0')
      put(this.#status, working(name, done, total))
    } else if (phase.kind === 'failed') {
      const { error } = phase
      put(
        this.#status,
        h('p', null, h('b', null, `${titleOf(error)}.`), ` ${reasonOf(error)} ${remedyOf(error)}`),
        h('button', { class: 'button', type: 'button', onclick: () => void this.#writer.retry() }, 'Try again'),
      )
    } else if (phase.kind === 'empty') {
      const info = this.#catalog.find(({ name }) => name === this.#settings.model)
      const size = info ? `, fetches ${bytes(info.bytes)} the first time` : ''
      put(
        this.#status,
        info ? `Write a prompt or take a sample. Everything runs on this machine${size}.` : 'This site ships no model.',
      )
    } else {
      const words = this.#summary(phase.stopped)
      put(this.#status, words)
      say(words)
    }
  }

  #summary(stopped: boolean): string {
    const { steps, tokens, first } = this.#writer
    const ended = steps.at(-1)?.ended ?? null
    const why = stopped ? 'stopped' : (ended && ENDED[ended]) || 'ended'
    const wait = first === null ? '' : `; the first after ${fixed(first / 1000, 2)} s`
    const on = steps.at(-1)?.backend === 'webgpu' ? ' on WebGPU' : ''
    return `${count(tokens.length)} tokens${on}, ${why}${wait}.`
  }
}

const ENDED = {
  tokens: 'as many as asked for',
  document: 'the model ended the text',
  context: 'the context is full',
} as const

function working(name: string, done: number, total: number | null): string {
  switch (name) {
    case 'fetch':
      return `Fetching the model: ${bytes(done)} of ${bytes(total ?? done)}`
    case 'check':
      return `Trying the graphics adapter: ${count(done)} of ${count(total ?? done)} kernels`
    case 'read':
      return `Reading the prompt: ${count(done)} of ${count(total ?? done)} tokens`
    case 'write':
      return `${count(done)} of ${count(total ?? done)} tokens`
    default:
      return 'Loading the engine'
  }
}
