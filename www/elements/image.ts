// `<token-image tokenizer="dct-8" options="step=40"><img src="cat.jpg" alt="a cat"></token-image>`: the picture and what comes back of its ids,
// with a border that moves. The picture is the `img` between the tags, as this browser reads it: no request is made, so a picture of a third
// origin needs `crossorigin`.

import type { ImageTokenizer, ImageTokens, Measures, Rate } from '../api/index.ts'
import { roomAddress } from './address.ts'
import { TokenElement } from './base.ts'
import type { Lease } from './engine.ts'
import { make, number, part } from './make.ts'

/** What `tokenarium-ready` tells. */
export interface ImageReady {
  readonly tokenizer: string
  readonly ids: Uint32Array
  readonly rate: Rate
  readonly measures: Measures
}

/** What `tokenarium-change` tells: the visitor moved the border, to this share of the picture. */
export interface ImageChange {
  readonly kind: 'split'
  readonly split: number
}

/** The element. */
export class TokenImage extends TokenElement {
  static readonly observedAttributes = [...TokenElement.sharedAttributes, 'tokenizer', 'options', 'split']

  readonly #slot = document.createElement('slot')
  readonly #back = part('canvas', 'decoded')
  readonly #border = part('input', 'slider')
  readonly #facts = part('span', 'facts')
  #tokens: ImageTokens | null = null

  constructor() {
    super()
    this.#border.type = 'range'
    this.#border.setAttribute('aria-label', 'Border between the picture and what came back')
    this.#border.addEventListener('input', () => {
      this.split = Number(this.#border.value)
      this.emit('change', { kind: 'split', split: this.split } satisfies ImageChange)
    })
    this.#back.hidden = true
    this.#back.setAttribute('role', 'img')
    this.#slot.addEventListener('slotchange', () => {
      const picture = this.#picture()
      if (picture && !picture.complete) picture.addEventListener('load', () => this.changed(), { once: true })
      this.changed()
    })
    this.build(
      'Open this tokenizer in Tokenarium',
      make('div', 'stage pair', this.#slot, this.#back),
      part('div', 'bar', this.#border, this.#facts, this.link),
    )
  }

  /** Name of an image tokenizer. */
  get tokenizer(): string {
    return this.getAttribute('tokenizer') ?? 'dct-8'
  }

  set tokenizer(name: string) {
    this.setAttribute('tokenizer', name)
  }

  /** Its options as in an address: `step=40`. */
  get options(): string {
    return this.getAttribute('options') ?? ''
  }

  set options(options: string) {
    this.setAttribute('options', options)
  }

  /** Where the border stands: percent of the picture from the left. */
  get split(): number {
    const value = Number.parseFloat(this.getAttribute('split') ?? '')
    return value >= 0 && value <= 100 ? value : 50
  }

  set split(share: number) {
    this.setAttribute('split', String(share))
  }

  /** The ids that are shown; null before they are. */
  get tokens(): ImageTokens | null {
    return this.#tokens
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name === 'split') this.#place()
    else super.attributeChangedCallback(name, before, after)
  }

  protected override outline(): void {
    this.frame.dataset.controls = this.controls
    this.#place()
    const href = roomAddress('image', { t: this.tokenizer, ...Object.fromEntries(new URLSearchParams(this.options)) })
    this.leadTo(href)
  }

  protected override async work(_text: string, lease: Lease, signal: AbortSignal): Promise<ImageReady> {
    const picture = this.#picture()
    if (picture === null) throw new Error('There is no img between the tags of token-image.')
    await picture.decode()
    const bitmap = await createImageBitmap(picture, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
    signal.throwIfAborted()
    const options = Object.fromEntries(
      [...new URLSearchParams(this.options)].map(([name, value]) => [name, Number(value)]),
    )
    const job = { signal, onProgress: (progress: unknown) => this.emit('progress', progress) }
    const lab = await lease.engine()
    const original = await lab.pixels(bitmap, job).catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error
      throw new Error('The picture is of another origin: add crossorigin to its img, and let its server allow it.')
    })
    const tokenizer = await lab.image(this.tokenizer, { options, signal })
    try {
      return await this.#show(tokenizer, original, lab, job)
    } finally {
      void tokenizer.free().catch(() => {})
    }
  }

  protected override failed(error: Error): void {
    this.blame(this.#facts, error)
  }

  async #show(
    tokenizer: ImageTokenizer,
    original: ImageData,
    lab: Awaited<ReturnType<Lease['engine']>>,
    job: { readonly signal: AbortSignal },
  ): Promise<ImageReady> {
    const tokens = await tokenizer.encode(original, job)
    const back = await tokenizer.decode(tokens, job)
    const [rate, measures] = await Promise.all([tokenizer.rate(tokens, job), lab.measure(original, back, job)])
    job.signal.throwIfAborted()
    this.#tokens = tokens
    this.#back.width = back.width
    this.#back.height = back.height
    this.#back.getContext('2d')?.putImageData(back, 0, 0)
    this.#back.hidden = false
    const bits = (rate.adaptive + rate.sideInformation) / (back.width * back.height)
    const words = `${number(tokens.ids.length)} ids · ${bits.toFixed(2)} bits a pixel · ${measures.psnr.toFixed(1)} dB`
    this.#back.setAttribute('aria-label', `What came back of it: ${words}`)
    this.#facts.replaceChildren(make('b', '', this.tokenizer), ` · ${words}`)
    return { tokenizer: this.tokenizer, ids: tokens.ids, rate, measures }
  }

  #picture(): HTMLImageElement | null {
    return this.querySelector('img')
  }

  #place(): void {
    this.#border.value = String(this.split)
    this.#back.style.setProperty('clip-path', `inset(0 0 0 ${this.split}%)`)
  }
}
