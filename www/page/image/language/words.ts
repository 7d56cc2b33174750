// What the figures of two sides say, in sentences that hold whichever way they come out.

import type { IdOrder } from '../../../api/index.ts'
import { brief, count, fixed } from '../../format.ts'
import type { Side } from './view.ts'

/** Exponents that differ by less are alike. */
const ALIKE = 0.1
/** A saving of less, in bits an id, is none. */
const NOTHING = 0.05

export function sentences(picture: Side, text: Side): string[] {
  return [use(picture, text), growing(picture, text), order(picture, text)]
}

function use(picture: Side, text: Side): string {
  const share = ({ stats }: Side): string => `${brief((100 * (stats.rankFrequency[0]?.count ?? 0)) / stats.ids)} %`
  const most = `the most frequent one is ${share(picture)} of the picture, ${share(text)} of the text`
  const [one, other] = [picture.stats.zipf.exponent.value, text.stats.zipf.exponent.value]
  if (one === null || other === null) {
    return `There are too few different ids on ${one === null ? 'the picture’s' : 'the text’s'} side for Zipf’s law; ${most}.`
  }
  const exponents = `(${fixed(one, 2)} against ${fixed(other, 2)})`
  const falls =
    Math.abs(one - other) < ALIKE
      ? `Use falls about as steeply in both ${exponents}`
      : `Use falls more steeply in the ${one > other ? 'picture' : 'text'} ${exponents}`
  const { value: fit } = picture.stats.zipf.rSquared
  const bent = fit !== null && fit < 0.9 ? ', though the picture’s curve is no straight line' : ''
  return `${falls}${bent}; ${most}.`
}

function growing(picture: Side, text: Side): string {
  const share = ({ stats, alphabet }: Side): string => `${brief((100 * stats.distinct) / alphabet)} %`
  const full =
    picture.stats.distinct > 0.95 * picture.alphabet
      ? 'The picture has used up its alphabet and brings nothing new'
      : (picture.heaps ?? 0) < (text.heaps ?? 0)
        ? 'New ids come more slowly in the picture than new tokens in the text'
        : 'New ids go on coming in the picture at least as fast as new tokens in the text'
  return `${full}: ${count(picture.stats.distinct)} different ones, ${share(picture)} of what it could use, against ${count(text.stats.distinct)}, ${share(text)}.`
}

function order(picture: Side, text: Side): string {
  const told = (order: IdOrder | undefined): string => {
    const bits = (looks: IdOrder['own'] | undefined, back: number): number => looks?.[back]?.bits.value ?? 0
    const saved = bits(order?.shuffled, 1) - bits(order?.own, 1)
    return saved < NOTHING ? 'nothing' : `${fixed(saved, 2)} of ${fixed(bits(order?.own, 0), 2)} bits`
  }
  const [rows, curve] = picture.orders
  const walked = curve ? ` (along Hilbert’s curve ${told(curve.order)})` : ''
  return `Seeing the id before saves ${told(rows?.order)} an id in the picture${walked} and ${told(text.orders[0]?.order)} a token in the text.`
}
