// Pictures of our own, drawn when they are wanted: nothing is fetched, and every browser that draws a canvas has them.

export const SAMPLES = [
  { name: 'scene', title: 'Hills at dusk' },
  { name: 'page', title: 'A page of text' },
  { name: 'gradient', title: 'Gradients' },
  { name: 'noise', title: 'Noise' },
] as const

export type SampleName = (typeof SAMPLES)[number]['name']

export function isSample(name: string): name is SampleName {
  return SAMPLES.some(sample => sample.name === name)
}

const WIDTH = 384
const HEIGHT = 288

/** The picture of this name. */
export function drawSample(name: SampleName): ImageData {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('this browser draws no canvas')
  DRAW[name](context)
  return context.getImageData(0, 0, WIDTH, HEIGHT)
}

type Draw = (context: OffscreenCanvasRenderingContext2D) => void

const DRAW: Record<SampleName, Draw> = { scene, page, gradient, noise }

function scene(context: OffscreenCanvasRenderingContext2D): void {
  const sky = context.createLinearGradient(0, 0, 0, 190)
  sky.addColorStop(0, '#8fb4da')
  sky.addColorStop(1, '#f3d6ac')
  context.fillStyle = sky
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.fillStyle = '#f7ead0'
  context.beginPath()
  context.arc(266, 84, 34, 0, 2 * Math.PI)
  context.fill()
  for (const [colour, points] of [
    ['#37524d', [0, 180, 84, 88, 176, 180]],
    ['#466760', [96, 180, 196, 108, 292, 180]],
  ] as const) {
    context.fillStyle = colour
    context.beginPath()
    for (let i = 0; i < points.length; i += 2) context.lineTo(points[i] ?? 0, points[i + 1] ?? 0)
    context.fill()
  }
  const field = context.createLinearGradient(0, 178, 0, HEIGHT)
  field.addColorStop(0, '#4f8069')
  field.addColorStop(1, '#27453b')
  context.fillStyle = field
  context.fillRect(0, 178, WIDTH, HEIGHT)
  const random = numbers(5)
  for (let i = 0; i < 420; i++) {
    const y = 184 + random() * 104
    context.strokeStyle = random() < 0.5 ? '#68997d' : '#1f382f'
    context.beginPath()
    const x = random() * WIDTH
    context.moveTo(x, y)
    context.lineTo(x + random() * 6 - 3, y - 3 - (y - 178) / 12)
    context.stroke()
  }
}

function page(context: OffscreenCanvasRenderingContext2D): void {
  context.fillStyle = '#fdfcf8'
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.fillStyle = '#1d1c19'
  context.font = 'bold 20px serif'
  context.fillText('On small letters', 24, 40)
  const words = 'a token may hold one letter or a whole word and what is lost first is what is small'.split(' ')
  let at = 0
  for (let line = 0; line < 14; line++) {
    context.font = `${15 - line * 0.6}px serif`
    let text = ''
    while (context.measureText(text).width < WIDTH - 96) text += `${words[at++ % words.length]} `
    context.fillText(text.trim(), 24, 68 + line * 15)
  }
}

function gradient(context: OffscreenCanvasRenderingContext2D): void {
  const rows = ['#0b6e6e', '#b3541e', '#4338a8', '#7d7e73']
  rows.forEach((colour, row) => {
    const ramp = context.createLinearGradient(0, 0, WIDTH, 0)
    ramp.addColorStop(0, '#ffffff')
    ramp.addColorStop(0.5, colour)
    ramp.addColorStop(1, '#000000')
    context.fillStyle = ramp
    context.fillRect(0, (row * HEIGHT) / rows.length, WIDTH, HEIGHT / rows.length)
  })
}

function noise(context: OffscreenCanvasRenderingContext2D): void {
  const picture = context.createImageData(WIDTH, HEIGHT)
  const random = numbers(1)
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = i % 4 === 3 ? 255 : Math.floor(random() * 256)
  context.putImageData(picture, 0, 0)
}

/** Numbers from 0 to 1, the same each time: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
