// The drawing of tokens: what the elements and the page use of it.

export { describe, identity, named, place, textOf, visible } from './describe.ts'
export { HUES, hue, type Part, type PlacedToken, placeTokens, type TokenWindow } from './place.ts'
export { CompareStrip } from './compare-strip.ts'
export { type Difference, type Differences, differences } from './differences.ts'
export { TokenPainter } from './painter.ts'
export type { Frame } from './pen.ts'
export { rarity } from './rarity.ts'
export { drawingSheets, sheet } from './sheet.ts'
export { type StripMarks, TokenStrip } from './strip.ts'
export type { Run } from './surface.ts'
export { hex, type StripData, type View } from './views.ts'
