// What a screen reader is told apart from what stands on the screen: short, polite, the last word wins.

import { byId } from './dom.ts'

let timer = 0

export function say(text: string): void {
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    byId('says').textContent = text
  }, 150)
}
