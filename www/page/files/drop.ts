// Files and folders dropped anywhere on the page. Text dropped from elsewhere is the editor's.

import type { App, Notice } from '../app.ts'
import { byId } from '../dom.ts'
import { reasonOf } from '../failure.ts'
import { count } from '../format.ts'
import { dropped } from './given.ts'
import { openFiles } from './read.ts'

/** A folder of more files than this is cut, and the page says so. */
export const FILES_LIMIT = 5000

export function mountDrop(app: App): void {
  const target = byId('ed')
  const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  document.addEventListener('dragover', event => {
    if (!carries(event)) return
    event.preventDefault()
    target.classList.add('drop')
  })
  document.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) target.classList.remove('drop')
  })
  document.addEventListener('drop', event => {
    target.classList.remove('drop')
    if (!carries(event) || !event.dataTransfer) return
    event.preventDefault()
    app.wake()
    void dropped(event.dataTransfer, FILES_LIMIT).then(
      files => {
        app.notice('drop', files.length > FILES_LIMIT ? cut() : null)
        // What becomes of them is seen in room Text.
        if (byId('room-text').hidden) location.hash = '#text/inspect'
        return openFiles(app, files.slice(0, FILES_LIMIT))
      },
      (error: unknown) => app.notice('drop', { bad: true, title: 'The drop could not be read', text: reasonOf(error) }),
    )
  })
}

function cut(): Notice {
  return {
    title: 'Not all files of this folder are counted',
    text: `The first ${count(FILES_LIMIT)} are: drop parts of the folder to see the others.`,
  }
}
