// The picture and what came back, one over the other, with a border that moves; both zoom and move as one. The chosen
// cell has a ring; a cell is chosen by a press or, with the focus on the picture, by the arrow keys. In the original's
// place another picture can stand, to be compared with what came back.

import { attributes, h, s } from '../dom.ts'
import type { Result } from './bench.ts'
import { borderHandle } from './border.ts'
import { difference } from './difference.ts'
import { listenForGestures } from './gestures.ts'
import { outlines } from './outlines.ts'
import { inFrame, inPicture, largest, moved, type Place, revealing, type View, WHOLE, zoomed } from './view.ts'

const ORIGINAL = 'original'
/** One press of a zoom button. */
const ZOOM = 1.5
/** Side of the veil at most: it only has to tell cells apart. */
const VEIL = 1024

export class Stage {
  readonly element: HTMLElement
  /** Buttons that zoom. */
  readonly controls: HTMLElement
  readonly #frame: HTMLElement
  readonly #left = h('canvas', { class: 'stage-picture' })
  readonly #back = h('canvas', { class: 'stage-picture' })
  readonly #backSide = h('div', { class: 'stage-side' }, this.#back)
  readonly #veil = h('canvas', { class: 'stage-picture stage-veil', hidden: true })
  /** A dark line under a light one, so that one of them is seen on whatever lies below. */
  readonly #paths = ['dark', 'light'].map(name => s('path', { class: name, 'vector-effect': 'non-scaling-stroke' }))
  readonly #lines = s(
    'svg',
    { class: 'stage-lines', 'aria-hidden': 'true', preserveAspectRatio: 'none' },
    ...this.#paths,
  )
  readonly #leftLabel = h('span', { class: 'stage-label stage-left' }, ORIGINAL)
  readonly #rightLabel = h('span', { class: 'stage-label stage-right' }, 'decoded')
  readonly #ring = h('div', { class: 'stage-ring', hidden: true })
  readonly #hovered = h('div', { class: 'stage-ring stage-hover', hidden: true })
  readonly #whole = h('button', { type: 'button', title: 'Show the whole picture' }, '100 %')
  #result: Result | null = null
  #shown: ImageData | null = null
  #cell: number | null = null
  #under: number | null = null
  #difference = false
  #outlined = false
  #borders: string | null = null
  #against: ImageData | null = null
  #view: View = WHOLE

  /** `choose` is told the cell that is chosen. */
  constructor(choose: (cell: number) => void) {
    this.#frame = h(
      'div',
      {
        class: 'stage-frame',
        tabindex: 0,
        role: 'application',
        'aria-label': 'The picture, cell by cell: arrow keys choose, + and − zoom, 0 shows the whole',
      },
      this.#left,
      this.#backSide,
      this.#veil,
      this.#lines,
      this.#hovered,
      this.#ring,
      this.#leftLabel,
      this.#rightLabel,
    )
    this.#frame.append(borderHandle(this.#frame))
    this.element = h('div', { class: 'stage-box' }, this.#frame)
    const zoomButton = (label: string, sign: string, factor: number): HTMLElement =>
      h('button', { type: 'button', 'aria-label': label, onclick: () => this.#zoom(factor) }, sign)
    this.#whole.addEventListener('click', () => this.#look(WHOLE))
    this.controls = h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': 'Zoom' },
      zoomButton('Zoom out', '−', 1 / ZOOM),
      this.#whole,
      zoomButton('Zoom in', '+', ZOOM),
    )
    listenForGestures(this.#frame, {
      press: at => {
        const cell = this.#cellAt(at)
        if (cell !== null) choose(cell)
      },
      hover: at => {
        this.#under = at && this.#cellAt(at)
        this.#ringAbout(this.#hovered, this.#under)
      },
      move: by => {
        if (this.#view.scale === 1) return false
        this.#look(moved(this.#view, by))
        return true
      },
      zoom: (factor, at) => this.#zoom(factor, at),
    })
    this.#frame.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '+' || event.key === '=') this.#zoom(ZOOM)
      else if (event.key === '-') this.#zoom(1 / ZOOM)
      else if (event.key === '0') this.#look(WHOLE)
      else {
        const cell = this.#beside(event.key)
        if (cell === null) return
        choose(cell)
        this.#look(revealing(this.#view, this.#middle(cell)))
      }
      event.preventDefault()
    })
  }

  /** Samples as squares where they are drawn larger than they are. */
  set pixelated(on: boolean) {
    this.#frame.classList.toggle('smooth', !on)
  }

  /** What came back as itself, or as its difference from the original. */
  set difference(on: boolean) {
    this.#difference = on
    if (this.#result) this.#paint(this.#result)
  }

  /** The borders of cells over the picture. */
  set outlined(on: boolean) {
    this.#outlined = on
    this.#drawLines()
  }

  /** Whether there are borders to draw. */
  get outlines(): boolean {
    return this.#borders !== null
  }

  /** What stands on the right, in words. */
  set rightLabel(words: string) {
    this.#rightLabel.textContent = words
  }

  /** Another picture in the original's place, with its name; `null` puts the original back. */
  compareWith(against: { readonly picture: ImageData; readonly words: string } | null): void {
    this.#against = against?.picture ?? null
    this.#leftLabel.textContent = against?.words ?? ORIGINAL
    if (this.#result) this.#paintLeft(this.#result.original)
  }

  /** The picture before anything has come back. */
  showOriginal(picture: ImageData): void {
    if (this.#result?.original === picture) return
    this.#result = null
    this.#borders = null
    put(this.#left, picture)
    attributes(this.#backSide, { hidden: true })
    this.mark(null)
    this.veil(null)
    this.#shape(picture)
  }

  show(result: Result): void {
    if (this.#result?.original !== result.original) this.#paintLeft(result.original)
    if (this.#result?.tokens !== result.tokens) this.veil(null)
    if (this.#result?.tokens !== result.tokens || this.#result.keep !== result.keep) this.#borders = outlines(result)
    this.#result = result
    this.#paint(result)
    attributes(this.#backSide, { hidden: undefined })
    this.#shape(result.original)
    this.#drawLines()
  }

  /** Puts the ring about a cell. */
  mark(cell: number | null): void {
    this.#cell = cell
    this.#ringAbout(this.#ring, cell)
  }

  /** Darkens all but these cells. */
  veil(cells: readonly number[] | null): void {
    attributes(this.#veil, { hidden: cells === null ? true : undefined })
    const result = this.#result
    if (cells === null || !result) return
    const { width, height } = result.tokens
    const scale = Math.min(1, VEIL / Math.max(width, height))
    this.#veil.width = Math.ceil(width * scale)
    this.#veil.height = Math.ceil(height * scale)
    const context = this.#veil.getContext('2d')
    if (!context) return
    context.fillStyle = '#000'
    context.fillRect(0, 0, this.#veil.width, this.#veil.height)
    for (const cell of cells) {
      const region = result.cells.region(cell)
      context.clearRect(region.x * scale, region.y * scale, region.width * scale, region.height * scale)
    }
  }

  #drawLines(): void {
    const path = this.#outlined ? this.#borders : null
    for (const line of this.#paths) attributes(line, { d: path ?? '' })
    if (path === null || !this.#shown) return
    // Only what is seen is drawn, so that lines keep their width.
    const { width, height } = this.#shown
    const { scale, left, top } = this.#view
    const from = [(-left / scale) * width, (-top / scale) * height]
    attributes(this.#lines, { viewBox: [...from, width / scale, height / scale].join(' ') })
  }

  #paintLeft(original: ImageData): void {
    put(this.#left, this.#against ?? original)
  }

  #paint(result: Result): void {
    put(this.#back, this.#difference ? difference(result.original, result.back) : result.back)
  }

  #shape(picture: ImageData): void {
    if (this.#shown === picture) return
    this.#shown = picture
    this.#frame.style.setProperty('--ratio', String(picture.width / picture.height))
    this.#look(WHOLE)
  }

  #zoom(factor: number, at?: Place): void {
    const centre = { x: 0.5, y: 0.5 }
    const about = at ?? (this.#cell === null ? centre : inFrame(this.#view, this.#middle(this.#cell)))
    const seen = [about.x, about.y].every(share => share >= 0 && share <= 1)
    this.#look(zoomed(this.#view, factor, seen ? about : centre, largest(this.#shown?.width ?? 1)))
  }

  #look(view: View): void {
    this.#view = view
    const { scale, left, top } = view
    this.#frame.classList.toggle('zoomed', scale > 1)
    for (const canvas of [this.#left, this.#back, this.#veil]) {
      canvas.style.transform = `translate(${100 * left}%, ${100 * top}%) scale(${scale})`
    }
    this.#whole.textContent = `${Math.round(100 * scale)} %`
    this.#drawLines()
    this.#ringAbout(this.#ring, this.#cell)
    this.#ringAbout(this.#hovered, this.#under)
  }

  #ringAbout(ring: HTMLElement, cell: number | null): void {
    const result = this.#result
    const about = result !== null && cell !== null && cell < result.cells.count ? result.cells.region(cell) : null
    attributes(ring, { hidden: about === null })
    if (!about || !result) return
    const { width, height } = result.tokens
    const from = inFrame(this.#view, { x: about.x / width, y: about.y / height })
    Object.assign(ring.style, {
      left: `${100 * from.x}%`,
      top: `${100 * from.y}%`,
      width: `${(100 * this.#view.scale * about.width) / width}%`,
      height: `${(100 * this.#view.scale * about.height) / height}%`,
    })
  }

  #middle(cell: number): Place {
    const result = this.#result
    if (!result) return { x: 0.5, y: 0.5 }
    const { x, y, width, height } = result.cells.region(cell)
    return { x: (x + width / 2) / result.tokens.width, y: (y + height / 2) / result.tokens.height }
  }

  #cellAt(at: Place): number | null {
    const result = this.#result
    if (!result) return null
    const { x, y } = inPicture(this.#view, at)
    return result.cells.at(Math.floor(x * result.tokens.width), Math.floor(y * result.tokens.height))
  }

  #beside(key: string): number | null {
    const result = this.#result
    if (!result) return null
    const beside = result.cells.beside(this.#cell ?? 0, key)
    return beside !== null && this.#cell === null ? 0 : beside
  }
}

function put(canvas: HTMLCanvasElement, picture: ImageData): void {
  canvas.width = picture.width
  canvas.height = picture.height
  canvas.getContext('2d')?.putImageData(picture, 0, 0)
}
