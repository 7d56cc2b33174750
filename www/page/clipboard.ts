// Copying and saving, with a word on the control that did it.

import { say } from './announce.ts'
import { h } from './dom.ts'

/** Copies text; the control says that it is done for a second. */
export async function copy(text: string, control: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    fallback(text)
  }
  confirmOn(control, 'Copied')
}

/** Where the clipboard interface is refused (insecure contexts), the old command still works. */
function fallback(text: string): void {
  const area = h('textarea', { class: 'said', 'aria-hidden': 'true' })
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

function confirmOn(control: HTMLElement, word: string): void {
  say(word)
  if (control.dataset.said) return
  const before = [...control.childNodes]
  control.style.minWidth = `${control.offsetWidth}px`
  control.dataset.said = word
  control.replaceChildren(word)
  setTimeout(() => {
    control.replaceChildren(...before)
    control.style.minWidth = ''
    delete control.dataset.said
  }, 1000)
}

/** Hands a file to the visitor. */
export function save(name: string, content: Blob | string, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: `${type};charset=utf-8` }) : content
  const url = URL.createObjectURL(blob)
  const link = h('a', { href: url, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** A field of a CSV table (RFC 4180); a leading sign that spreadsheets would run as a formula is kept as text. */
export function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map(row => row.map(csvField).join(',')).join('\r\n')
}
