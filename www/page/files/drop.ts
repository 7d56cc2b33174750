// Files and folders dropped anywhere on the page. Text dropped from elsewhere is the editor's.

import type { App } from '../app.ts'
import { byId } from '../dom.ts'
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
    void dropped(event.dataTransfer).then(files => openFiles(app, files))
  })
}

/** All files of a drop, those in folders too. Entries must be taken before the event ends. */
async function dropped(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null)
  if (entries.length === 0) return [...transfer.files]
  const files: File[] = []
  for (const entry of entries) await walk(entry, files)
  return files
}

async function walk(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= FILES_LIMIT) return
  if (entry.isFile) {
    files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)))
  } else if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (batch.length === 0) return
      for (const inner of batch) await walk(inner, files)
    }
  }
}
