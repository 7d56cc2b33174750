// A measured picture as PNG, drawn straight into a canvas: no picture is loaded, so no policy and no taint matters.

import type { Layout } from './layout.ts'

/** Pixels per unit: sharp on a dense screen. */
const SCALE = 2
/** Largest side that browsers agree on. */
const LARGEST = 16_384

/** The file. Rejects for a picture that no canvas holds. */
export function layoutToPng(layout: Layout): Promise<Blob> {
  const scale = Math.min(SCALE, LARGEST / Math.max(layout.width, layout.height))
  if (scale < 0.25) return Promise.reject(new Error('The text is too long for one PNG. Save it as SVG, or shorten it.'))
  const canvas = new OffscreenCanvas(Math.ceil(layout.width * scale), Math.ceil(layout.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return Promise.reject(new Error('This browser gave no canvas to draw on. Save it as SVG.'))
  context.scale(scale, scale)
  draw(context, layout)
  return canvas.convertToBlob({ type: 'image/png' })
}

function draw(context: OffscreenCanvasRenderingContext2D, layout: Layout): void {
  const { colours } = layout
  const hue = (index: number): string => colours[`t${index % 6}` as 't0']
  context.fillStyle = colours.paper
  context.fillRect(0, 0, layout.width, layout.height)
  for (const fill of layout.fills) {
    context.fillStyle = hue(fill.hue)
    context.fillRect(fill.x, fill.y, fill.width, fill.height)
  }
  context.fillStyle = colours.ink
  context.font = `${layout.font.size}px ${layout.font.family}`
  for (const line of layout.lines) {
    context.direction = line.right ? 'rtl' : 'ltr'
    context.textAlign = line.right ? 'right' : 'left'
    context.fillText(line.text, line.right ? line.x + line.width : line.x, line.baseline)
  }
  for (const tick of layout.ticks) {
    context.strokeStyle = tick.apart ? colours.accent : colours.tick
    context.lineWidth = tick.apart ? 2 : 1.5
    context.beginPath()
    context.moveTo(tick.x, tick.y)
    context.lineTo(tick.x, tick.y + tick.height)
    context.stroke()
  }
  context.lineWidth = 1
  context.strokeStyle = colours['line-2']
  for (const share of layout.shares) {
    context.fillStyle = hue(share.hue)
    context.fillRect(share.x, share.y, share.width, share.height)
    context.strokeRect(share.x, share.y, share.width, share.height)
  }
  context.direction = 'ltr'
  context.textAlign = 'left'
  context.fillStyle = colours['ink-2']
  context.font = '12px sans-serif'
  for (const label of layout.labels) context.fillText(label.text, label.x, label.baseline)
}
