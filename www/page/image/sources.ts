// The ways a picture comes into the room: samples, files and folders by picker, drop or paste, an address, the camera.

import { say } from '../announce.ts'
import { attributes, h } from '../dom.ts'
import { reasonOf } from '../failure.ts'
import { dropped, type Given, given } from '../files/given.ts'
import type { LiveView } from './live.ts'
import { MOST } from './many/runs.ts'
import { addressForm } from './remote.ts'
import { KINDS, SAMPLES, type SampleName } from './samples.ts'

export interface Opens {
  sample(name: SampleName): void
  /** One or many. */
  files(files: readonly Given[]): void
  address(address: string): void
}

export interface SourcesView {
  /** The controls in the head of the panel. */
  readonly controls: readonly HTMLElement[]
  /** What opens below the head. */
  readonly below: readonly HTMLElement[]
}

export function sourcesView(place: HTMLElement, live: LiveView, opens: Opens): SourcesView {
  const file = h('input', {
    type: 'file',
    accept: 'image/*,.tokens',
    multiple: true,
    hidden: true,
    'aria-label': 'Picture file',
  })
  file.addEventListener('change', () => {
    const files = given(file.files ?? [])
    file.value = ''
    if (files.length > 0) opens.files(files)
  })
  const samples = h('select', { class: 'choice', 'aria-label': 'Sample', id: 'image-sample' })
  samples.append(
    h('option', { value: '' }, 'Samples'),
    ...Object.entries(KINDS).map(([kind, label]) => {
      const group = SAMPLES.filter(sample => sample.kind === kind)
      return h('optgroup', { label }, ...group.map(({ name, title }) => h('option', { value: name }, title)))
    }),
  )
  samples.addEventListener('change', () => {
    const chosen = SAMPLES.find(({ name }) => name === samples.value)
    samples.value = ''
    if (chosen) opens.sample(chosen.name)
  })
  const form = addressForm(opens.address)
  const toggle = h('button', { class: 'button', type: 'button', 'aria-expanded': 'false' }, 'Address…')
  toggle.addEventListener('click', () => {
    form.hidden = !form.hidden
    attributes(toggle, { 'aria-expanded': String(!form.hidden) })
    if (!form.hidden) form.querySelector('input')?.focus()
  })
  const open = h('button', { class: 'button', type: 'button', onclick: () => file.click() }, 'Open…')
  listenForFiles(place, opens)
  return {
    controls: [h('span', { class: 'has-choice' }, samples), open, toggle, live.button, file],
    below: [form, live.element],
  }
}

function listenForFiles(place: HTMLElement, opens: Opens): void {
  const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  place.addEventListener('dragover', event => {
    if (!carries(event)) return
    event.preventDefault()
    event.stopPropagation()
    place.classList.add('drop')
  })
  place.addEventListener('dragleave', () => place.classList.remove('drop'))
  place.addEventListener('drop', event => {
    place.classList.remove('drop')
    if (!carries(event) || !event.dataTransfer) return
    event.preventDefault()
    event.stopPropagation()
    // One more than are taken, so that it can be said that some are left out.
    void dropped(event.dataTransfer, MOST + 1).then(opens.files, (error: unknown) => say(reasonOf(error)))
  })
  document.addEventListener('paste', event => {
    const files = given(event.clipboardData?.files ?? [])
    if (place.hidden || files.length === 0) return
    event.preventDefault()
    opens.files(files)
  })
}
