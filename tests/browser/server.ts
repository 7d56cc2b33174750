// The built site on a port of its own, as any static host would serve it: no CORS headers, no isolation headers.
// Two of them are two origins.

import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
}

export interface Site {
  /** Ends with a slash. */
  readonly url: string
  /** Paths asked for so far, in order. */
  readonly requests: string[]
  close(): Promise<void>
}

export interface ServeOptions {
  /** Answers a path itself; `undefined` leaves it to the folder. Used for pages of a foreign origin and for faults. */
  answer?(path: string, request: IncomingMessage, response: ServerResponse): boolean
}

/** Serves a folder, `dist/` unless another is named, on a free port of this machine. */
export async function serve(folder = distFolder(), options: ServeOptions = {}): Promise<Site> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    requests.push(path)
    if (options.answer?.(path, request, response)) return
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path))
    if (!file.startsWith(folder)) {
      response.writeHead(403).end()
      return
    }
    readFile(file).then(
      content =>
        response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content),
      () => response.writeHead(404).end('not found'),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** The built site: `cargo xtask test` names it. */
export function distFolder(): string {
  return process.env.TOKENARIUM_DIST ?? join(process.cwd(), 'dist')
}
