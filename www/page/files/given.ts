// Files of the visitor's with the paths that they were given by: files of one name in two folders are told apart.

export interface Given {
  readonly file: File
  /** Path inside the folder that was chosen or dropped; the name alone where there was none. */
  readonly path: string
}

/** Files of a file input. */
export function given(files: Iterable<File>): Given[] {
  return Array.from(files, file => ({ file, path: file.webkitRelativePath || file.name }))
}

/** All files of a drop, those in folders too; not many more than `limit`. Entries must be taken before the event ends. */
export async function dropped(transfer: DataTransfer, limit: number): Promise<Given[]> {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null)
  if (entries.length === 0) return given(transfer.files)
  const files: Given[] = []
  for (const entry of entries) await walk(entry, files, limit)
  return files
}

async function walk(entry: FileSystemEntry, files: Given[], limit: number): Promise<void> {
  if (files.length > limit) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    files.push({ file, path: entry.fullPath.replace(/^\//, '') })
  } else if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (batch.length === 0) return
      for (const inner of batch) await walk(inner, files, limit)
    }
  }
}
