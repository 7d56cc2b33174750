// A page of another origin that uses the elements: a second port, its own policy, no CORS headers anywhere.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { collectErrors } from './browser.ts'
import { type Site, serve } from './server.ts'

/** A foreign page that is open. */
export interface Foreign {
  readonly page: Page
  /** Errors and violations of its policy so far. */
  readonly errors: string[]
  close(): Promise<void>
}

/** How the page is made. */
export interface ForeignOptions {
  readonly context?: BrowserContextOptions
  /** Directives besides `script-src` and `frame-src` of the engine's origin. */
  readonly policy?: string
  /** Stands in the head in place of one script tag for `embed.js`. */
  readonly head?: string
}

/** Serves a page on a port of its own with `body` in it and one script tag for the elements of `site`. */
export function serveForeign(site: Site, body: string, options: ForeignOptions = {}): Promise<Site> {
  const origin = site.url.replace(/\/$/, '')
  const head = options.head ?? `<script src="${site.url}embed.js"></script>`
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page of somebody else</title>
${head}<link rel="stylesheet" href="/page.css"><main><h1>Tokens</h1>${body}</main></html>`
  const policy = `default-src 'none'; script-src ${origin}; frame-src ${origin}; style-src 'self'${options.policy ?? ''}`
  return serve('/nowhere', {
    answer: (path, _request, response) => {
      if (path === '/') {
        response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(html)
      } else if (path === '/page.css') response.writeHead(200, { 'content-type': 'text/css' }).end(STYLES)
      else response.writeHead(404).end()
      return true
    },
  })
}

/** Opens such a page. */
export async function openForeign(
  browser: Browser,
  site: Site,
  body: string,
  options: ForeignOptions = {},
): Promise<Foreign> {
  const pages = await serveForeign(site, body, options)
  const context = await browser.newContext({ viewport: { width: 800, height: 700 }, ...options.context })
  const page = await context.newPage()
  const errors = collectErrors(page)
  // The browser asks for an icon that this page has not; that is no fault of the elements.
  await page.route('**/favicon.ico', route => route.abort())
  await page.goto(pages.url)
  return {
    page,
    errors,
    close: async () => {
      await context.close()
      await pages.close()
    },
  }
}

const STYLES = `body { font: 18px/1.5 serif; color: #222; background: #fff; margin: 24px; }
body.night { color: #ddd; background: #111; }
.far { height: 3000px; }
:not(:defined) { display: block; }`
