// The text as it is written: each token a button, shaded by how little the model expected it.

import { rarity } from '../../elements/drawing/index.ts'
import { h, put } from '../dom.ts'
import { shown, percent } from './words.ts'
import type { Writer } from './writer.ts'

export interface WrittenView {
  readonly element: HTMLElement
  draw(): void
  /** Marks the token at this place, `null` for none. */
  mark(position: number | null): void
}

/** `choose` is told of the token that was chosen. */
export function writtenView(writer: Writer, choose: (position: number) => void): WrittenView {
  const prompt = h('span', { class: 'written-prompt' })
  const tokens = h('span', { class: 'written-tokens', role: 'group', 'aria-label': 'Written tokens' })
  const element = h('p', { class: 'written', dir: 'auto', 'aria-label': 'The text' }, prompt, tokens)
  const buttons: HTMLButtonElement[] = []
  let drawn: Writer['tokens'] = []
  let marked: number | null = null

  const buttonOf = (target: EventTarget | null): number =>
    buttons.indexOf((target as Element | null)?.closest('button') as HTMLButtonElement)
  const pick = (index: number): void => {
    const token = writer.tokens[index]
    if (token) choose(token.position)
  }
  element.addEventListener('click', event => pick(buttonOf(event.target)))
  element.addEventListener('pointerover', event => {
    if (event.pointerType === 'mouse') pick(buttonOf(event.target))
  })
  element.addEventListener('focusin', event => pick(buttonOf(event.target)))
  element.addEventListener('keydown', event => {
    const at = buttonOf(event.target)
    const steps: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: buttons.length - 1 }
    const next = buttons[steps[event.key] ?? -1]
    if (at < 0 || !next) return
    event.preventDefault()
    next.focus()
  })

  const rove = (): void => {
    const at = writer.tokens.findIndex(({ position }) => position === marked)
    for (const [index, button] of buttons.entries()) {
      button.tabIndex = index === Math.max(0, at) ? 0 : -1
      button.toggleAttribute('data-marked', index === at)
    }
  }
  return {
    element,
    draw() {
      prompt.textContent = writer.prompt
      const same = drawn.filter((token, index) => writer.tokens[index] === token).length
      for (const button of buttons.splice(same)) button.remove()
      for (const token of writer.tokens.slice(same)) {
        const words = `${shown(token.text)}, ${percent(token.probability)}${token.chosen ? ', your choice' : ''}`
        const button = h(
          'button',
          { type: 'button', 'aria-label': words, 'data-rare': rarity(token.probability), 'data-chosen': token.chosen },
          token.text,
        )
        buttons.push(button)
        tokens.append(button)
      }
      drawn = [...writer.tokens]
      rove()
      element.hidden = writer.prompt === '' && writer.tokens.length === 0
    },
    mark(position) {
      marked = position
      rove()
    },
  }
}

/** What the shades mean. */
export function rarityKey(): HTMLElement {
  const shade = (rare: number, words: string): HTMLElement => h('span', { class: 'rarity', 'data-rare': rare }, words)
  const key = h('div', { class: 'rarity-key', 'aria-label': 'Shades' })
  put(key, shade(0, 'over 25 %'), shade(1, 'to 6 %'), shade(2, 'to 1.6 %'), shade(3, 'to 0.4 %'), shade(4, 'below'))
  return key
}
