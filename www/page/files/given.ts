// A file of the visitor's with the path that it was given by: files of one name in two folders are told apart.

export interface Given {
  readonly file: File
  /** Path inside the folder that was chosen or dropped; the name alone where there was none. */
  readonly path: string
}

/** Files of a file input. */
export function given(files: Iterable<File>): Given[] {
  return Array.from(files, file => ({ file, path: file.webkitRelativePath || file.name }))
}
