// Style sheets of the drawing as constructable sheets, made once per document at first use: no style element, so any content policy allows them.

import palette from '../../styles/palette.css' with { type: 'text' }
import drawing from './drawing.css' with { type: 'text' }

let made: CSSStyleSheet[] | undefined

/** The palette and the drawing's own rules, to be adopted by the root that holds the text. */
export function drawingSheets(): CSSStyleSheet[] {
  made ??= [palette, drawing].map(sheet)
  return made
}

/** A constructable sheet of the given text. */
export function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet()
  made.replaceSync(text)
  return made
}
