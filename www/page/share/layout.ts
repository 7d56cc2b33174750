// A picture of tokens as plain numbers: where lines, colours, ticks and shares lie. Measured once from a real layout, then drawn by svg.ts and
// canvas.ts alike, so that both files show the same.

/** A visual line of text. `x` is its left edge, whatever its direction. */
export interface TextLine {
  readonly x: number
  readonly baseline: number
  readonly width: number
  readonly text: string
  readonly right: boolean
}

/** A rectangle in the colour of a token. */
export interface Fill {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly hue: number
}

/** A boundary; `apart`: not shared by all tokenizers. */
export interface Tick {
  readonly x: number
  readonly y: number
  readonly height: number
  readonly apart: boolean
}

export interface Label {
  readonly x: number
  readonly baseline: number
  readonly text: string
}

/** Colours of a theme by name of the palette. */
export type Colours = Readonly<
  Record<'paper' | 'ink' | 'ink-2' | 'line-2' | 'accent' | 'tick' | 't0' | 't1' | 't2' | 't3' | 't4' | 't5', string>
>

/** A measured picture. */
export interface Layout {
  readonly title: string
  readonly width: number
  readonly height: number
  readonly font: { readonly family: string; readonly size: number }
  readonly colours: Colours
  readonly lines: readonly TextLine[]
  readonly fills: readonly Fill[]
  readonly shares: readonly Fill[]
  readonly ticks: readonly Tick[]
  readonly labels: readonly Label[]
}

/** Colours of one theme, read from the text of the palette. */
export function coloursOf(palette: string, theme: 'light' | 'dark'): Colours {
  const found: Record<string, string> = {}
  for (const [, name, light, dark] of palette.matchAll(/--([\w-]+):\s*light-dark\(\s*(#\w+)\s*,\s*(#\w+)\s*\)/g)) {
    found[name ?? ''] = (theme === 'light' ? light : dark) ?? ''
  }
  return found as unknown as Colours
}
