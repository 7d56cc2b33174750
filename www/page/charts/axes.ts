// Where the ticks of an axis lie.

/** 1, 2 and 5 of each power of ten between two powers; only the powers where there would be too many. */
export function decades(from: number, to: number): number[] {
  const all: number[] = []
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    for (const digit of to - from > 2 ? [1] : [1, 2, 5]) all.push(digit * 10 ** power)
  }
  return all.filter(tick => Math.log10(tick) >= from - 1e-9 && Math.log10(tick) <= to + 1e-9)
}

/** Round numbers, about four of them. */
export function steps(low: number, high: number): number[] {
  const rough = (high - low || 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(digit => digit * power).find(each => each >= rough) ?? rough
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => (first + at) * step)
}
