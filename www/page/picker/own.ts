// A tokenizer from the visitor's own file or address: read, named, chosen; refused with the precise reason. A rank file
// does not say how text is cut before its merges: that is asked first (patterns.ts).

import type { App } from '../app.ts'
import { isAbort, reasonOf, remedyOf, titleOf } from '../failure.ts'
import { bytes } from '../format.ts'
import { isRankFile, patternForm } from './patterns.ts'

const NOTICE = 'own'

export async function chooseOwn(app: App, given: File | string, choose: (name: string) => void): Promise<void> {
  const source = typeof given === 'string' ? addressOf(given) : given
  const name = typeof given === 'string' ? given : given.name
  if (source === null) {
    app.notice(NOTICE, {
      bad: true,
      title: 'This is no address',
      text: `“${name}” was given. An address of a tokenizer file begins with https://. ${inUse(app)}`,
    })
  } else if (await isRankFile(source)) {
    const { form, pattern } = patternForm(name, () => void read(app, source, name, choose, pattern()))
    app.notice(NOTICE, {
      title: `How does ${name} cut text?`,
      text: 'A rank file holds tokens and their order, but not the pattern that cuts text before them. Its maker says which one it is.',
      form,
    })
    form.querySelector('select')?.focus()
  } else {
    await read(app, source, name, choose)
  }
}

async function read(
  app: App,
  source: File | URL,
  name: string,
  choose: (name: string) => void,
  pattern?: string,
): Promise<void> {
  const abort = new AbortController()
  const cancel = { label: 'Cancel', run: () => abort.abort(new DOMException('cancelled', 'AbortError')) }
  const report = (done: number, total: number | null): void => {
    if (abort.signal.aborted) return
    app.notice(NOTICE, {
      title: `Reading ${name}`,
      text: total ? `${bytes(done)} of ${bytes(total)}` : bytes(done),
      actions: [cancel],
    })
  }
  report(0, source instanceof File ? source.size : null)
  try {
    const own = await app.session.open(source, { ...(pattern && { pattern }), signal: abort.signal, report })
    app.notice(NOTICE, null)
    choose(own)
  } catch (error) {
    if (isAbort(error)) {
      app.notice(NOTICE, null)
      return
    }
    app.notice(NOTICE, {
      bad: true,
      title: titleOf(error),
      text: `${name}: ${reasonOf(error)} ${remedyOf(error)} ${inUse(app)}`,
      actions: [{ label: 'Try again', run: () => void read(app, source, name, choose, pattern) }],
    })
  }
}

function inUse(app: App): string {
  return `${app.store.state.tokenizer} is still in use.`
}

function addressOf(typed: string): URL | null {
  return URL.canParse(typed) ? new URL(typed) : null
}
