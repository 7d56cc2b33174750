// The panel behind the chip: which adapter there is, why it is used or not, and the self-check with its table. It keeps
// what it found while it is closed.

import type { SelfCheck, Tokenarium } from '../../api/index.ts'
import { sheet } from '../../elements/drawing/index.ts'
import { say } from '../announce.ts'
import { attributes, h, put, write } from '../dom.ts'
import { isAbort, reasonOf, remedyOf } from '../failure.ts'
import { plural } from '../format.ts'
import { popover } from '../popover.ts'
import css from './panel.css' with { type: 'text' }
import { share } from './words.ts'

/** What matters to kernels of all that an adapter may have beyond the core. */
const COMPUTE = ['shader-f16', 'subgroups', 'timestamp-query']

let own: CSSStyleSheet | undefined

export class Panel {
  readonly #lab: Tokenarium
  readonly #reason = h('p')
  readonly #facts = h('dl', { class: 'backend-facts' })
  readonly #start = h('button', { class: 'button', type: 'button' }, 'Run the self-check')
  readonly #cancel = h('button', { class: 'quiet', type: 'button' }, 'Cancel')
  readonly #bar = h('progress', { 'aria-label': 'Kernels checked' })
  readonly #done = h('span')
  readonly #under = h('div', { class: 'backend-under', hidden: true }, this.#bar, this.#done, this.#cancel)
  readonly #result = h('div', { class: 'backend-result' })
  readonly #content = h(
    'div',
    { class: 'backend-panel' },
    h('h2', null, 'What the engine runs on'),
    this.#reason,
    this.#facts,
    h(
      'p',
      { class: 'note' },
      'For models. Tokenizers that need no model run on the CPU everywhere, so that their ids are the same on every machine.',
    ),
    this.#start,
    this.#under,
    this.#result,
  )

  constructor(lab: Tokenarium) {
    this.#lab = lab
    if (!own) document.adoptedStyleSheets.push((own = sheet(css)))
    let abort = new AbortController()
    this.#start.addEventListener('click', () => {
      abort = new AbortController()
      void this.#check(abort.signal)
    })
    this.#cancel.addEventListener('click', () => abort.abort(new DOMException('cancelled', 'AbortError')))
    lab.on('backend', () => this.#draw())
    this.#draw()
  }

  open(anchor: HTMLElement): void {
    popover(anchor, this.#content, 'What the engine runs on')
    if (this.#content.isConnected) (this.#under.hidden ? this.#start : this.#cancel).focus()
  }

  #draw(): void {
    const { reason, adapter, details } = this.#lab.backend
    write(this.#reason, reason)
    const has = COMPUTE.filter(name => details?.features.includes(name))
    const lacks = COMPUTE.filter(name => !has.includes(name))
    const facts: [string, string][] = [['adapter', adapter ?? 'none']]
    if (details) {
      facts.push(['kind', details.software ? 'a program on the CPU' : 'a graphics processor'])
      facts.push(['has', has.join(', ') || 'none of those below'])
      if (lacks.length > 0) facts.push(['lacks', lacks.join(', ')])
    }
    put(this.#facts, ...facts.flatMap(([name, value]) => [h('dt', null, name), h('dd', null, value)]))
  }

  async #check(signal: AbortSignal): Promise<void> {
    this.#running(true)
    put(this.#result)
    try {
      const found = await this.#lab.selfCheck({
        signal,
        onProgress: ({ done, total }) => {
          attributes(this.#bar, { max: total ?? undefined, value: done })
          write(this.#done, `${done} of ${total ?? '…'} kernels`)
        },
      })
      put(this.#result, ...result(found))
      say(verdict(found))
    } catch (error) {
      const text = isAbort(error) ? 'The self-check was cancelled.' : `${reasonOf(error)} ${remedyOf(error)}`
      put(this.#result, h('p', { role: 'status' }, text))
    } finally {
      this.#running(false)
    }
  }

  #running(running: boolean): void {
    const held = this.#content.contains(document.activeElement)
    attributes(this.#bar, { value: 0, max: 1 })
    write(this.#done, 'opening')
    attributes(this.#under, { hidden: !running })
    attributes(this.#start, { hidden: running })
    if (held) (running ? this.#cancel : this.#start).focus()
  }
}

/** In a few sentences what came of it. */
function verdict({ adapter, kernels, skipped, skippedBecause }: SelfCheck): string {
  const wrong = kernels.filter(({ holds }) => !holds).map(({ kernel }) => kernel)
  const ran = kernels.length - skipped
  const largest = Math.max(...kernels.map(({ difference }) => difference ?? 0))
  return [
    wrong.length === 0
      ? `All ${kernels.length} kernels give on this CPU the bits that they must give.`
      : `Other values than they must give: ${wrong.join(', ')}.`,
    ran > 0 && `${ran} ran on ${adapter?.name ?? 'the adapter'}, at most ${share(largest)} from the CPU.`,
    skipped === 0 ? 'None was skipped.' : `${plural(skipped, 'kernel')} skipped: ${skippedBecause ?? ''}`,
  ]
    .filter(Boolean)
    .join(' ')
}

function result(found: SelfCheck): Node[] {
  const heads = ['kernel', 'shapes', 'CPU', 'difference', 'allowed', 'rows']
  const yes = (value: boolean | null): string => (value === null ? '–' : value ? 'same bits' : 'differ')
  const rows = found.kernels.map(kernel =>
    h(
      'tr',
      { class: kernel.holds ? undefined : 'bad' },
      h('th', { scope: 'row' }, kernel.kernel),
      h('td', null, kernel.cases),
      h('td', null, yes(kernel.twin)),
      h('td', null, share(kernel.difference)),
      h('td', { title: kernel.toleranceBecause }, share(kernel.tolerance)),
      h('td', null, yes(kernel.rows)),
    ),
  )
  return [
    h('p', null, verdict(found)),
    h(
      'div',
      { class: 'backend-table', tabindex: 0, role: 'region', 'aria-label': 'Kernels' },
      h(
        'table',
        null,
        h('thead', null, h('tr', null, ...heads.map(head => h('th', { scope: 'col' }, head)))),
        h('tbody', null, ...rows),
      ),
    ),
    h(
      'p',
      { class: 'note' },
      'CPU: against the bits that NumPy was compared with. Difference: GPU against CPU, as a share of the largest value. Rows: alone and among 16 and 128.',
    ),
  ]
}
