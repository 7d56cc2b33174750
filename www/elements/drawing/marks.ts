// Which characters are drawn as marks over the text, since a reader can't see them, and which run from right to left.

/** Kinds of mark: a dot, an arrow, a bent arrow, the same with a bar (CR), a ring (spaces of another width), a wedge (no width at all). */
export type Mark = 'space' | 'tab' | 'newline' | 'return' | 'wide' | 'hidden'

/** The mark of a UTF-16 unit, or null when it is seen anyway. */
export function markOf(unit: number): Mark | null {
  if (unit === 0x20) return 'space'
  if (unit > 0x20 && unit < 0x7f) return null
  if (unit === 0x09) return 'tab'
  if (unit === 0x0a || unit === 0x2028 || unit === 0x2029) return 'newline'
  if (unit === 0x0d) return 'return'
  if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return 'hidden'
  if (unit === 0xa0 || unit === 0x1680 || (unit >= 0x2000 && unit <= 0x200a)) return 'wide'
  if (unit === 0x202f || unit === 0x205f || unit === 0x3000) return 'wide'
  if (unit === 0xad || unit === 0x200b || unit === 0x200e || unit === 0x200f) return 'hidden'
  if ((unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2060 && unit <= 0x206f) || unit === 0xfeff) return 'hidden'
  return null
}

const RIGHT =
  /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Mende_Kikakui}]/u
const LEFT = /^[\p{L}\p{N}]/u

/** Whether a text may hold anything that runs from right to left; cheap enough for each drawing. */
export function mayRunRight(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x590 && (unit < 0x900 || (unit >= 0xfb1d && unit < 0xff00) || unit === 0xd802 || unit === 0xd83a))
      return true
    if (unit === 0x200f || unit === 0x202b || unit === 0x202e || unit === 0x2067) return true
  }
  return false
}

/** Direction of a character by itself: strong ones say it, others (spaces, punctuation) follow their surroundings. */
export function directionOf(character: string): 'left' | 'right' | 'neutral' {
  if (RIGHT.test(character) && !/^[\p{Nd}\p{Mn}]/u.test(character)) return 'right'
  return LEFT.test(character) ? 'left' : 'neutral'
}
