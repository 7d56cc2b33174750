// The walk through what a strip shows (tokens, differences) by keyboard and screen reader: one slider element, placed
// over what it stands at, so that assistive technology scrolls and magnifies to the right place.

/** What is walked through. */
export interface Walked {
  readonly count: number
  readonly selected: number | null
  /** The visitor chooses an item, or none. */
  choose(index: number | null): void
  /** The walk has moved on to the chosen item: draw it and scroll to it. */
  moved(): void
  /** The item in words. */
  describe(index: number): string
}

export class Walker {
  readonly element = document.createElement('div')
  readonly #walked: Walked

  constructor(label: string, walked: Walked) {
    this.#walked = walked
    this.element.className = 'strip-walker'
    this.element.setAttribute('role', 'slider')
    this.element.setAttribute('aria-label', label)
    this.element.tabIndex = 0
    this.element.hidden = true
    this.element.addEventListener('focus', () => {
      if (walked.selected === null && walked.count > 0) walked.choose(0)
    })
    this.element.addEventListener('keydown', event => this.#key(event))
  }

  /** Tells where the walk stands; hidden where there is nothing to walk through. */
  tell(): void {
    const { count, selected } = this.#walked
    this.element.hidden = count === 0
    if (count === 0) return
    const index = selected ?? 0
    this.element.setAttribute('aria-valuemin', '1')
    this.element.setAttribute('aria-valuemax', String(count))
    this.element.setAttribute('aria-valuenow', String(index + 1))
    this.element.setAttribute('aria-valuetext', this.#walked.describe(index))
  }

  /** Lies over a box of the window, inside a positioned parent. */
  place(box: { left?: number; top: number; width?: number; height: number }): void {
    const origin = this.element.parentElement?.getBoundingClientRect()
    if (origin === undefined) return
    const { style } = this.element
    style.setProperty('inset-block-start', `${box.top - origin.top}px`)
    style.setProperty('height', `${box.height}px`)
    if (box.left !== undefined) style.setProperty('left', `${box.left - origin.left}px`)
    if (box.width !== undefined) style.setProperty('width', `${box.width}px`)
  }

  reveal(): void {
    this.element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  #key(event: KeyboardEvent): void {
    const { count, selected } = this.#walked
    if (count === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    const at = selected ?? -1
    const target: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: count - 1,
    }
    const index = target[event.key]
    if (index === undefined) {
      if (event.key === 'Escape' && selected !== null) this.#walked.choose(null)
      return
    }
    event.preventDefault()
    this.#walked.choose(Math.max(0, Math.min(count - 1, index)))
    this.#walked.moved()
  }
}
