// A tokenizer from the visitor's own file or address: read, named, chosen; refused with the precise reason.

import type { App } from '../app.ts'
import { isAbort, reasonOf, remedyOf, titleOf } from '../failure.ts'
import { bytes } from '../format.ts'

export async function chooseOwn(app: App, source: File | string, choose: (name: string) => void): Promise<void> {
  const name = typeof source === 'string' ? source : source.name
  const report = (done: number, total: number | null): void =>
    app.notice('own', {
      title: `Reading ${name}`,
      text: total ? `${bytes(done)} of ${bytes(total)}` : bytes(done),
    })
  report(0, null)
  try {
    const tokenizer = await app.session.open(source, report)
    app.notice('own', null)
    choose(tokenizer.info.name)
  } catch (error) {
    if (isAbort(error)) return
    app.notice('own', {
      bad: true,
      title: titleOf(error),
      text: `${reasonOf(error)} ${remedyOf(error)} ${app.store.state.tokenizer} is still in use.`,
    })
  }
}
