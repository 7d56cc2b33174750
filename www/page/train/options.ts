// The controls of a training: what is trained, how the text is cut, how large the vocabulary becomes.

import type { App } from '../app.ts'
import { h } from '../dom.ts'
import type { TrainKind, TrainSplit, TrainState } from '../store/state.ts'
import { BYTE_SPLITS, CHARACTER_SPLITS, splitOf } from './session.ts'

const KINDS: readonly (readonly [string, TrainKind, TrainState['alphabet']])[] = [
  ['Byte-level BPE', 'bpe', 'bytes'],
  ['Character BPE', 'bpe', 'characters'],
  ['Unigram', 'unigram', 'characters'],
  ['WordPiece', 'wordpiece', 'characters'],
]

const SPLITS: Record<TrainSplit, string> = {
  gpt2: 'GPT-2',
  cl100k: 'cl100k',
  o200k: 'o200k',
  whitespace: 'white space',
  metaspace: 'spaces as ▁',
  bert: 'BERT',
  none: 'not at all',
}

export function makeOptions(app: App): { element: HTMLElement; draw(): void } {
  const kind = h(
    'select',
    { class: 'field', 'aria-label': 'What is trained', id: 'train-kind' },
    ...KINDS.map(([name], i) => h('option', { value: i }, name)),
  )
  const split = h('select', { class: 'field', 'aria-label': 'How the text is cut first', id: 'train-split' })
  const size = h('input', {
    class: 'field num',
    type: 'number',
    min: 1,
    max: 100_000,
    'aria-label': 'Merges, or tokens of the vocabulary',
    id: 'train-size',
  })
  const sizeName = h('span')
  const frequency = h('input', {
    class: 'field num',
    type: 'number',
    min: 1,
    'aria-label': 'Least count of a pair',
    id: 'train-frequency',
  })
  const change = (part: Partial<TrainState>): void => app.store.dispatch({ type: 'train', train: part })
  kind.addEventListener('change', () => {
    const chosen = KINDS[Number(kind.value)]
    if (!chosen) return
    const bytes = chosen[2] === 'bytes'
    change({ kind: chosen[1], alphabet: chosen[2], size: bytes ? 40 : 120 })
  })
  split.addEventListener('change', () => change({ split: split.value as TrainSplit }))
  const number = (input: HTMLInputElement, apply: (n: number) => void): void => {
    input.addEventListener('change', () => {
      const n = Number(input.value)
      if (Number.isInteger(n) && n > 0) apply(n)
      else draw()
    })
  }
  number(size, n => change({ size: n }))
  number(frequency, n => change({ frequency: n }))
  const draw = (): void => {
    const { train } = app.store.state
    kind.value = String(
      KINDS.findIndex(([, k, alphabet]) => k === train.kind && (k !== 'bpe' || alphabet === train.alphabet)),
    )
    const splits: readonly TrainSplit[] =
      train.kind === 'bpe' && train.alphabet === 'bytes' ? BYTE_SPLITS : CHARACTER_SPLITS
    split.replaceChildren(...splits.map(name => h('option', { value: name }, SPLITS[name])))
    split.value = splitOf(train)
    size.value = String(train.size)
    sizeName.textContent = train.kind === 'bpe' && train.alphabet === 'bytes' ? 'merges' : 'vocabulary'
    frequency.value = String(train.frequency)
    frequency.disabled = train.kind === 'unigram'
  }
  draw()
  return {
    element: h(
      'div',
      { class: 'row train-options' },
      kind,
      h('label', { class: 'line' }, 'cut by', split),
      h('label', { class: 'line' }, sizeName, size),
      h('label', { class: 'line' }, 'seen at least', frequency),
    ),
    draw,
  }
}
