// The picker: a field and a list, searched as you type (combobox pattern of ARIA: focus stays in the field, arrows move
// through the list, Enter chooses). Sizes stand beside names, since choosing one loads it.

import { h, put } from '../dom.ts'
import { bytes, count } from '../format.ts'
import { popover } from '../popover.ts'
import { type Entry, entries, modelsShown, remark, search } from './entries.ts'
import type { Info } from '../../api/index.ts'

export interface PickerOptions {
  readonly catalog: readonly Info[]
  /** The one that is chosen now. */
  readonly chosen: string
  choose(name: string): void
  /** Opens a tokenizer from the visitor's own file or address. */
  own(source: File | string): void
}

let ids = 0

export function openPicker(anchor: HTMLElement, options: PickerOptions): void {
  const listId = `picker-${++ids}`
  const all = entries(options.catalog)
  const input = h('input', {
    class: 'field',
    type: 'search',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    'aria-label': 'Model or encoding',
    placeholder: 'Model or encoding: GPT-4o, Qwen, bert …',
    autocomplete: 'off',
    spellcheck: 'false',
  })
  const list = h('ul', { id: listId, role: 'listbox', 'aria-label': 'Tokenizers' })
  const none = h('p', { class: 'note', hidden: true })
  const box = h(
    'div',
    { class: 'picker' },
    input,
    list,
    none,
    ownSource(options, () => close()),
  )
  const close = popover(anchor, box, 'Choose a tokenizer')
  let shown: Entry[] = []
  let at = 0

  const choose = (entry: Entry | undefined): void => {
    if (entry?.kind !== 'tokenizer') return
    close()
    anchor.focus()
    options.choose(entry.info.name)
  }
  const mark = (): void => {
    ;[...list.children].forEach((item, i) => {
      item.setAttribute('aria-selected', String(i === at))
      if (i === at) item.scrollIntoView({ block: 'nearest' })
    })
    if (shown[at]) input.setAttribute('aria-activedescendant', `${listId}-${at}`)
    else input.removeAttribute('aria-activedescendant')
  }
  const draw = (): void => {
    shown = search(all, input.value)
    at = Math.max(
      0,
      input.value === '' ? shown.findIndex(e => e.kind === 'tokenizer' && e.info.name === options.chosen) : 0,
    )
    put(list, ...shown.map((entry, i) => item(entry, `${listId}-${i}`, input.value, () => choose(entry))))
    none.hidden = shown.length > 0
    none.textContent = `Nothing here is called “${input.value}”. A tokenizer.json, .tiktoken or .model file can be opened below.`
    mark()
  }
  input.addEventListener('input', draw)
  input.addEventListener('keydown', event => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && shown.length > 0) {
      event.preventDefault()
      at = (at + step + shown.length) % shown.length
      mark()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(shown[at])
    }
  })
  draw()
  input.focus()
}

function item(entry: Entry, id: string, query: string, choose: () => void): HTMLElement {
  if (entry.kind === 'private') {
    return h(
      'li',
      { id, role: 'option', 'aria-disabled': 'true' },
      h('b', null, entry.model),
      h('output', null, entry.state),
      h('small', null, entry.why),
    )
  }
  const { info } = entry
  return h(
    'li',
    { id, role: 'option', onclick: choose },
    h('b', null, info.name),
    h('output', null, `${count(info.vocabularySize)} · ${bytes(info.bytes)}`),
    h('small', null, [modelsShown(info, query) || info.maker, remark(info)].filter(Boolean).join(' · ')),
  )
}

function ownSource(options: PickerOptions, close: () => void): HTMLElement {
  const file = h('input', { type: 'file', hidden: true, 'aria-label': 'Tokenizer file' })
  file.addEventListener('change', () => {
    const chosen = file.files?.[0]
    if (chosen) {
      close()
      options.own(chosen)
    }
  })
  const address = h('input', {
    class: 'field grow',
    type: 'url',
    'aria-label': 'Address of a tokenizer file',
    placeholder: 'https://… tokenizer.json',
  })
  address.addEventListener('keydown', event => {
    if (event.key === 'Enter' && address.value) {
      // The focus goes back to the button that opened this: the same key must not press it.
      event.preventDefault()
      close()
      options.own(address.value)
    }
  })
  return h(
    'div',
    { class: 'foot' },
    h('button', { class: 'button', type: 'button', onclick: () => file.click() }, 'Your own file…'),
    file,
    address,
  )
}
