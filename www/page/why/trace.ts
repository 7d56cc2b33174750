// A trace as the page tells it: which rule cut the stretch of text, then what the model did to it.

import { h, put } from '../dom.ts'
import type { Trace } from '../../api/index.ts'
import type { Detail } from '../inspect/desk.ts'
import { label } from '../visible.ts'
import { latticeChart } from './lattice.ts'
import { mergeTree } from './merge-tree.ts'
import { prefixLadder } from './prefixes.ts'

/** Draws the trace for token `focus` of it, in a text of so many bytes. */
export function drawTrace(place: HTMLElement, trace: Trace, focus: number, detail: Detail, bytes: number): void {
  const text = Uint8Array.from(trace.text)
  put(place, h('h2', null, heading(trace)), cutBy(trace, text, bytes), steps(trace, text, focus, detail))
}

function heading({ steps }: Trace): string {
  switch (steps.kind) {
    case 'merges':
      return 'Why: merges, in order of rank'
    case 'lattice':
      return 'Why: the likeliest way through the lattice'
    case 'prefixes':
      return 'Why: the longest token that fits'
    default:
      return 'Why'
  }
}

/** The rule that cut this stretch, and the stretch. */
function cutBy({ cut, span }: Trace, text: Uint8Array, bytes: number): HTMLElement {
  const words = label(text)
  const shown = h('code', { dir: 'auto' }, words.length > 60 ? `${words.slice(0, 60)} …` : words)
  if (cut.kind === 'added')
    return h('p', { class: 'cut-by' }, shown, ' is an added token: found before everything else.')
  if (cut.kind === 'whole') {
    // Told from the surroundings of the token: what cut them off the rest is not seen from there.
    if (span[0] > 0 || span[1] < bytes) {
      return h('dl', { class: 'cut-by' }, h('dt', null, 'piece'), h('dd', null, shown))
    }
    return h('p', { class: 'cut-by' }, 'Nothing is cut here: the whole text is one piece.')
  }
  const { name, branch, pattern } = cut
  return h(
    'dl',
    { class: 'cut-by' },
    h('dt', null, 'piece'),
    h('dd', null, shown),
    h('dt', null, 'cut by'),
    h('dd', null, branch ? `${branch.name}, alternative ${branch.index + 1} of the pattern` : name),
    ...(branch || pattern
      ? [h('dt', null, 'pattern'), h('dd', null, h('code', null, branch?.source ?? pattern ?? ''))]
      : []),
  )
}

function steps(trace: Trace, text: Uint8Array, focus: number, detail: Detail): HTMLElement {
  const { steps } = trace
  const part = trace.tokens[focus]
  const [from, to] = part ? [part.start, part.end] : [0, text.length]
  switch (steps.kind) {
    case 'merges': {
      const within = steps.merges.filter(merge => merge.start >= from && merge.end <= to)
      if (within.length > 0) return mergeTree(text, within)
      return h(
        'p',
        { class: 'note' },
        `No merge leads here: ${label(detail.bytes)} is a symbol of the alphabet that joined nothing.`,
      )
    }
    case 'lattice':
      return latticeChart(text, steps, [from, to])
    case 'prefixes':
      return prefixLadder(text, steps.prefixes)
    case 'whole':
      return h('p', { class: 'note' }, 'The whole piece stands in the vocabulary: one look-up, no merge.')
    case 'added':
      return h('p', { class: 'note' }, 'No model was asked.')
    case 'single':
      return h('p', { class: 'note' }, 'This model has nothing to choose: one token for each.')
  }
}
