// A panel below the control that opened it. Escape and a press outside close it; focus goes back to the control.
// Placed in the document, so that it scrolls with the page and never covers what it explains by a layer of its own.

import { h } from './dom.ts'

let open: { close(): void; anchor: HTMLElement } | null = null

/** Opens `content` at `anchor`; a second press on the same control closes it. Returns the way to close. */
export function popover(anchor: HTMLElement, content: HTMLElement, label: string, role = 'dialog'): () => void {
  const again = open?.anchor === anchor
  open?.close()
  if (again) return () => {}
  const box = h('div', { class: 'popover', role, 'aria-label': label }, content)
  document.body.append(box)
  place(anchor, box)
  anchor.setAttribute('aria-expanded', 'true')
  const ends = new AbortController()
  const close = (): void => {
    if (open?.anchor !== anchor) return
    open = null
    ends.abort()
    const held = box.contains(document.activeElement)
    box.remove()
    anchor.setAttribute('aria-expanded', 'false')
    if (held) anchor.focus()
  }
  open = { close, anchor }
  const { signal } = ends
  document.addEventListener(
    'keydown',
    event => {
      if (event.key === 'Escape') {
        event.stopPropagation()
        close()
        anchor.focus()
      }
    },
    { signal, capture: true },
  )
  document.addEventListener(
    'pointerdown',
    event => {
      const target = event.target as Node
      if (!box.contains(target) && !anchor.contains(target)) close()
    },
    { signal, capture: true },
  )
  box.addEventListener(
    'focusout',
    event => {
      const next = event.relatedTarget as Node | null
      if (next && !box.contains(next) && !anchor.contains(next)) close()
    },
    { signal },
  )
  addEventListener('resize', () => place(anchor, box), { signal })
  return close
}

/** Below the anchor, inside the window's width. */
function place(anchor: HTMLElement, box: HTMLElement): void {
  const at = anchor.getBoundingClientRect()
  const wide = document.documentElement.clientWidth
  const left = Math.max(12, Math.min(at.left, wide - box.offsetWidth - 12))
  box.style.left = `${left + scrollX}px`
  box.style.top = `${at.bottom + scrollY + 6}px`
}

export interface Choice {
  readonly label: string
  readonly note?: string
  readonly chosen?: boolean
  run(): void
}

/** A menu of choices at a control: arrows move, Enter chooses. */
export function menu(anchor: HTMLElement, label: string, choices: readonly Choice[]): void {
  const list = h('div', { class: 'menu' })
  const close = popover(anchor, list, label, 'menu')
  for (const choice of choices) {
    list.append(
      h(
        'button',
        {
          type: 'button',
          role: choice.chosen === undefined ? 'menuitem' : 'menuitemradio',
          'aria-checked': choice.chosen === undefined ? undefined : String(choice.chosen),
          onclick: () => {
            close()
            anchor.focus()
            choice.run()
          },
        },
        choice.label,
        choice.note ? h('small', null, choice.note) : null,
      ),
    )
  }
  list.addEventListener('keydown', event => {
    const items = [...list.querySelectorAll('button')]
    const at = items.indexOf(document.activeElement as HTMLButtonElement)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    items[(at + step + items.length) % items.length]?.focus()
  })
  const chosen = list.querySelector<HTMLElement>('[aria-checked="true"]') ?? list.querySelector<HTMLElement>('button')
  chosen?.focus()
}
