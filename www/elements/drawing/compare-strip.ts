// The same text once per tokenizer, line under line. Each row is a whole text of its own; all have the same text, font and width, so they
// break their lines alike, and a line height of all rows together with a shift per row interleaves them. Nothing is measured to lay them out,
// and joined scripts stay joined. The first row is the text to select and copy; the others are its shadows.

import { type Difference, type Differences, differences } from './differences.ts'
import { named } from './describe.ts'
import { Offsets, touching } from './offsets.ts'
import { TokenPainter } from './painter.ts'
import { placeTokens } from './place.ts'
import { TextBlock } from './text-block.ts'
import { visibleUnits } from './visible.ts'
import type { StripData } from './views.ts'
import { type Walked, Walker } from './walker.ts'

const SVG = 'http://www.w3.org/2000/svg'
const LETTERS = 'ABCD'

interface Row {
  readonly layer: HTMLElement
  readonly block: TextBlock
  readonly painter: TokenPainter
}

/** A comparison of one to four encodings of one text, in a parent that has adopted `drawingSheets`. */
export class CompareStrip {
  readonly element: HTMLElement
  /** Called when the visitor chooses a difference, or none. */
  onselect: (index: number | null) => void = () => {}
  /** Colour every token, or only those that are not shared by all. */
  coloured: 'differences' | 'all' = 'differences'

  readonly #options: { underlay?: boolean }
  readonly #walker = new Walker('Differences, one by one', this.#walked())
  readonly #letters = document.createElementNS(SVG, 'svg')
  readonly #resize: ResizeObserver
  #rows: Row[] = []
  #text = ''
  #offsets = new Offsets('')
  #data: readonly StripData[] = []
  #differences: Differences | null = null
  #selected: number | null = null
  #scheduled = 0
  #all = true

  constructor(parent: ParentNode, options: { underlay?: boolean } = {}) {
    this.#options = options
    this.element = document.createElement('div')
    this.element.className = 'strip compare-strip'
    this.#letters.setAttribute('class', 'token-over')
    this.#letters.setAttribute('aria-hidden', 'true')
    this.element.append(this.#walker.element, this.#letters)
    parent.append(this.element)
    this.#resize = new ResizeObserver(() => this.redraw())
    this.#resize.observe(this.element)
    this.element.addEventListener('click', event => this.#click(event))
    addEventListener('scroll', this.#scrolled, { capture: true, passive: true })
    document.fonts.addEventListener('loadingdone', this.#scrolled)
  }

  /** The text in as many rows as there will be tokenizers: the place that the comparison will need. */
  showText(text: string, rows: number): void {
    this.#setRows(rows)
    this.#text = text
    for (const row of this.#rows) row.block.set(text)
    this.#data = []
    this.#differences = null
    this.#selected = null
    this.#walker.tell()
    this.redraw()
  }

  /** Encodings of one text, in the order of the rows. */
  show(data: readonly StripData[]): void {
    this.showText(data[0]?.text ?? '', data.length)
    this.#offsets = new Offsets(this.#text)
    this.#data = data
    this.#differences = differences(data.map(each => each.spans))
    this.#walker.tell()
    this.redraw()
  }

  /** Where the tokenizers differ; null before the first result. */
  get differences(): readonly Difference[] | null {
    return this.#differences?.list ?? null
  }

  /** Places, besides the beginning, where all begin a token. */
  get shared(): number {
    return this.#differences?.shared ?? 0
  }

  get selected(): number | null {
    return this.#selected
  }

  /** Chooses a difference from outside: `onselect` is not called. */
  set selected(index: number | null) {
    const count = this.differences?.length ?? 0
    this.#selected = index !== null && index >= 0 && index < count ? index : null
    this.#walker.tell()
    this.redraw()
  }

  /** Scrolls to the chosen difference. */
  reveal(): void {
    const difference = this.differences?.[this.#selected ?? -1]
    const row = this.#rows[0]
    if (difference === undefined || row === undefined) return
    const from = this.#offsets.unitAt(difference.from)
    const box = row.block.surface().rect(from, Math.max(this.#offsets.unitAt(difference.to), from + 1))
    if (box === undefined) return
    this.#walker.place({ top: box.top, height: box.height * this.#rows.length })
    this.#walker.reveal()
  }

  /** What each tokenizer makes of a difference, in words. */
  describe(index: number): string {
    const difference = this.differences?.[index]
    if (difference === undefined) return ''
    const rows = this.#data.map((data, i) => {
      const [first, end] = difference.tokens[i] ?? [0, 0]
      const pieces = Array.from({ length: end - first }, (_, k) => named(data.bytes(first + k)))
      return `${LETTERS.charAt(i)}: ${pieces.length === 0 ? 'nothing' : pieces.slice(0, 8).join(' ')}`
    })
    return `difference ${index + 1} of ${this.differences?.length ?? 0}. ${rows.join('. ')}`
  }

  redraw(): void {
    if (this.#scheduled !== 0) return
    this.#scheduled = requestAnimationFrame(() => {
      this.#scheduled = 0
      this.#draw()
    })
  }

  destroy(): void {
    cancelAnimationFrame(this.#scheduled)
    this.#resize.disconnect()
    removeEventListener('scroll', this.#scrolled, { capture: true })
    document.fonts.removeEventListener('loadingdone', this.#scrolled)
    this.#setRows(0)
    this.element.remove()
  }

  #setRows(count: number): void {
    for (const row of this.#rows.splice(count)) {
      row.painter.destroy()
      row.layer.remove()
    }
    while (this.#rows.length < count) {
      const layer = document.createElement('div')
      layer.className = 'strip-text compare-row'
      if (this.#rows.length === 0) layer.setAttribute('part', 'text')
      else layer.setAttribute('aria-hidden', 'true')
      const block = new TextBlock(layer)
      block.set(this.#text)
      this.element.insertBefore(layer, this.#walker.element)
      this.#rows.push({ layer, block, painter: new TokenPainter(this.element, this.#options) })
    }
    this.element.style.setProperty('--rows', String(count))
    this.#rows.forEach((row, i) => {
      row.layer.style.setProperty('--row', String(i))
    })
  }

  #draw(): void {
    const found = this.#differences
    const first = this.#rows[0]
    if (first === undefined || !this.element.isConnected) return
    const { from, to, all } = visibleUnits(first.block)
    this.#all = all
    this.#drawLetters(first.block, from, to)
    if (found === null) {
      for (const row of this.#rows) row.painter.clear()
      return
    }
    const text = all ? this.#text : this.#text.slice(from, to)
    const utf8 = this.#offsets.byteAt(from)
    const end = this.#offsets.byteAt(to)
    this.#rows.forEach((row, i) => {
      const spans = this.#data[i]?.spans ?? new Uint32Array()
      const [low, high] = touching(spans, utf8, end)
      const of = found.of[i]
      row.painter.draw({
        runs: row.block.runs,
        tokens: placeTokens({ text, spans: spans.subarray(2 * low, 2 * high), utf8, utf16: from, first: low }),
        text,
        textFrom: from,
        coloured: index => this.coloured === 'all' || (of?.[index] ?? -1) >= 0,
        differs: index => found.apart[i]?.[index] === 1,
        ringed: index => this.#selected !== null && of?.[index] === this.#selected,
        whiteSpace: i === 0,
      })
    })
  }

  /** The rows' letters before each line. */
  #drawLetters(block: TextBlock, from: number, to: number): void {
    const origin = this.element.getBoundingClientRect()
    const middles: number[] = []
    for (const rect of block.surface().rects(from, to)) {
      const middle = Math.round(rect.y + rect.height / 2 - origin.y)
      if (middles.every(each => Math.abs(each - middle) > 8)) middles.push(middle)
    }
    const pitch = this.#pitch()
    this.#letters.replaceChildren(
      ...middles.flatMap(middle =>
        this.#rows.map((_, row) => {
          const letter = document.createElementNS(SVG, 'text')
          letter.setAttribute('x', '0')
          letter.setAttribute('y', String(middle + row * pitch + 4))
          letter.textContent = LETTERS.charAt(row)
          return letter
        }),
      ),
    )
  }

  /** Pixels from a row to the next. */
  #pitch(): number {
    const [first, second] = this.#rows
    if (first === undefined || second === undefined) return 0
    return second.layer.getBoundingClientRect().top - first.layer.getBoundingClientRect().top
  }

  #walked(): Walked {
    const strip = this
    return {
      get count() {
        return strip.differences?.length ?? 0
      },
      get selected() {
        return strip.#selected
      },
      choose: index => this.#choose(index),
      moved: () => this.reveal(),
      describe: index => this.describe(index),
    }
  }

  #choose(index: number | null): void {
    if (index === this.#selected) return
    this.selected = index
    this.onselect(index)
  }

  #click(event: MouseEvent): void {
    if (this.#differences === null || getSelection()?.isCollapsed === false) return
    for (const [i, row] of this.#rows.entries()) {
      const token = row.painter.tokenAt(event.clientX, event.clientY)
      if (token === null) continue
      const difference = this.#differences.of[i]?.[token] ?? -1
      this.#choose(difference < 0 ? null : difference)
      return
    }
    this.#choose(null)
  }

  readonly #scrolled = (event: Event): void => {
    if (event.type !== 'scroll' || !this.#all) this.redraw()
  }
}
