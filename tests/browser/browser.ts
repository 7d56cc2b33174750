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

/** WebGPU on SwiftShader, Chromium's software adapter. Without these flags there is WebGPU and no adapter. */
export const SOFTWARE_ADAPTER = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']

/** Starts a browser; the caller closes it. */
export function launch(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: [...FLAGS, ...flags] })
}

/** Gives every page a camera that shows a moving pattern. */
export const FAKE_CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] as const

/** Errors of a page as they come: uncaught ones, and what it writes to the console as errors. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}
