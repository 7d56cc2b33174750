// A result of the visitor's own, made elsewhere: a picture file with the bits that it took, as one more point.

import type { Tokenarium } from '../../api/index.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { plural } from '../format.ts'
import type { Bench } from './bench.ts'
import type { Point } from './points.ts'

/** `add` is given the point. */
export function ownResult(bench: Bench, lab: () => Promise<Tokenarium>, add: (point: Point) => void): HTMLElement {
  const file = h('input', { type: 'file', accept: 'image/*', required: true, 'aria-label': 'Decoded picture' })
  const size = h('input', {
    type: 'number',
    class: 'id-value',
    min: 1,
    step: 1,
    required: true,
    'aria-label': 'Bytes that it took',
  })
  const note = h('p', { class: 'note', role: 'status' })
  file.addEventListener('change', () => {
    const [picked] = file.files ?? []
    if (picked) size.value = String(picked.size)
  })
  const form = h(
    'form',
    { class: 'own-result' },
    h(
      'p',
      { class: 'note' },
      'What another codec or model made of this picture, as a file, and the bytes that it took.',
    ),
    file,
    h('label', { class: 'id-line' }, size, 'bytes'),
    h('button', { class: 'button', type: 'submit' }, 'Add point'),
    note,
  )
  const measure = async (picked: File): Promise<void> => {
    const { original } = bench
    if (!original) return
    const engine = await lab()
    const picture = await engine.pixels(picked)
    if (picture.width !== original.width || picture.height !== original.height) {
      put(
        note,
        `${picked.name} is ${picture.width} × ${picture.height} pixels, this picture ${original.width} × ${original.height}: only pictures of one size are compared.`,
      )
      return
    }
    const measures = await engine.measure(original, picture)
    const bytes = size.valueAsNumber
    put(note)
    add({
      curve: picked.name,
      setting: plural(bytes, 'byte'),
      origin: { kind: 'own', picture },
      bits: 8 * bytes,
      sideInformation: 0,
      payload: null,
      measures,
    })
    form.reset()
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    const [picked] = file.files ?? []
    if (!picked) return
    measure(picked).catch((error: unknown) => {
      if (!isAbort(error)) put(note, reasonOf(error))
    })
  })
  return h('details', { class: 'own' }, h('summary', null, 'Add your own result'), form)
}
