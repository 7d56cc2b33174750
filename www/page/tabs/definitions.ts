// What each figure is called on the page and what it means, as the engine defines it (src/text/stats).

export type FigureName =
  | 'bytesPerToken'
  | 'codePointsPerToken'
  | 'graphemesPerToken'
  | 'entropy'
  | 'renyiEfficiency'
  | 'fertility'
  | 'wordsKeptWhole'
  | 'continuedWords'
  | 'utilisation'
  | 'zipfExponent'
  | 'zipfFit'
  | 'halfCharacters'
  | 'fixedBits'
  | 'adaptiveBits'

/** Name, words, definition. */
export const DEFINITIONS: readonly (readonly [FigureName, string, string])[] = [
  ['bytesPerToken', 'bytes per token', 'UTF-8 bytes divided by tokens: the compression ratio'],
  ['codePointsPerToken', 'code points per token', 'code points divided by tokens'],
  ['graphemesPerToken', 'graphemes per token', 'grapheme clusters (UAX 29) divided by tokens'],
  ['entropy', 'entropy', 'Shannon entropy of the token frequencies of this text'],
  ['renyiEfficiency', 'Rényi efficiency', 'Rényi entropy of order 2.5 divided by log2 of the vocabulary'],
  ['fertility', 'tokens per word', 'tokens divided by words (UAX 29 segments with a letter or digit)'],
  [
    'wordsKeptWhole',
    'words kept whole',
    'share of words that are exactly one token; a leading space counts with the word',
  ],
  ['continuedWords', 'words in pieces', 'share of words of two tokens or more'],
  ['utilisation', 'vocabulary used', 'distinct tokens of this text divided by the vocabulary'],
  ['zipfExponent', 'Zipf exponent', 'minus the slope of log count against log rank, ranks 1 to 1000'],
  ['zipfFit', 'Zipf fit, R²', 'share of the variance of log count that the line explains'],
  ['halfCharacters', 'half characters', 'share of tokens that begin or end inside a code point'],
  ['fixedBits', 'fixed bits', 'tokens times the whole bits that an id of this vocabulary needs'],
  ['adaptiveBits', 'adaptive bits', 'what an arithmetic coder with an adaptive order-0 model needs for these ids'],
]
