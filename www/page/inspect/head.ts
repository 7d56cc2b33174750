// The row above the text: which tokenizer, samples, files. Mode links are plain links in the HTML.

import type { App } from '../app.ts'
import { byId, h, put } from '../dom.ts'
import { given } from '../files/given.ts'
import { openFiles } from '../files/read.ts'
import { openPicker } from '../picker/picker.ts'
import { openSamples } from '../samples/button.ts'
import { chooseOwn } from '../picker/own.ts'

export function mountHead(app: App): void {
  const pick = byId<HTMLButtonElement>('pick')
  pick.addEventListener('click', async () => {
    app.wake()
    openPicker(pick, {
      catalog: await app.session.catalog(),
      chosen: app.store.state.tokenizer,
      choose: name => app.store.dispatch({ type: 'tokenizer', name }),
      own: source => void chooseOwn(app, source, name => app.store.dispatch({ type: 'tokenizer', name })),
    })
  })

  const samples = byId<HTMLButtonElement>('samples')
  samples.addEventListener('click', () => openSamples(app, samples))

  const file = h('input', { type: 'file', hidden: true, multiple: true, 'aria-label': 'Text files' })
  file.addEventListener('change', () => {
    app.wake()
    void openFiles(app, given(file.files ?? []))
    file.value = ''
  })
  const open = byId('open-file')
  open.after(file)
  open.addEventListener('click', () => file.click())
}

/** Writes the chosen tokenizer on its button. */
export async function drawPick(app: App): Promise<void> {
  const name = app.store.state.tokenizer
  const info = (await app.session.catalog()).find(i => i.name === name)
  const models = info?.models[0]?.name ?? ''
  if (app.store.state.tokenizer === name) put(byId('pick'), name, models ? h('small', null, models) : null)
}
