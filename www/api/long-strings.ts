/**
 * Strings that are too long for one message. Copying ten megabytes of text into a message takes a page tens of
 * milliseconds in which it answers nobody, so a call leaves them out and they follow as items, part by part, each when
 * the worker asks for it. Operations know nothing of this: their input is whole when they run.
 */

/** A longer string, in UTF-16 units, follows in parts of this length. */
export const PART = 1 << 18

/** Where in the input a string that follows belongs. */
export interface Following {
  /** Names and indices from the input inwards. */
  path: (string | number)[]
  length: number
}

/** An input whose long strings are left out, and these in the order of their places. */
export interface Split {
  input: unknown
  following: Following[]
  strings: string[]
}

/** Takes out of plain data the strings that are too long, three levels deep. */
export function takeLongStrings(input: unknown): Split {
  const split: Split = { input, following: [], strings: [] }
  split.input = take(input, [], split)
  return split
}

function take(value: unknown, path: (string | number)[], split: Split): unknown {
  if (typeof value === 'string' && value.length > PART) {
    split.following.push({ path, length: value.length })
    split.strings.push(value)
    return null
  }
  if (path.length === 3 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part, at) => take(part, [...path, at], split))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, take(part, [...path, name], split)]))
}

/** The parts of strings, one after another. */
export function* parts(strings: readonly string[]): Generator<string, void, void> {
  for (const string of strings) for (let at = 0; at < string.length; at += PART) yield string.slice(at, at + PART)
}

/** Puts a string in its place, in the data that a message brought. */
export function putString(input: unknown, path: Following['path'], string: string): unknown {
  const last = path.at(-1)
  if (last === undefined) return string
  let holder = input as Record<string | number, unknown>
  for (const name of path.slice(0, -1)) holder = holder[name] as Record<string | number, unknown>
  holder[last] = string
  return input
}
