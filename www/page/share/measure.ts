// From tokens to a measured picture: the text is laid out once, out of sight, by the browser itself, so line breaks, scripts and directions are
// those of the page.

import { differences, hue, placeTokens, sheet } from '../../elements/drawing/index.ts'
import { directionOf } from '../../elements/drawing/marks.ts'
import { shareOf } from '../../elements/drawing/pen.ts'
import { Surface } from '../../elements/drawing/surface.ts'
import palette from '../../styles/palette.css' with { type: 'text' }
import { coloursOf, type Fill, type Label, type Layout, type TextLine, type Tick } from './layout.ts'
import type { Picture } from './view.ts'

const WIDTH = 760
const PADDING = 20
const SIZE = 17
const ROW = 32
const FAMILY =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace'
/** UTF-16 units that are still drawn as one picture. */
const LONGEST = 50_000

/** Lays a picture out. Throws for a text that is too long for one. */
export function measure(picture: Picture, options: { title: string; theme: 'light' | 'dark' }): Layout {
  if (picture.text.length > LONGEST) {
    throw new Error(
      `A picture holds ${LONGEST.toLocaleString('en')} characters; this text has ${picture.text.length.toLocaleString('en')}.`,
    )
  }
  const rows = picture.rows.length
  const gutter = rows > 1 ? 24 : 0
  const pitch = rows > 1 ? 28 : ROW
  const block = rows > 1 ? rows * pitch + 14 : ROW
  const host = document.createElement('div')
  host.setAttribute('aria-hidden', 'true')
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [
    sheet(
      `:host { position: absolute; left: -10000px; top: 0; width: ${WIDTH - 2 * PADDING - gutter}px; }
       div { font: ${SIZE}px/${block}px ${FAMILY}; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; }`,
    ),
  ]
  const text = document.createElement('div')
  const node = document.createTextNode(picture.text)
  text.append(node)
  root.append(text)
  document.body.append(host)
  try {
    const origin = text.getBoundingClientRect()
    const left = PADDING + gutter - origin.x
    const top = PADDING - origin.y
    const surface = new Surface([{ from: 0, node }])
    const lines = linesOf(picture.text, surface)
    const texts: TextLine[] = []
    const fills: Fill[] = []
    const shares: Fill[] = []
    const ticks: Tick[] = []
    const labels: Label[] = []
    const compared = rows > 1 ? differences(picture.rows.map(row => row.spans)) : null
    picture.rows.forEach((row, r) => {
      const shift = top + (r - (rows - 1) / 2) * pitch
      for (const line of lines) {
        const middle = line.middle + shift
        texts.push({
          x: line.x + left,
          baseline: middle + SIZE * 0.36,
          width: line.width,
          text: line.text,
          right: line.right,
        })
        if (rows > 1) labels.push({ x: PADDING, baseline: middle + 4, text: String.fromCharCode(65 + r) })
      }
      for (const token of placeTokens({ text: picture.text, spans: row.spans })) {
        const coloured = compared === null || (compared.of[r]?.[token.index] ?? -1) >= 0
        if (coloured && token.from < token.to) {
          for (const rect of surface.rects(token.from, token.to)) {
            fills.push({
              x: rect.x + left,
              y: rect.y + shift,
              width: rect.width,
              height: rect.height,
              hue: hue(token.index),
            })
          }
        }
        if (token.start !== null) {
          const rect = surface.rect(token.start, token.head)
          if (rect !== undefined) {
            const right = directionOf(String.fromCodePoint(picture.text.codePointAt(token.start) ?? 32)) === 'right'
            ticks.push({
              x: rect.x + left + (right ? rect.width - 0.75 : 0.75),
              y: rect.y + shift - 1,
              height: rect.height + 2,
              apart: compared?.apart[r]?.[token.index] === 1,
            })
          }
        }
        for (const part of token.parts) {
          const rect = surface.rect(part.from, part.to)
          if (rect === undefined) continue
          const share = shareOf(
            rect,
            part.begin,
            part.end,
            directionOf(picture.text.slice(part.from, part.to)) === 'right',
          )
          shares.push({ ...share, x: share.x + left, y: share.y + shift, hue: hue(token.index) })
        }
      }
    })
    const height = origin.height + 2 * PADDING
    const end = height + (rows > 1 ? 0 : 4)
    labels.push({ x: PADDING, baseline: end, text: options.title })
    return {
      title: options.title,
      width: WIDTH,
      height: end + 14,
      font: { family: FAMILY, size: SIZE },
      colours: coloursOf(palette, options.theme),
      lines: texts,
      fills,
      shares,
      ticks,
      labels,
    }
  } finally {
    host.remove()
  }
}

/** Visual lines: units that lie at the same height, in the order of the text. */
function linesOf(
  text: string,
  surface: Surface,
): { text: string; x: number; width: number; middle: number; right: boolean }[] {
  const lines: { from: number; to: number; x: number; end: number; middle: number; right: boolean }[] = []
  let right = false
  let fresh = true
  for (let i = 0; i < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(i) ?? 32)
    const to = i + character.length
    if (character === '\n') fresh = true
    else {
      if (fresh) {
        right = paragraphRunsRight(text, i)
        fresh = false
      }
      const rect = surface.rect(i, to)
      const line = lines.at(-1)
      if (rect !== undefined) {
        const middle = rect.y + rect.height / 2
        if (line !== undefined && Math.abs(line.middle - middle) < 10 && text.slice(line.to, i).indexOf('\n') < 0) {
          line.to = to
          line.x = Math.min(line.x, rect.x)
          line.end = Math.max(line.end, rect.right)
        } else lines.push({ from: i, to, x: rect.x, end: rect.right, middle, right })
      } else if (line !== undefined && line.to === i) line.to = to
    }
    i = to
  }
  return lines.map(line => ({
    text: text.slice(line.from, line.to),
    x: line.x,
    width: line.end - line.x,
    middle: line.middle,
    right: line.right,
  }))
}

/** The direction of a paragraph is that of its first letter. */
function paragraphRunsRight(text: string, from: number): boolean {
  const end = text.indexOf('\n', from)
  for (const character of text.slice(from, end < 0 ? text.length : end)) {
    if (/\p{L}/u.test(character)) return directionOf(character) === 'right'
  }
  return false
}
