// The picture and what came back, one over the other, with a border that moves; the chosen cell as a ring. A cell is
// chosen by a click or, with the focus on the picture, by the arrow keys. In the original's place another picture can
// stand, to be compared with what came back.

import { attributes, h } from '../dom.ts'
import type { Result } from './bench.ts'
import { difference } from './difference.ts'

const ORIGINAL = 'original'

export class Stage {
  readonly element: HTMLElement
  readonly #frame: HTMLElement
  readonly #left = h('canvas', { class: 'stage-picture' })
  readonly #leftLabel = h('span', { class: 'stage-label stage-left' }, ORIGINAL)
  readonly #rightLabel = h('span', { class: 'stage-label stage-right' }, 'decoded')
  readonly #back = h('canvas', { class: 'stage-picture stage-back' })
  readonly #ring = h('div', { class: 'stage-ring', hidden: true })
  readonly #split = h('input', {
    class: 'stage-split',
    type: 'range',
    min: 0,
    max: 100,
    step: 1,
    value: 50,
    'aria-label': 'Border between the picture and what came back',
  })
  #result: Result | null = null
  #cell: number | null = null
  #difference = false
  #against: ImageData | null = null

  /** `choose` is told the cell that is chosen. */
  constructor(choose: (cell: number) => void) {
    this.#frame = h(
      'div',
      { class: 'stage-frame', tabindex: 0, role: 'application', 'aria-label': 'The picture, cell by cell' },
      this.#left,
      this.#back,
      this.#ring,
      this.#leftLabel,
      this.#rightLabel,
    )
    this.element = h('div', { class: 'stage-box' }, this.#frame, this.#split)
    this.#split.addEventListener('input', () => this.#place())
    this.#frame.addEventListener('click', event => {
      const cell = this.#cellAt(event)
      if (cell !== null) choose(cell)
    })
    this.#frame.addEventListener('keydown', event => {
      const cell = this.#moved(event.key)
      if (cell === null) return
      event.preventDefault()
      choose(cell)
    })
    this.#place()
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
    put(this.#left, picture)
    attributes(this.#back, { hidden: true })
    this.mark(null)
    this.#shape(picture)
  }

  show(result: Result): void {
    if (this.#result?.original !== result.original) this.#paintLeft(result.original)
    this.#result = result
    this.#paint(result)
    attributes(this.#back, { hidden: undefined })
    this.#shape(result.original)
  }

  /** Puts the ring about a cell. */
  mark(cell: number | null): void {
    this.#cell = cell
    const result = this.#result
    attributes(this.#ring, { hidden: cell === null || !result })
    if (cell === null || !result) return
    const { width, height } = result.tokens
    const region = result.cells.region(cell)
    Object.assign(this.#ring.style, {
      left: `${(100 * region.x) / width}%`,
      top: `${(100 * region.y) / height}%`,
      width: `${(100 * region.width) / width}%`,
      height: `${(100 * region.height) / height}%`,
    })
  }

  #paintLeft(original: ImageData): void {
    put(this.#left, this.#against ?? original)
  }

  #paint(result: Result): void {
    put(this.#back, this.#difference ? difference(result.original, result.back) : result.back)
  }

  #shape({ width, height }: ImageData): void {
    this.#frame.style.aspectRatio = `${width} / ${height}`
  }

  #place(): void {
    this.element.style.setProperty('--split', `${this.#split.value}%`)
  }

  #cellAt(event: MouseEvent): number | null {
    const result = this.#result
    if (!result) return null
    const { width, height } = result.tokens
    const box = this.#frame.getBoundingClientRect()
    const x = Math.floor(((event.clientX - box.left) / box.width) * width)
    const y = Math.floor(((event.clientY - box.top) / box.height) * height)
    return result.cells.at(x, y)
  }

  #moved(key: string): number | null {
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
