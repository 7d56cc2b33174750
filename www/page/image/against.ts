// What stands on the left of the border: the original, or what another tokenizer or a file makes of it, at about as many
// bits as are in use or at the point that the visitor chose.

import type { Tokenarium } from '../../api/index.ts'
import { h } from '../dom.ts'
import { isAbort } from '../failure.ts'
import { bytes, fixed } from '../format.ts'
import type { Bench } from './bench.ts'
import { pictureOf, type Point } from './points.ts'
import type { Stage } from './stage.ts'

export interface Against {
  readonly element: HTMLElement
  /** Shows this point. */
  show(point: Point): void
  /** Lists the curves there are; a new picture brings the original back. */
  update(points: readonly Point[]): void
}

/** `failed` is told what went wrong. */
export function against(
  bench: Bench,
  stage: Stage,
  lab: () => Promise<Tokenarium>,
  failed: (error: unknown) => void,
): Against {
  const element = h('select', { class: 'choice', 'aria-label': 'On the left' }, h('option', { value: '' }, 'original'))
  let points: readonly Point[] = []
  let picture: ImageData | null = null
  let abort = new AbortController()

  const original = (): void => {
    abort.abort(new DOMException('superseded', 'AbortError'))
    element.value = ''
    stage.compareWith(null)
  }

  const show = async (point: Point): Promise<void> => {
    abort.abort(new DOMException('superseded', 'AbortError'))
    abort = new AbortController()
    const { signal } = abort
    const from = bench.original
    if (!from) return
    try {
      const back = await pictureOf(await lab(), from, point.origin, signal)
      if (signal.aborted || back === null || from !== bench.original) return
      element.value = point.curve
      const words = `${point.curve}, ${point.setting}: ${bytes(Math.ceil(point.bits / 8))}, ${fixed(point.measures.psnr, 1)} dB`
      stage.compareWith({ picture: back, words })
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) failed(error)
    }
  }

  element.addEventListener('change', () => {
    const { result } = bench
    const wanted = result ? result.rate.adaptive + result.rate.sideInformation : 0
    const far = ({ bits }: Point): number => Math.abs(Math.log(bits / Math.max(1, wanted)))
    const [nearest] = points.filter(({ curve }) => curve === element.value).sort((a, b) => far(a) - far(b))
    if (nearest) void show(nearest)
    else original()
  })

  return {
    element,
    show: point => void show(point),
    update(now) {
      if (bench.original !== picture) {
        picture = bench.original
        original()
      }
      points = now
      const names = [...new Set(now.map(({ curve }) => curve))]
      const listed = [...element.options].slice(1).map(({ value }) => value)
      if (names.join('\n') === listed.join('\n')) return
      const chosen = element.value
      element.replaceChildren(
        h('option', { value: '' }, 'original'),
        ...names.map(name => h('option', { value: name }, `${name}, same size`)),
      )
      element.value = names.includes(chosen) ? chosen : ''
    },
  }
}
