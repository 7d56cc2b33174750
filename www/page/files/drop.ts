// Files and folders dropped anywhere on the page. Text dropped from elsewhere is the editor's.

import type { App, Notice } from '../app.ts'
import { byId } from '../dom.ts'
import { reasonOf } from '../failure.ts'
import { count } from '../format.ts'
import { type Given, given } from './given.ts'
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
    void dropped(event.dataTransfer).then(
      files => {
        app.notice('drop', files.length > FILES_LIMIT ? cut() : null)
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

/** All files of a drop, those in folders too. Entries must be taken before the event ends. */
async function dropped(transfer: DataTransfer): Promise<Given[]> {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null)
  if (entries.length === 0) return given(transfer.files)
  const files: Given[] = []
  for (const entry of entries) await walk(entry, files)
  return files
}

async function walk(entry: FileSystemEntry, files: Given[]): Promise<void> {
  if (files.length > FILES_LIMIT) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    files.push({ file, path: entry.fullPath.replace(/^\//, '') })
  } else if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (batch.length === 0) return
      for (const inner of batch) await walk(inner, files)
    }
  }
}
