// Pictures to begin with: drawn here, photographs and emoji that ship with the page. The last two are loaded when one is
// chosen; a drawing and an emoji are as this browser draws them.

import type { Tokenarium } from '../../api/index.ts'

export const SAMPLES = [
  { name: 'scene', title: 'Hills at dusk', kind: 'drawing' },
  { name: 'page', title: 'A page of text', kind: 'drawing' },
  { name: 'gradient', title: 'Gradients', kind: 'drawing' },
  { name: 'noise', title: 'Noise', kind: 'drawing' },
  { name: 'otter', title: 'Otter', kind: 'photograph' },
  { name: 'spices', title: 'Spices', kind: 'photograph' },
  { name: 'mountains', title: 'Mountains', kind: 'photograph' },
  { name: 'red-apple', title: 'Apple', kind: 'emoji' },
  { name: 'octopus', title: 'Octopus', kind: 'emoji' },
  { name: 'sunflower', title: 'Sunflower', kind: 'emoji' },
  { name: 'rocket', title: 'Rocket', kind: 'emoji' },
  { name: 'hamburger', title: 'Hamburger', kind: 'emoji' },
  { name: 'fox', title: 'Fox', kind: 'emoji' },
  { name: 'umbrella-with-rain-drops', title: 'Umbrella', kind: 'emoji' },
  { name: 'teapot', title: 'Teapot', kind: 'emoji' },
] as const

type Sample = (typeof SAMPLES)[number]
export type SampleName = Sample['name']
type Named<K extends Sample['kind']> = Extract<Sample, { kind: K }>['name']

/** Headings of the kinds, in order. */
export const KINDS: Readonly<Record<Sample['kind'], string>> = {
  drawing: 'Drawings',
  photograph: 'Photographs',
  emoji: 'Emoji',
}

export function isSample(name: string): name is SampleName {
  return SAMPLES.some(sample => sample.name === name)
}

const WIDTH = 384
const HEIGHT = 288
/** Side of an emoji. */
const SIDE = 256

/** The picture of this name. */
export async function openSample(name: SampleName, lab: Tokenarium, signal: AbortSignal): Promise<ImageData> {
  if (isKind(name, 'photograph')) return lab.pixels(await photograph(name), { signal })
  return isKind(name, 'emoji') ? emoji(name) : drawing(name)
}

function isKind<K extends Sample['kind']>(name: SampleName, kind: K): name is Named<K> {
  return SAMPLES.some(sample => sample.name === name && sample.kind === kind)
}

async function photograph(name: Named<'photograph'>): Promise<Blob> {
  const { default: photos } = await import('../../data/photos.json')
  const bytes = Uint8Array.from(atob(photos[name]), character => character.charCodeAt(0))
  return new Blob([bytes], { type: 'image/jpeg' })
}

async function emoji(name: Named<'emoji'>): Promise<ImageData> {
  const { default: drawings } = await import('../../data/emoji.json')
  const url = URL.createObjectURL(new Blob([drawings[name]], { type: 'image/svg+xml' }))
  try {
    const picture = new Image(SIDE, SIDE)
    picture.src = url
    await picture.decode()
    const context = contextOf(SIDE, SIDE)
    context.drawImage(picture, 0, 0, SIDE, SIDE)
    return context.getImageData(0, 0, SIDE, SIDE)
  } finally {
    URL.revokeObjectURL(url)
  }
}

function drawing(name: Named<'drawing'>): ImageData {
  const context = contextOf(WIDTH, HEIGHT)
  DRAW[name](context)
  return context.getImageData(0, 0, WIDTH, HEIGHT)
}

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('this browser draws no canvas')
  return context
}

type Draw = (context: OffscreenCanvasRenderingContext2D) => void

const DRAW: Record<Named<'drawing'>, Draw> = { scene, page, gradient, noise }

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
