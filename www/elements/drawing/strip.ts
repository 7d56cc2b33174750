// A read-only strip of tokens: the text, the painter over it, and the ways to reach a token (pointer, touch, keyboard, screen reader).
// Only lines near the window are drawn, so the cost of a drawing does not grow with the text; laying out the text itself is the browser's
// work and grows with it. An editor that has its own text uses the painter without this.

import { describe } from './describe.ts'
import { TokenPainter } from './painter.ts'
import { Offsets, touching } from './offsets.ts'
import { placeTokens } from './place.ts'
import { TextBlock } from './text-block.ts'
import { visibleUnits } from './visible.ts'
import { type Walked, Walker } from './walker.ts'
import { type StripData, type View, type Written, write } from './views.ts'

/** What a strip may draw besides its tokens. */
export interface StripMarks {
  readonly ringed?: (index: number) => boolean
  readonly coloured?: (index: number) => boolean
  readonly differs?: (index: number) => boolean
  readonly whiteSpace?: boolean
}

/** One strip in a parent that has adopted `drawingSheets`. */
export class TokenStrip {
  /** The strip's own element, a positioned block. */
  readonly element: HTMLElement
  /** Called when a pointer enters or leaves a token. */
  onhover: (index: number | null) => void = () => {}
  /** Called when the visitor chooses a token, by any means, or none (Escape). */
  onselect: (index: number | null) => void = () => {}

  readonly #block: TextBlock
  readonly #walker: Walker
  readonly #painter: TokenPainter
  readonly #resize: ResizeObserver
  #data: StripData | null = null
  #written: Written | null = null
  #view: View = 'text'
  #marks: StripMarks = {}
  #selected: number | null = null
  #hovered: number | null = null
  #offsets = new Offsets('')
  #drawn: { from: number; to: number; all: boolean } | null = null
  #scheduled = 0
  #connected = true

  constructor(parent: ParentNode, options: { underlay?: boolean; label?: string } = {}) {
    this.element = document.createElement('div')
    this.element.className = 'strip'
    const text = document.createElement('div')
    text.className = 'strip-text'
    text.setAttribute('part', 'text')
    this.#block = new TextBlock(text)
    this.#walker = new Walker(options.label ?? 'Tokens, one by one', this.#walked())
    this.element.append(text, this.#walker.element)
    parent.append(this.element)
    this.#painter = new TokenPainter(this.element, options)
    this.#resize = new ResizeObserver(() => this.redraw())
    this.#resize.observe(this.element)
    this.#listen()
  }

  /** Plain text, without tokens: what stands there before the first result. */
  showText(text: string): void {
    this.#data = null
    this.#written = null
    this.#block.set(text)
    this.#hovered = null
    this.#selected = null
    this.#painter.clear()
    this.#walker.tell()
  }

  /** Tokens in place of the ones before. A selected index that is gone is given up without a call. */
  show(data: StripData, marks: StripMarks = {}): void {
    this.#data = data
    this.#marks = marks
    this.#hovered = null
    if (this.#selected !== null && this.#selected >= data.ids.length) this.#selected = null
    this.#write()
  }

  get view(): View {
    return this.#view
  }

  set view(view: View) {
    if (view === this.#view) return
    this.#view = view
    if (this.#data !== null) this.#write()
  }

  get selected(): number | null {
    return this.#selected
  }

  /** Chooses a token from outside: `onselect` is not called. */
  set selected(index: number | null) {
    const count = this.#data?.ids.length ?? 0
    this.#selected = index !== null && index >= 0 && index < count ? index : null
    this.#walker.tell()
    this.redraw()
  }

  get hovered(): number | null {
    return this.#hovered
  }

  /** Points at a token from outside: `onhover` is not called. */
  set hovered(index: number | null) {
    if (index === this.#hovered) return
    this.#hovered = index
    this.redraw()
  }

  /** Where a token lies in the window, or null when it isn't drawn. */
  boxOf(index: number): DOMRect | null {
    return this.#painter.boxOf(index)
  }

  /** Draws at the next frame. */
  redraw(): void {
    if (this.#scheduled !== 0 || !this.#connected) return
    this.#scheduled = requestAnimationFrame(() => this.#draw())
  }

  /** Removes the element, its observers and its colours. */
  destroy(): void {
    this.#connected = false
    cancelAnimationFrame(this.#scheduled)
    this.#resize.disconnect()
    removeEventListener('scroll', this.#scrolled, { capture: true })
    document.fonts.removeEventListener('loadingdone', this.#loaded)
    this.#painter.destroy()
    this.element.remove()
  }

  #write(): void {
    if (this.#data === null) return
    const written = write(this.#data, this.#view)
    this.#written = written
    this.#block.set(written.text)
    this.#offsets = new Offsets(written.text)
    this.#walker.tell()
    this.redraw()
  }

  #walked(): Walked {
    const strip = this
    return {
      get count() {
        return strip.#data?.ids.length ?? 0
      },
      get selected() {
        return strip.#selected
      },
      choose: index => this.#choose(index),
      moved: () => {
        cancelAnimationFrame(this.#scheduled)
        this.#draw()
        this.#reveal()
      },
      describe: index => (this.#data === null ? '' : describe(this.#data, index)),
    }
  }

  #draw(): void {
    this.#scheduled = 0
    const { text, spans } = this.#written ?? {
      text: '',
      spans: new Uint32Array(),
    }
    if (this.#data === null || !this.element.isConnected) return
    const { from, to, all } = visibleUnits(this.#block)
    this.#drawn = { from, to, all }
    const utf8 = this.#offsets.byteAt(from)
    const [first, last] = touching(spans, utf8, this.#offsets.byteAt(to))
    const visible = all ? text : text.slice(from, to)
    const tokens = placeTokens({
      text: visible,
      spans: spans.subarray(2 * first, 2 * last),
      utf8,
      utf16: from,
      first,
    })
    this.#painter.draw({
      runs: this.#block.runs,
      tokens,
      text: visible,
      textFrom: from,
      selected: this.#selected,
      hovered: this.#hovered,
      ...this.#marks,
      whiteSpace: this.#view === 'text' && this.#marks.whiteSpace !== false,
    })
    this.#place()
  }

  /** Puts the walker where its token is, so that it scrolls and magnifies to the right place. */
  #place(): void {
    if (this.#selected === null) return
    const box = this.#painter.boxOf(this.#selected)
    if (box !== null) this.#walker.place(box)
  }

  #listen(): void {
    const element = this.element
    element.addEventListener('pointermove', event => {
      if (event.pointerType === 'touch') return
      this.#point(this.#tokenAt(event))
    })
    element.addEventListener('pointerleave', () => this.#point(null))
    element.addEventListener('click', event => {
      if (this.#data === null || getSelection()?.isCollapsed === false) return
      this.#choose(this.#tokenAt(event))
    })
    addEventListener('scroll', this.#scrolled, {
      capture: true,
      passive: true,
    })
    document.fonts.addEventListener('loadingdone', this.#loaded)
  }

  /** The token under a pointer that may have come before the next frame draws what is there. */
  #tokenAt({ clientX, clientY }: MouseEvent): number | null {
    if (this.#scheduled !== 0) {
      cancelAnimationFrame(this.#scheduled)
      this.#draw()
    }
    return this.#painter.tokenAt(clientX, clientY)
  }

  readonly #loaded = (): void => this.redraw()

  readonly #scrolled = (): void => {
    if (this.#data !== null && this.#drawn?.all === false) this.redraw()
  }

  #point(index: number | null): void {
    if (index === this.#hovered) return
    this.#hovered = index
    this.redraw()
    this.onhover(index)
  }

  #choose(index: number | null): void {
    if (index === this.#selected) return
    this.selected = index
    this.onselect(index)
  }

  /** Scrolls to the chosen token, which a jump may have left outside what is drawn. */
  #reveal(): void {
    if (this.#selected === null) return
    if (this.#painter.boxOf(this.#selected) === null && this.#written !== null) {
      const at = this.#offsets.unitAt(this.#written.spans[2 * this.#selected] ?? 0)
      const rect = this.#block.surface().rect(at, at + 1)
      if (rect !== undefined) scrollBy({ top: rect.top - innerHeight / 2 })
      this.#draw()
    }
    this.#walker.reveal()
  }
}
