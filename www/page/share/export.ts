// Coloured text as files.

import { layoutToPng } from './canvas.ts'
import { measure } from './measure.ts'
import { layoutToSvg } from './svg.ts'
import type { Picture } from './view.ts'

/** How a picture is drawn; the theme is that of the page unless said otherwise. */
export interface PictureOptions {
  readonly title?: string
  readonly theme?: 'light' | 'dark'
}

/** The picture as SVG. */
export function svgOf(picture: Picture, options: PictureOptions = {}): Promise<Blob> {
  return Promise.resolve(new Blob([layoutToSvg(laidOut(picture, options))], { type: 'image/svg+xml' }))
}

/** The picture as PNG. */
export async function pngOf(picture: Picture, options: PictureOptions = {}): Promise<Blob> {
  return layoutToPng(laidOut(picture, options))
}

function laidOut(picture: Picture, options: PictureOptions): ReturnType<typeof measure> {
  const title = options.title ?? picture.rows.map(row => row.label).join(', ')
  return measure(picture, { title, theme: options.theme ?? themeOfPage() })
}

function themeOfPage(): 'light' | 'dark' {
  const scheme = getComputedStyle(document.documentElement).colorScheme
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  return dark ? 'dark' : 'light'
}
