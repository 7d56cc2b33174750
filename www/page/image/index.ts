// Room Image: a picture as tokens, what they cost, what comes back. Loaded when it is opened.

import type { ImageInfo, Tokenarium } from '../../api/index.ts'
import type { Route } from '../address/settings.ts'
import { say } from '../announce.ts'
import type { App } from '../app.ts'
import { save } from '../clipboard.ts'
import { attributes, h, put } from '../dom.ts'
import { sheet } from '../../elements/drawing/index.ts'
import { isAbort } from '../failure.ts'
import type { Given } from '../files/given.ts'
import { fixed } from '../format.ts'
import type { Room } from '../rooms/room.ts'
import type { ShareView } from '../share/view.ts'
import { takesText } from '../undo.ts'
import { against } from './against.ts'
import { Bench } from './bench.ts'
import { cellCard } from './card.ts'
import { codesView } from './codes.ts'
import { curvesView } from './curves.ts'
import { figuresView } from './figures.ts'
import { groundField, hasAlpha, over } from './ground.ts'
import css from './image.css' with { type: 'text' }
import { languageView } from './language/view.ts'
import { type LiveView, liveView } from './live.ts'
import { manyView, type ManyView } from './many/view.ts'
import { openPicture } from './picture-file.ts'
import { prefixView } from './prefix.ts'
import { fetchPicture } from './remote.ts'
import { openSample, type SampleName } from './samples.ts'
import { addressOf, readSettings, type Settings } from './settings.ts'
import { sourcesView } from './sources.ts'
import { Stage } from './stage.ts'
import { fileOfLink, holdsTokens, linkOf, readTokens, tokenButtons } from './tokens-file.ts'
import { told } from './told.ts'

let own: CSSStyleSheet | undefined

/** Draws the room into `place`. */
export async function mountImage(place: HTMLElement, app: App, route: Route): Promise<Room> {
  if (!own) document.adoptedStyleSheets.push((own = sheet(css)))
  const room = new ImageRoom(place, app, (await app.session.lab()).imageCatalog())
  room.open(route)
  return room
}

class ImageRoom implements Room {
  readonly #place: HTMLElement
  readonly #catalog: readonly ImageInfo[]
  readonly #lab: () => Promise<Tokenarium>
  readonly #bench: Bench
  readonly #stage: Stage
  readonly #tokenizer = h('select', { class: 'choice', 'aria-label': 'Image tokenizer', id: 'image-tokenizer' })
  readonly #options = h('div', { class: 'image-options' })
  readonly #note = h('p', { class: 'note' })
  readonly #status = h('div', { class: 'image-status', role: 'status' })
  readonly #save = h('button', { class: 'button', type: 'button', disabled: true }, 'Save PNG')
  readonly #many: ManyView
  readonly #live: LiveView
  readonly #ground: HTMLElement
  #settings: Settings | null = null
  /** Name of the visitor's own picture, where there is one. */
  #ownPicture: string | null = null
  /** What there is to say of how its file was read. */
  #read = ''
  #cell: number | null = null
  #under = '#ffffff'
  /** The picture before it was laid over the ground, where it is not opaque. */
  #clear: ImageData | null = null

  constructor(place: HTMLElement, app: App, catalog: readonly ImageInfo[]) {
    this.#place = place
    this.#catalog = catalog
    const lab = () => app.session.lab()
    this.#lab = lab
    const bench = new Bench(lab)
    this.#bench = bench
    const veil = (cells: readonly number[] | null): void => this.#stage.veil(cells)
    const language = languageView(bench, app)
    const codes = codesView(bench, veil, depth => language.draw(depth))
    const card = cellCard(bench, veil, depth => codes.draw(depth))
    const prefix = prefixView(bench)
    const figures = figuresView(lab)
    this.#many = manyView(lab, () => {
      const settings = this.#settings
      const info = catalog.find(({ name }) => name === settings?.tokenizer)
      return settings && info ? { info, options: settings.options } : null
    })
    this.#stage = new Stage(cell => {
      this.#cell = cell
      this.#stage.mark(cell)
      card.draw(cell)
    })
    const left = against(bench, this.#stage, lab, error => this.#complain(error))
    const curves = curvesView(
      bench,
      catalog,
      lab,
      point => {
        const { origin } = point
        if (origin.kind === 'tokenizer' && origin.share === 1 && origin.name === this.#settings?.tokenizer) {
          this.#change({ options: { ...this.#settings.options, ...origin.options } })
          this.#drawControls()
        } else left.show(point)
      },
      points => left.update(points),
    )
    this.#tokenizer.append(...catalog.map(({ name, title }) => h('option', { value: name }, title)))
    this.#tokenizer.addEventListener('change', () => this.#change({ tokenizer: this.#tokenizer.value, options: {} }))
    this.#save.addEventListener('click', () => void this.#savePicture())

    this.#live = liveView(
      bench,
      error => this.#complain(error),
      () => this.#opened('camera.png', ''),
    )
    this.#ground = groundField(colour => {
      this.#under = colour
      const picture = this.#clear
      if (picture) void bench.open(() => over(picture, colour))
    })
    const sources = sourcesView(place, this.#live, {
      sample: name => this.#openSample(name),
      files: files => this.#openFiles(files),
      address: address => this.#openAddress(address),
    })
    const files = tokenButtons(
      bench,
      lab,
      () => this.#ownPicture ?? this.#settings?.sample ?? 'picture',
      error => this.#complain(error),
    )
    const toggle = (label: string, on: boolean, change: (on: boolean) => void): HTMLElement => {
      const box = h('input', { type: 'checkbox', checked: on })
      box.addEventListener('change', () => change(box.checked))
      return h('label', { class: 'line' }, box, label)
    }
    const borders = toggle('cells', false, on => (this.#stage.outlined = on))
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
            ...sources.controls,
          ),
          ...sources.below,
          this.#stage.element,
          this.#status,
          this.#options,
          prefix.element,
          this.#note,
          h(
            'div',
            { class: 'foot' },
            this.#stage.controls,
            toggle('pixels as squares', true, on => (this.#stage.pixelated = on)),
            borders,
            toggle('difference', false, on => (this.#stage.difference = on)),
            this.#ground,
            this.#save,
            ...files.elements,
          ),
        ),
        figures.element,
        curves.element,
        figures.files,
        codes.element,
        language.element,
        this.#many.element,
      ),
      h('aside', null, card.element),
    )
    card.draw(null)
    bench.listen(() => {
      const { phase, result, original } = bench
      this.#drawStatus()
      figures.stale(phase.kind !== 'ready')
      if (!bench.live) curves.update()
      if (phase.kind === 'working' && original && result?.original !== original) this.#stage.showOriginal(original)
      if (phase.kind !== 'ready' || !result) return
      attributes(this.#save, { disabled: false })
      files.draw()
      this.#stage.show(result)
      borders.hidden = !this.#stage.outlines
      this.#stage.rightLabel = `${result.tokenizer.info.title}: ${fixed(result.measures.psnr, 1)} dB`
      prefix.draw(result)
      if (this.#cell !== null && this.#cell >= result.cells.count) this.#cell = null
      this.#stage.mark(this.#cell)
      card.draw(this.#cell)
      if (bench.live) return
      figures.draw(result)
      codes.draw(null)
      say(`${result.tokens.ids.length} ids, ${fixed(result.measures.psnr, 1)} dB`)
    })
    this.#listenForUndo(place)
  }

  open({ query }: Route): void {
    const before = this.#settings
    const settings = readSettings(query, this.#catalog)
    this.#settings = settings
    this.#drawControls()
    const carried = query.get('k')
    if (carried !== null) {
      void this.#take('link.tokens', fileOfLink(carried)).then(async taken => {
        if (taken || this.#bench.result !== null) return
        // A mangled link opens what the room begins with.
        await this.#bench.choose(settings.tokenizer, settings.options)
        this.#openSample(settings.sample)
      })
      return
    }
    void this.#bench.choose(settings.tokenizer, settings.options).then(() => {
      if (before === null || (this.#ownPicture === null && before.sample !== settings.sample)) {
        this.#openSample(settings.sample)
      }
    })
  }

  hide(): void {
    this.#live.stop()
  }

  async share(): Promise<ShareView> {
    const title = this.#bench.result?.tokenizer.info.title ?? 'Image'
    const settings = this.#settings
    const { result } = this.#bench
    const own = this.#ownPicture !== null || (result?.edited ?? false)
    const carried = own && result ? await linkOf(await this.#lab(), result.tokens) : null
    const address = `${settings ? addressOf(settings) : '#image'}${carried === null ? '' : `&k=${carried}`}`
    const link = new URL(address, location.href).href
    const element: ShareView['element'] = settings && {
      tag: 'token-image',
      attributes: { tokenizer: settings.tokenizer, ...optionsOf(settings) },
      picture: this.#ownPicture ?? 'YOUR-PICTURE.png',
    }
    return { title, link, complete: !own || carried !== null, element, picture: null }
  }

  #change(change: Partial<Settings>): void {
    if (!this.#settings) return
    const wanted = { ...this.#settings, ...change }
    const query = new URLSearchParams(addressOf(wanted).split('?')[1])
    this.#settings = readSettings(query, this.#catalog)
    // A sample that opens when the visitor has gone to another room must not take that room's address.
    if (!this.#place.hidden) history.replaceState(null, '', addressOf(this.#settings))
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
    this.#many.update()
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
    this.#live.stop()
    this.#ownPicture = null
    this.#read = ''
    this.#change({ sample: name })
    void this.#open((lab, signal) => openSample(name, lab, signal))
  }

  /** One picture is looked at; of several the first is, and all are measured. */
  #openFiles(files: readonly Given[]): void {
    const [first] = files
    if (!first) return
    this.#live.stop()
    void this.#openFile(first.file)
    if (files.length > 1) this.#many.take(files)
  }

  async #openFile(file: File): Promise<void> {
    if (await holdsTokens(file)) {
      await this.#take(file.name, file)
      return
    }
    let read = ''
    const opened = await this.#open((lab, signal) => openPicture(lab, file, signal, words => (read = words)))
    if (opened) this.#opened(file.name, read)
  }

  /** Tokens in a file or a link. */
  async #take(name: string, file: File | Uint8Array): Promise<boolean> {
    const taken = await this.#bench.take((lab, signal) => readTokens(lab, file, signal))
    const { result } = this.#bench
    if (!taken || !result || !this.#settings) return false
    const { tokenizer, options } = result.tokens
    this.#settings = { ...this.#settings, tokenizer, options }
    this.#clear = null
    this.#ground.hidden = true
    this.#drawControls()
    this.#opened(name, 'from tokens: the picture that they were made of is not in them')
    return true
  }

  #opened(name: string, read: string): void {
    this.#ownPicture = name
    this.#read = read
    this.#drawStatus()
  }

  #openAddress(address: string): void {
    this.#live.stop()
    let [name, read] = ['', '']
    void this.#open(async (lab, signal) => {
      const file = await fetchPicture(address, signal)
      name = file.name
      return openPicture(lab, file, signal, words => (read = words))
    }).then(opened => {
      if (opened) this.#opened(name, read)
    })
  }

  #open(read: (lab: Tokenarium, signal: AbortSignal) => Promise<ImageData> | ImageData): Promise<boolean> {
    return this.#bench.open(async (lab, signal) => {
      const picture = await read(lab, signal)
      const clear = hasAlpha(picture)
      this.#clear = clear ? picture : null
      this.#ground.hidden = !clear
      return clear ? over(picture, this.#under) : picture
    })
  }

  /** A failure beside the work of the bench. */
  #complain(error: unknown): void {
    if (isAbort(error)) return
    const { title, text } = told(error)
    say(`${title}. ${text}`)
    put(
      this.#status,
      h('p', null, h('b', null, `${title}.`), ` ${text}`),
      h('button', { class: 'quiet', type: 'button', onclick: () => this.#drawStatus() }, 'Close'),
    )
  }

  /** Undo and redo of ids by the keys that everyone knows, before the page's own take back a setting. */
  #listenForUndo(place: HTMLElement): void {
    document.addEventListener(
      'keydown',
      event => {
        if (place.hidden || event.altKey || !(event.ctrlKey || event.metaKey) || takesText(event)) return
        const key = event.key.toLowerCase()
        const redo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)
        if (!redo && key !== 'z') return
        event.preventDefault()
        void (redo ? this.#bench.redo() : this.#bench.undo()).then(done =>
          say(redo ? (done ? 'done again' : 'nothing to do again') : done ? 'undone' : 'nothing to undo'),
        )
      },
      { capture: true },
    )
  }

  #drawStatus(): void {
    const { phase } = this.#bench
    if (phase.kind === 'ready') {
      const { original } = this.#bench
      const read = this.#read === '' ? '' : `; ${this.#read}`
      put(this.#status, original && `${original.width} × ${original.height} pixels${read}; stays on this machine`)
    } else if (phase.kind === 'working') {
      const share = phase.total ? ` ${Math.round((100 * phase.done) / phase.total)} %` : ''
      put(
        this.#status,
        h('span', null, `${WORDS[phase.name] ?? phase.name}${share}`),
        h('button', { class: 'quiet', type: 'button', onclick: () => this.#bench.cancel() }, 'Cancel'),
      )
    } else {
      const { title, text } = told(phase.error)
      put(
        this.#status,
        h('p', null, h('b', null, `${title}.`), ` ${text}`),
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

/** Options as the element has them. */
function optionsOf({ options }: Settings): Record<string, string> {
  const list = Object.entries(options).map(([name, value]): [string, string] => [name, String(value)])
  return list.length > 0 ? { options: new URLSearchParams(list).toString() } : {}
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
