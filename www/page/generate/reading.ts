// A text of the visitor's under the model: what each token costs in bits, and what that makes of the whole text beside
// gzip and brotli.

import type { Model, Score } from '../../api/index.ts'
import { rarity } from '../../elements/drawing/index.ts'
import { say } from '../announce.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf, remedyOf } from '../failure.ts'
import { bytes, count, fixed, plural } from '../format.ts'
import { bitsOf, percent, shown } from './words.ts'

/** The longest text, in characters: a minute of work on a slow machine. */
const MOST = 20_000

export interface ReadingView {
  readonly element: HTMLElement
}

/** `model` loads the model that reads. */
export function readingView(
  model: (signal: AbortSignal, report: (words: string) => void) => Promise<Model>,
): ReadingView {
  const field = h('textarea', {
    class: 'field',
    rows: 4,
    'aria-label': 'Text to read',
    maxlength: MOST,
    spellcheck: 'false',
  })
  field.value = 'The cat sat on the mat and looked at the rain. The rain did not look at the cat.'
  const go = h('button', { class: 'button', type: 'button' }, 'Read it')
  const status = h('p', { class: 'note num', role: 'status' }, 'Nothing read yet.')
  const figures = h('div', { class: 'read-figures' })
  const text = h('p', {
    class: 'written read',
    dir: 'auto',
    hidden: true,
    'aria-label': 'The text, shaded by its bits',
  })
  const told = h('p', { class: 'note', 'aria-live': 'polite' })
  const back = h('button', { class: 'button', type: 'button' })
  const backStatus = h('p', { class: 'note num', role: 'status' })
  const unpacking = h('div', { class: 'head', hidden: true }, back, backStatus)
  const element = h(
    'section',
    { class: 'panel', 'aria-label': 'Your text under the model' },
    h('div', { class: 'head' }, h('h2', null, 'Your own text, token by token'), h('div', { class: 'grow' }), go),
    field,
    status,
    figures,
    unpacking,
    text,
    told,
  )
  let work: AbortController | null = null

  const read = async (): Promise<void> => {
    if (work !== null) {
      work.abort(new DOMException('stopped', 'AbortError'))
      return
    }
    const own = new AbortController()
    work = own
    go.textContent = 'Stop'
    element.dataset.state = 'stale'
    unpacking.hidden = true
    try {
      const reader = await model(own.signal, words => (status.textContent = words))
      const score = await reader.score(field.value, {
        signal: own.signal,
        onProgress: ({ done, total }) => {
          status.textContent = `${count(done)} of ${count(total ?? done)} tokens`
        },
      })
      const sizes = await reader.tokenizer.stats(field.value, { figures: ['gzip', 'brotli'], signal: own.signal })
      draw(reader, field.value, score, [
        ['gzip', sizes.gzipBytes ?? null],
        ['brotli', sizes.brotliBytes ?? null],
      ])
    } catch (error) {
      status.textContent = isAbort(error) ? 'Stopped.' : `${reasonOf(error)} ${remedyOf(error)}`
    } finally {
      work = null
      go.textContent = 'Read it'
      delete element.dataset.state
    }
  }
  go.addEventListener('click', () => void read())

  /** Shows that the bytes are the text: they are read back, a pass for each token. */
  async function unpack(reader: Model, packed: Uint8Array, whole: string): Promise<void> {
    if (work !== null) return
    const own = new AbortController()
    work = own
    go.textContent = 'Stop'
    const began = performance.now()
    try {
      const text = await reader.unpack(packed, {
        signal: own.signal,
        onProgress: ({ done, total }) => {
          backStatus.textContent = `${count(done)} of ${count(total ?? done)} tokens`
        },
      })
      const seconds = fixed((performance.now() - began) / 1000, 1)
      const words =
        text === whole.toWellFormed() ? `The same text, after ${seconds} s.` : 'Another text came back: a defect.'
      backStatus.textContent = words
      say(words)
    } catch (error) {
      backStatus.textContent = isAbort(error) ? 'Stopped.' : `${reasonOf(error)} ${remedyOf(error)}`
    } finally {
      work = null
      go.textContent = 'Read it'
    }
  }

  function draw(reader: Model, whole: string, score: Score, others: [string, number | null][]): void {
    const words = `${fixed(score.bitsPerByte)} bits a byte: ${plural(score.bytes, 'byte')} as ${plural(score.bits.length, 'token')}`
    status.textContent = words
    say(words)
    const bar = (name: string, size: number): HTMLElement => {
      const fill = h('i')
      fill.style.setProperty('width', `${Math.min(100, (100 * size) / score.bytes)}%`)
      const share = `${bytes(size)}, ${fixed((8 * size) / score.bytes)} bits a byte`
      const meter = h('span', { class: 'meter', 'aria-hidden': 'true' }, fill)
      return h('div', null, h('span', null, name), meter, h('output', null, share))
    }
    put(
      figures,
      bar('the model', score.packed.length),
      ...others.map(([name, size]) => size !== null && bar(name, size)),
      bar('the text', score.bytes),
    )
    unpacking.hidden = false
    back.textContent = `Unpack the model’s ${plural(score.packed.length, 'byte')}`
    backStatus.textContent = 'Does the text come back?'
    back.onclick = () => void unpack(reader, score.packed, whole)
    const spans = score.tokens.spans ?? new Uint32Array()
    const missing = score.tokens.ids.length - score.bits.length
    put(
      text,
      ...Array.from(score.tokens.ids, (_, index) => {
        const cost = score.bits[index - missing] ?? 0
        const piece = whole.slice(spans[2 * index], spans[2 * index + 1])
        const token = h(
          'button',
          {
            type: 'button',
            tabindex: index === 0 ? 0 : -1,
            'data-rare': rarity(2 ** -cost),
            'aria-label': `${shown(piece)}, ${fixed(cost, 1)} bits`,
          },
          piece,
        )
        const tell = (): void => {
          const likely = score.likely(index).map(({ text, probability }) => `${shown(text)} ${percent(probability)}`)
          const own = `${shown(piece)}: ${fixed(cost, 1)} bits, ${percent(2 ** -cost)}`
          told.textContent = `${own}. Likeliest there: ${likely.join(', ')}.`
        }
        token.addEventListener('pointerenter', tell)
        token.addEventListener('focus', tell)
        token.addEventListener('click', tell)
        return token
      }),
    )
    text.hidden = false
    told.textContent = `Point at a token. An even guess over ${count(reader.facts.vocabulary)} tokens would cost ${fixed(bitsOf(1 / reader.facts.vocabulary), 1)} bits.`
  }
  text.addEventListener('keydown', event => {
    const all = [...text.querySelectorAll('button')]
    const at = all.indexOf(event.target as HTMLButtonElement)
    const next = all[event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : -1]
    if (!next) return
    event.preventDefault()
    for (const button of all) button.tabIndex = button === next ? 0 : -1
    next.focus()
  })
  return { element }
}
