// Debian's Chromium, started so that it asks nothing of the network.

import { type Browser, chromium, type Page } from 'playwright-core'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Sizes that every feature is tested at. */
export const DESKTOP = { width: 1360, height: 900 } as const
export const PHONE = { width: 390, height: 844 } as const

/** Starts a browser; the caller closes it. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })
}

/** Errors of a page as they come: uncaught ones, and what it writes to the console as errors. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}
