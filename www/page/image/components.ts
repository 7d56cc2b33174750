// What the numbers of a cell stand for, where a cell is a sum: each wave or component alone, as light and dark about grey.
// A press looks at the ids there.

import { h, put } from '../dom.ts'
import { isAbort, reasonOf } from '../failure.ts'
import { count } from '../format.ts'
import type { Bench, Result } from './bench.ts'
import { decodeCells, drawPart } from './cell-pictures.ts'
import { plainCell, SUMS } from './plain.ts'

/** So many are drawn, the first ones. */
const SHOWN = 48
/** Side of one in CSS pixels. */
const SIDE = 40

export interface ComponentsView {
  readonly element: HTMLElement
  /** Of the tokens in hand; the one at this depth is marked. */
  draw(depth: number): void
}

/** `look` is told which id of a cell to look at. */
export function componentsView(bench: Bench, look: (depth: number) => void): ComponentsView {
  const strip = h('div', { class: 'components', role: 'group', 'aria-label': 'What each id of a cell adds' })
  const words = h('p', { class: 'note' })
  const element = h('div', { class: 'components-box', hidden: true }, strip, words)
  let drawn: Uint8Array | null = null
  let abort = new AbortController()

  const mark = (depth: number): void => {
    for (const [at, button] of [...strip.children].entries()) {
      button.setAttribute('aria-pressed', String(at === depth))
    }
  }

  const show = async (result: Result, depth: number, signal: AbortSignal): Promise<void> => {
    try {
      const pictures = await componentPictures(result, signal)
      if (signal.aborted) return
      put(
        strip,
        ...pictures.map((picture, at) => {
          const part = { x: 0, y: 0, width: picture.width, height: picture.height }
          const drawing = drawPart(picture, part, SIDE, `What id ${at + 1} of a cell adds`)
          const button = h('button', { type: 'button', title: `Id ${at + 1} of a cell` }, drawing)
          button.addEventListener('click', () => look(at))
          return button
        }),
      )
      mark(depth)
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) put(strip, h('p', { class: 'note' }, reasonOf(error)))
    }
  }

  return {
    element,
    draw(depth) {
      const { result } = bench
      const sum = result && SUMS[result.tokens.tokenizer]
      element.hidden = !sum
      if (!result || !sum) return
      // They depend on what was learned of the picture, not on its ids.
      const { side, layout } = result.tokens
      if (drawn === side) {
        mark(depth)
        return
      }
      drawn = side
      abort.abort(new DOMException('superseded', 'AbortError'))
      abort = new AbortController()
      const few = layout.depth > SHOWN ? `the first ${SHOWN} of ${count(layout.depth)}` : `all ${count(layout.depth)}`
      words.textContent = `The ${sum} that a cell is a sum of, ${few}, each as strong as can be seen.`
      void show(result, depth, abort.signal)
    },
  }
}

/** For each id of a cell the difference that it makes, about grey. */
async function componentPictures(result: Result, signal: AbortSignal): Promise<ImageData[]> {
  const { tokens } = result
  const { layout, alphabets } = tokens
  if (layout.kind !== 'grid') return []
  const shown = Math.min(SHOWN, layout.depth)
  const plain = plainCell(tokens)
  const ids = new Uint32Array((shown + 1) * layout.depth)
  for (let cell = 0; cell <= shown; cell++) ids.set(plain, cell * layout.depth)
  for (let at = 0; at < shown; at++) {
    const alphabet = alphabets[at] ?? 1
    // A quarter up from the middle of many: far enough to be seen, not so far that it is cut off.
    const none = plain[at] ?? 0
    const strong = none + Math.max(1, none === 0 ? 0 : alphabet >> 2)
    ids[(at + 1) * layout.depth + at] = Math.min(alphabet - 1, strong)
  }
  const picture = await decodeCells(result, layout, ids, 1, { signal })
  return Array.from({ length: shown }, (_, at) => contrast(picture, at + 1, layout.side))
}

/** The cell in row `row` less the first one, as large as a picture can show it. */
function contrast({ data, width }: ImageData, row: number, side: number): ImageData {
  const length = 4 * width * side
  const [first, own] = [data.subarray(0, length), data.subarray(row * length, (row + 1) * length)]
  let most = 1
  own.forEach((sample, at) => (most = Math.max(most, at % 4 === 3 ? 0 : Math.abs(sample - (first[at] ?? 0)))))
  const made = new ImageData(width, side)
  own.forEach((sample, at) => {
    made.data[at] = at % 4 === 3 ? 255 : 128 + (127 * (sample - (first[at] ?? 0))) / most
  })
  return made
}
