// Every strategy on one prompt and seed: the same text, in how many passes and how much time.

import type { Job, Model, Step, Strategy } from '../../api/index.ts'
import { say } from '../announce.ts'
import { h, put } from '../dom.ts'
import { isAbort, reasonOf, remedyOf } from '../failure.ts'
import { count, fixed, plural } from '../format.ts'
import { optionsOf, type Settings, STRATEGIES } from './settings.ts'

interface Run {
  readonly strategy: Strategy
  readonly steps: Step[]
}

/** `model` loads the model that writes; `settings` are those of the room. */
export function raceView(
  model: (job: Job) => Promise<Model>,
  settings: () => Settings,
): { readonly element: HTMLElement; stop(): void } {
  const go = h('button', { class: 'button', type: 'button' }, 'Race them')
  const rows = h('div', { class: 'race' })
  const words = h('p', { class: 'note', role: 'status' }, 'The prompt and the seed above, by each strategy in turn.')
  const element = h(
    'section',
    { class: 'panel', 'aria-label': 'Every strategy on one seed' },
    h('div', { class: 'head' }, h('h2', null, 'Every strategy on one seed'), h('div', { class: 'grow' }), go),
    rows,
    words,
  )
  let work: AbortController | null = null

  const draw = (runs: readonly Run[], tokens: number): void => {
    const most = Math.max(tokens, ...runs.map(({ steps }) => steps.length))
    put(rows, ...runs.map(run => row(run, most)))
  }

  const race = async (): Promise<void> => {
    const own = new AbortController()
    work = own
    go.textContent = 'Stop'
    const wanted = settings()
    const runs: Run[] = []
    try {
      const { signal } = own
      const report = ({ done, total }: { done: number; total: number | null }): void => {
        words.textContent = `Loading: ${count(done)} of ${count(total ?? done)}`
      }
      const writer = await model({ signal, onProgress: report })
      const names = (Object.keys(STRATEGIES) as Strategy[]).filter(
        name => name !== 'speculative' || writer.info.draft !== null,
      )
      // What was learnt from earlier texts would win the race before it begins.
      await writer.forget()
      for (const strategy of names) {
        const run: Run = { strategy, steps: [] }
        runs.push(run)
        words.textContent = `${STRATEGIES[strategy].title} …`
        const options = { ...optionsOf(wanted), strategy, signal, onProgress: report }
        for await (const step of writer.generate(wanted.prompt, options)) {
          run.steps.push(step)
          draw(runs, wanted.tokens)
        }
      }
      words.textContent = verdict(runs)
      say(words.textContent)
    } catch (error) {
      words.textContent = isAbort(error) ? 'Stopped.' : `${reasonOf(error)} ${remedyOf(error)}`
    } finally {
      work = null
      go.textContent = 'Race them'
    }
  }
  const stop = (): void => work?.abort(new DOMException('stopped', 'AbortError'))
  go.addEventListener('click', () => {
    if (work === null) void race()
    else stop()
  })
  return { element, stop }
}

function row({ strategy, steps }: Run, most: number): HTMLElement {
  const bar = h('i')
  bar.style.setProperty('width', `${(100 * steps.length) / most}%`)
  const tokens = steps.reduce((sum, step) => sum + step.tokens.length, 0)
  const time = steps.reduce((sum, step) => sum + step.milliseconds, 0)
  const figures = `${plural(steps.length, 'pass', 'passes')}, ${fixed(tokens / steps.length)} tokens each, ${fixed(time / tokens, 1)} ms a token`
  const meter = h('span', { class: 'meter', 'aria-hidden': 'true' }, bar)
  return h('div', null, h('span', null, STRATEGIES[strategy].title), meter, h('output', null, figures))
}

function idsOf({ steps }: Run): string {
  return steps.flatMap(step => step.tokens.map(({ id }) => id)).join()
}

function verdict(runs: readonly Run[]): string {
  const [first, ...others] = runs
  if (first === undefined) return ''
  const tokens = first.steps.reduce((sum, step) => sum + step.tokens.length, 0)
  const same = others.filter(run => idsOf(run) === idsOf(first)).length
  return same === others.length
    ? `All ${count(runs.length)} wrote the same ${plural(tokens, 'token')}: compared id by id.`
    : `${count(others.length - same)} of ${count(others.length)} wrote another text than token by token.`
}
