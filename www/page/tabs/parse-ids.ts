// Ids as people have them: JSON, comma lists, one per line, spaces. What is no id stays in its place.

export interface Item {
  /** As it was typed. */
  readonly raw: string
  /** `null`: no number that an id could be. */
  readonly id: number | null
}

export function parseIds(text: string): { readonly items: readonly Item[] } {
  const parts = text
    .replace(/[[\](){}"']/g, ' ')
    .split(/[\s,;|]+/)
    .filter(part => part !== '')
  return {
    items: parts.map(raw => {
      const digits = raw.replace(/_/g, '')
      const id = /^\d{1,10}$/.test(digits) ? Number(digits) : null
      return { raw, id: id !== null && id <= 0xffff_ffff ? id : null }
    }),
  }
}
