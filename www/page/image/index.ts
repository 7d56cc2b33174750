// Room Image: a picture as tokens, what they cost, what comes back. Loaded when it is opened.

import type { ImageInfo } from '../../api/index.ts'
import type { Route } from '../address/settings.ts'
import { say } from '../announce.ts'
import type { App } from '../app.ts'
import { save } from '../clipboard.ts'
import { attributes, h, put } from '../dom.ts'
import { sheet } from '../../elements/drawing/index.ts'
import { remedyOf, titleOf, reasonOf } from '../failure.ts'
import { fixed } from '../format.ts'
import type { Room } from '../rooms/room.ts'
import type { ShareView } from '../share/view.ts'
import { against } from './against.ts'
import { Bench } from './bench.ts'
import { cellCard } from './card.ts'
import { curvesView } from './curves.ts'
import { figuresView } from './figures.ts'
import css from './image.css' with { type: 'text' }
import { prefixView } from './prefix.ts'
import { drawSample, SAMPLES, type SampleName } from './samples.ts'
import { addressOf, readSettings, type Settings } from './settings.ts'
import { Stage } from './stage.ts'

let own: CSSStyleSheet | undefined

/** Draws the room into `place`. */
export async function mountImage(place: HTMLElement, app: App, route: Route): Promise<Room> {
  if (!own) document.adoptedStyleSheets.push((own = sheet(css)))
  const room = new ImageRoom(place, app, (await app.session.lab()).imageCatalog())
  room.open(route)
  return room
}

class ImageRoom implements Room {
  readonly #catalog: readonly ImageInfo[]
  readonly #bench: Bench
  readonly #stage: Stage
  readonly #tokenizer = h('select', { class: 'choice', 'aria-label': 'Image tokenizer', id: 'image-tokenizer' })
  readonly #options = h('div', { class: 'image-options' })
  readonly #note = h('p', { class: 'note' })
  readonly #status = h('div', { class: 'image-status', role: 'status' })
  readonly #save = h('button', { class: 'button', type: 'button', disabled: true }, 'Save PNG')
  #settings: Settings | null = null
  /** Name of the visitor's own picture, where there is one. */
  #ownPicture: string | null = null
  #cell: number | null = null

  constructor(place: HTMLElement, app: App, catalog: readonly ImageInfo[]) {
    this.#catalog = catalog
    const lab = () => app.session.lab()
    const bench = new Bench(lab)
    this.#bench = bench
    const card = cellCard(bench)
    const prefix = prefixView(bench)
    const figures = figuresView(lab)
    this.#stage = new Stage(cell => {
      this.#cell = cell
      this.#stage.mark(cell)
      card.draw(cell)
    })
    const left = against(bench, this.#stage, lab, error => say(`${titleOf(error)} ${reasonOf(error)}`))
    const curves = curvesView(
      bench,
      catalog,
      lab,
      point => {
        const { origin } = point
        if (origin.kind === 'tokenizer' && origin.name === this.#settings?.tokenizer) {
          this.#change({ options: { ...this.#settings.options, ...origin.options } })
          this.#drawControls()
        } else left.show(point)
      },
      points => left.update(points),
    )
    this.#tokenizer.append(...catalog.map(({ name, title }) => h('option', { value: name }, title)))
    this.#tokenizer.addEventListener('change', () => this.#change({ tokenizer: this.#tokenizer.value, options: {} }))
    this.#save.addEventListener('click', () => void this.#savePicture())

    const file = h('input', { type: 'file', accept: 'image/*', hidden: true, 'aria-label': 'Picture file' })
    file.addEventListener('change', () => {
      const [picked] = file.files ?? []
      if (picked) this.#openFile(picked)
      file.value = ''
    })
    const samples = h('select', { class: 'choice', 'aria-label': 'Sample', id: 'image-sample' })
    samples.append(
      h('option', { value: '' }, 'Samples'),
      ...SAMPLES.map(({ name, title }) => h('option', { value: name }, title)),
    )
    samples.addEventListener('change', () => {
      const chosen = SAMPLES.find(({ name }) => name === samples.value)
      samples.value = ''
      if (chosen) this.#openSample(chosen.name)
    })
    const toggle = (label: string, on: boolean, change: (on: boolean) => void): HTMLElement => {
      const box = h('input', { type: 'checkbox', checked: on })
      box.addEventListener('change', () => change(box.checked))
      return h('label', { class: 'line' }, box, label)
    }
    place.classList.add('image-room')
    put(
      place,
      h(
        'div',
        { class: 'stack' },
        h(
          'section',
          { class: 'panel first', 'aria-label': 'Picture' },
          h(
            'div',
            { class: 'head' },
            h('span', { class: 'has-choice' }, this.#tokenizer),
            h('span', { class: 'versus' }, 'against'),
            h('span', { class: 'has-choice' }, left.element),
            h('div', { class: 'grow' }),
            h('span', { class: 'has-choice' }, samples),
            h('button', { class: 'button', type: 'button', onclick: () => file.click() }, 'Open picture…'),
            file,
          ),
          this.#options,
          this.#note,
          prefix.element,
          this.#stage.element,
          this.#status,
          h(
            'div',
            { class: 'foot' },
            toggle('pixels as squares', true, on => (this.#stage.pixelated = on)),
            toggle('difference', false, on => (this.#stage.difference = on)),
            this.#save,
            h('span', { class: 'grow' }),
            h('span', null, 'stays on this machine'),
          ),
        ),
        figures.element,
      ),
      h('aside', { class: 'stack' }, curves.element, card.element),
    )
    card.draw(null)
    bench.listen(() => {
      const { phase, result, original } = bench
      this.#drawStatus()
      figures.stale(phase.kind !== 'ready')
      curves.update()
      if (phase.kind === 'working' && original && result?.original !== original) this.#stage.showOriginal(original)
      if (phase.kind !== 'ready' || !result) return
      attributes(this.#save, { disabled: false })
      this.#stage.show(result)
      this.#stage.rightLabel = `${result.tokenizer.info.title}: ${fixed(result.measures.psnr, 1)} dB`
      prefix.draw(result)
      if (this.#cell !== null && this.#cell >= result.cells.count) this.#cell = null
      this.#stage.mark(this.#cell)
      card.draw(this.#cell)
      figures.draw(result)
      say(`${result.tokens.ids.length} ids, ${fixed(result.measures.psnr, 1)} dB`)
    })
    this.#listenForFiles(place)
  }

  open({ query }: Route): void {
    const before = this.#settings
    const settings = readSettings(query, this.#catalog)
    this.#settings = settings
    this.#drawControls()
    void this.#bench.choose(settings.tokenizer, settings.options).then(() => {
      if (before === null || (this.#ownPicture === null && before.sample !== settings.sample)) {
        this.#openSample(settings.sample)
      }
    })
  }

  share(): Promise<ShareView> {
    const title = this.#bench.result?.tokenizer.info.title ?? 'Image'
    const link = new URL(this.#settings ? addressOf(this.#settings) : '#image', location.href).href
    return Promise.resolve({ title, link, complete: this.#ownPicture === null, element: null, picture: null })
  }

  #change(change: Partial<Settings>): void {
    if (!this.#settings) return
    const wanted = { ...this.#settings, ...change }
    const query = new URLSearchParams(addressOf(wanted).split('?')[1])
    this.#settings = readSettings(query, this.#catalog)
    history.replaceState(null, '', addressOf(this.#settings))
    if (change.tokenizer !== undefined) this.#drawControls()
    if (change.tokenizer !== undefined || change.options !== undefined) {
      void this.#bench.choose(this.#settings.tokenizer, this.#settings.options)
    }
  }

  #drawControls(): void {
    const settings = this.#settings
    const info = this.#catalog.find(({ name }) => name === settings?.tokenizer)
    if (!settings || !info) return
    this.#tokenizer.value = info.name
    this.#note.textContent = `${info.note} ${info.source}.`
    put(
      this.#options,
      ...info.options.map(option => {
        const value = settings.options[option.name] ?? option.default
        const shown = h('output', null, String(value))
        const range = h('input', {
          type: 'range',
          min: option.least,
          max: option.most,
          step: 1,
          value,
          'aria-label': `${option.title}, ${option.unit}`,
        })
        range.addEventListener('input', () => {
          shown.textContent = range.value
          this.#change({ options: { ...this.#settings?.options, [option.name]: Number(range.value) } })
        })
        return h('label', null, h('span', null, option.title), range, shown, h('span', null, option.unit))
      }),
    )
  }

  #openSample(name: SampleName): void {
    this.#ownPicture = null
    this.#change({ sample: name })
    void this.#bench.open(() => drawSample(name))
  }

  #openFile(file: File): void {
    void this.#bench
      .open((lab, signal) => lab.pixels(file, { signal }))
      .then(opened => {
        if (opened) this.#ownPicture = file.name
      })
  }

  #listenForFiles(place: HTMLElement): void {
    place.addEventListener('dragover', event => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      event.stopPropagation()
      place.classList.add('drop')
    })
    place.addEventListener('dragleave', () => place.classList.remove('drop'))
    place.addEventListener('drop', event => {
      place.classList.remove('drop')
      const [file] = event.dataTransfer?.files ?? []
      if (!file) return
      event.preventDefault()
      event.stopPropagation()
      this.#openFile(file)
    })
    document.addEventListener('paste', event => {
      const [file] = event.clipboardData?.files ?? []
      if (place.hidden || !file) return
      event.preventDefault()
      this.#openFile(file)
    })
  }

  #drawStatus(): void {
    const { phase } = this.#bench
    if (phase.kind === 'ready') {
      const { original } = this.#bench
      put(this.#status, original && `${original.width} × ${original.height} pixels`)
    } else if (phase.kind === 'working') {
      const share = phase.total ? ` ${Math.round((100 * phase.done) / phase.total)} %` : ''
      put(
        this.#status,
        h('span', null, `${WORDS[phase.name] ?? phase.name}${share}`),
        h('button', { class: 'quiet', type: 'button', onclick: () => this.#bench.cancel() }, 'Cancel'),
      )
    } else {
      const { error } = phase
      put(
        this.#status,
        h('p', null, h('b', null, titleOf(error)), ` ${reasonOf(error)} ${remedyOf(error)}`),
        h('button', { class: 'button', type: 'button', onclick: () => this.#bench.retry() }, 'Try again'),
      )
    }
  }

  async #savePicture(): Promise<void> {
    const { result } = this.#bench
    if (!result) return
    const canvas = new OffscreenCanvas(result.back.width, result.back.height)
    canvas.getContext('2d')?.putImageData(result.back, 0, 0)
    const name = (this.#ownPicture ?? this.#settings?.sample ?? 'picture').replace(/\.[^.]*$/, '')
    save(`${name}-${result.tokens.tokenizer}.png`, await canvas.convertToBlob({ type: 'image/png' }))
  }
}

/** What the engine is doing, by the name of its phase. */
const WORDS: Readonly<Record<string, string>> = {
  load: 'Loading the engine',
  read: 'Reading the picture',
  encode: 'Encoding',
  decode: 'Decoding',
  code: 'Counting bits',
  measure: 'Measuring',
}
