// Texts too large for a link, kept in IndexedDB on this machine. One row: the newest text replaces the one before, so
// that nothing piles up. Where storage is refused (private windows) the page works without.

const NAME = 'tokenarium-text'
const ROWS = 'texts'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(ROWS)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('storage refused'))
  })
}

async function row<T>(mode: IDBTransactionMode, run: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const base = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = run(base.transaction(ROWS, mode).objectStore(ROWS))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('storage refused'))
    })
  } finally {
    base.close()
  }
}

let last: { version: number; key: string } | null = null

/**
 * Keeps a text and names it; the same version of it keeps its name. A blob is stored without a copy on this thread; a
 * string is for texts that UTF-8 cannot hold.
 */
export async function keep(version: number, text: Blob | string): Promise<string> {
  if (last?.version === version) return last.key
  const key = Array.from(crypto.getRandomValues(new Uint8Array(6)), b => b.toString(16).padStart(2, '0')).join('')
  last = { version, key }
  try {
    await row('readwrite', rows => rows.clear())
    await row('readwrite', rows => rows.put(text, key))
  } catch {
    // Without storage the link opens without the text, which the page says anyway.
  }
  return key
}

/** The text of that name, or `null` where this machine has none. */
export async function kept(key: string): Promise<string | null> {
  try {
    const found: unknown = await row('readonly', rows => rows.get(key))
    if (found instanceof Blob) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await found.arrayBuffer())
    return typeof found === 'string' ? found : null
  } catch {
    return null
  }
}

/** How many bytes are kept, about. */
export async function keptBytes(): Promise<number> {
  try {
    const all: unknown[] = await row('readonly', rows => rows.getAll())
    return all.reduce<number>(
      (sum, found) => sum + (found instanceof Blob ? found.size : typeof found === 'string' ? found.length * 2 : 0),
      0,
    )
  } catch {
    return 0
  }
}

/** Forgets all kept texts. */
export async function forget(): Promise<void> {
  last = null
  await row('readwrite', rows => rows.clear())
}
