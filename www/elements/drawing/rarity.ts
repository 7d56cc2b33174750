// How little a model expected a token, in classes that a shade can tell.

/** 0 is what the model expected; two bits for each of five classes. */
export function rarity(probability: number): number {
  return Math.min(4, Math.floor(-Math.log2(Math.max(probability, 1e-9)) / 2))
}
