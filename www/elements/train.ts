// `<token-train merges="40">a text</token-train>`: a tokenizer trained on exactly this text, step by step. The text shows the tokens after each
// merge; the newest one has rings. Every step is the real tokenizer of that step, asked for when it is shown and kept while the element lives.

import { roomAddress } from './address.ts'
import type { Training } from '../api/index.ts'
import { TokenElement } from './base.ts'
import { TokenStrip, visible } from './drawing/index.ts'
import type { Lease } from './engine.ts'
import { button, make, number, part } from './make.ts'
import { type ShownTokens, tokensOf } from './tokens-of.ts'

/** Milliseconds for one merge while playing. */
const BEAT_MS = 600
const BYTES = 256

/** What `tokenarium-ready` tells. */
export interface TrainReady {
  readonly steps: number
  readonly tokens: number
}

/** What `tokenarium-change` tells: something that the visitor did. */
export type TrainChange =
  { readonly kind: 'step'; readonly step: number } | { readonly kind: 'play'; readonly playing: boolean }

/** A step of training as it is drawn. */
interface Step {
  readonly tokens: ShownTokens
  /** The newest token and the two that it joins; null before the first merge. */
  readonly made: { readonly id: number; readonly bytes: Uint8Array; readonly parts: readonly Uint8Array[] } | null
}

/** The element. */
export class TokenTrain extends TokenElement {
  static readonly observedAttributes = [...TokenElement.sharedAttributes, 'merges', 'step']

  readonly #strip: TokenStrip
  readonly #play: HTMLButtonElement
  readonly #back: HTMLButtonElement
  readonly #next: HTMLButtonElement
  readonly #slider = part('input', 'slider')
  readonly #place = part('output', 'place')
  readonly #caption = part('div', 'caption')
  #steps = new Map<number, Promise<Step>>()
  #training: Training | null = null
  #last = 0
  #shown = 0
  #wanted = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    const stage = make('div', 'stage')
    this.#strip = new TokenStrip(stage)
    this.#back = button('◀', () => this.#go(this.#wanted - 1))
    this.#back.setAttribute('aria-label', 'Merge before')
    this.#play = button('Play', () => this.#toggle(), 'go')
    this.#next = button('▶', () => this.#go(this.#wanted + 1))
    this.#next.setAttribute('aria-label', 'Next merge')
    this.#slider.type = 'range'
    this.#slider.min = '0'
    this.#slider.setAttribute('aria-label', 'Merges')
    this.#slider.addEventListener('input', () => this.#go(Number(this.#slider.value)))
    const player = part('div', 'player bar', this.#back, this.#play, this.#next, this.#slider, this.#place)
    this.#caption.setAttribute('aria-live', 'polite')
    this.build('Open this training in Tokenarium', stage, player, part('div', 'foot bar', this.#caption, this.link))
    this.#caption.classList.add('facts')
  }

  /** Merges to make; fewer when no pair occurs twice. */
  get merges(): number {
    const value = Number.parseInt(this.getAttribute('merges') ?? '', 10)
    return value > 0 ? Math.min(value, 2000) : 40
  }

  set merges(count: number) {
    this.setAttribute('merges', String(count))
  }

  /** The step that is shown; without the attribute, none before the visitor moves. */
  get step(): number {
    const value = Number.parseInt(this.getAttribute('step') ?? '', 10)
    return value >= 0 ? value : 0
  }

  set step(step: number) {
    this.setAttribute('step', String(step))
  }

  /** Whether it plays. */
  get playing(): boolean {
    return this.#timer !== undefined
  }

  /** Plays from here, from the beginning when at the end. */
  play(): void {
    if (this.playing || this.state !== 'ready') return
    this.#play.textContent = 'Pause'
    // A merge every beat would be heard as one long sentence.
    this.#caption.setAttribute('aria-live', 'off')
    if (this.#wanted >= this.#last) this.#wanted = -1
    this.#beat()
  }

  pause(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#play.textContent = 'Play'
    this.#caption.setAttribute('aria-live', 'polite')
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (name !== 'step') super.attributeChangedCallback(name, before, after)
    else if (this.#training !== null && this.step !== this.#wanted) void this.#want(this.step)
  }

  protected override outline(text: string): void {
    this.frame.dataset.controls = this.controls
    this.pause()
    this.#free()
    this.#strip.showText(text)
    this.#last = this.merges
    this.#wanted = Math.min(this.step, this.#last)
    this.#slider.max = String(this.#last)
    this.#caption.replaceChildren('\u00a0')
    this.#moved(false)
  }

  protected override async work(text: string, lease: Lease, signal: AbortSignal): Promise<TrainReady> {
    const training = await lease.train(
      text,
      { model: 'bpe', alphabet: 'bytes', vocabularySize: BYTES + this.merges, minFrequency: 2, pretokenizer: 'gpt2' },
      { signal, onProgress: progress => this.emit('progress', progress) },
    )
    if (signal.aborted) {
      void training.free().catch(() => {})
      signal.throwIfAborted()
    }
    this.#training = training
    this.#last = Math.min(this.merges, training.steps)
    this.#slider.max = String(this.#last)
    await this.#want(Math.min(this.step, this.#last))
    signal.throwIfAborted()
    this.#moved(true)
    const { tokens } = await this.#at(this.#shown)
    return { steps: this.#last, tokens: tokens.ids.length }
  }

  protected override failed(error: Error): void {
    this.blame(this.#caption, error)
  }

  protected override left(): void {
    this.pause()
    this.#free()
    this.#strip.showText(this.text)
  }

  #free(): void {
    const steps = [...this.#steps.values()]
    this.#steps = new Map()
    const training = this.#training
    this.#training = null
    void Promise.allSettled(steps).then(() => training?.free().catch(() => {}))
  }

  /** The tokens after `step` merges. */
  #at(step: number): Promise<Step> {
    const known = this.#steps.get(step)
    if (known !== undefined) return known
    const training = this.#training
    if (training === null) return Promise.reject(new Error('nothing is trained yet'))
    const made = this.#load(training, step, this.text)
    this.#steps.set(step, made)
    return made
  }

  async #load(training: Training, step: number, text: string): Promise<Step> {
    const tokenizer = await training.tokenizer(step)
    try {
      const tokens = await tokensOf(tokenizer, text)
      if (step === 0) return { tokens, made: null }
      const id = tokenizer.info.vocabularySize - 1
      const { bytes } = await tokenizer.bytes(Uint32Array.of(id))
      return { tokens, made: { id, bytes, parts: await this.#parts(training, step, bytes) } }
    } finally {
      await tokenizer.free()
    }
  }

  /** What a new token was before its merge: the tokens that the step before makes of it. */
  async #parts(training: Training, step: number, bytes: Uint8Array): Promise<Uint8Array[]> {
    const before = await training.tokenizer(step - 1)
    try {
      const { ids } = await before.encode(bytes)
      const all = await before.bytes(ids)
      return Array.from(ids, (_, i) => all.bytes.subarray(i === 0 ? 0 : (all.ends[i - 1] ?? 0), all.ends[i] ?? 0))
    } finally {
      await before.free()
    }
  }

  /** The visitor's step: shown as soon as it is there, told to the page. */
  #go(step: number): void {
    this.pause()
    void this.#want(step)
    this.emit('change', { kind: 'step', step: this.#wanted } satisfies TrainChange)
  }

  async #want(step: number): Promise<void> {
    this.#wanted = Math.max(0, Math.min(this.#last, step))
    const wanted = this.#wanted
    this.#slider.value = String(wanted)
    this.#moved(this.#training !== null)
    const shown = await this.#at(wanted)
    if (wanted !== this.#wanted || this.#training === null) return
    this.#shown = wanted
    this.#draw(shown)
    if (wanted < this.#last) void this.#at(wanted + 1).catch(() => {})
  }

  #draw({ tokens, made }: Step): void {
    this.#strip.show(tokens, { ringed: index => made !== null && tokens.ids[index] === made.id })
    const count = `${number(tokens.ids.length)} tokens`
    if (made === null) {
      this.#caption.replaceChildren(`Bytes only, nothing is merged yet: ${count}.`)
      return
    }
    const join: (Node | string)[] = made.parts.flatMap((bytes, i) => [
      i === 0 ? ' ' : ' + ',
      make('code', '', visible(bytes)),
    ])
    this.#caption.replaceChildren(
      `Merge ${this.#shown}:`,
      ...join,
      ' → ',
      make('code', '', visible(made.bytes)),
      `, id ${made.id}. ${count}.`,
    )
  }

  #moved(able: boolean): void {
    this.#place.textContent = `${this.#wanted} of ${this.#last}`
    this.#slider.value = String(this.#wanted)
    this.#slider.disabled = !able
    this.#play.disabled = !able
    this.#back.disabled = !able || this.#wanted === 0
    this.#next.disabled = !able || this.#wanted === this.#last
    const href = roomAddress(
      'text/train',
      {
        kind: 'bpe',
        size: String(this.merges),
        step: String(this.#wanted),
      },
      this.text,
    )
    this.leadTo(href)
  }

  #toggle(): void {
    if (this.playing) this.pause()
    else this.play()
    this.emit('change', { kind: 'play', playing: this.playing } satisfies TrainChange)
  }

  #beat(): void {
    this.#timer = setTimeout(() => {
      void this.#want(this.#wanted + 1).then(
        () => {
          if (!this.playing) return
          if (this.#wanted >= this.#last) this.pause()
          else this.#beat()
        },
        () => this.pause(),
      )
    }, BEAT_MS)
  }
}
