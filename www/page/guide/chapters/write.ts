// Tokens into text: how a model writes, and how it writes the same in fewer passes.

import type { Chapter } from '../card.ts'
import * as drawn from '../write-drawings.ts'
import * as sources from '../sources.ts'

const PROMPT = 'Once upon a time, there was a little girl who'
const COUNTING =
  'One small bird sat in the tree. Two small birds sat in the tree. Three small birds sat in the tree. Four'

export const WRITE: Chapter = {
  title: 'Tokens into text',
  line: 'One loop: guess, look, keep. Strategies differ in what they guess at once.',
  cards: [
    {
      id: 'next-token',
      title: 'Drawing the next token',
      line: 'Temperature bends the odds, a cut removes the tail, a seed decides.',
      sentences: [
        'For each place the model gives every token of its vocabulary a probability, and one is drawn.',
        'A low temperature makes the likely likelier; top-k and top-p leave out the long tail, where nonsense lives.',
        'The numbers that decide belong to the place and the seed, so the same seed writes the same text again.',
      ],
      look: [
        'Temperature 0 repeats itself; 2 without a cut falls apart.',
        'Choose a token: what could have stood there, struck through where the cut removed it.',
        'Take another token: the text regrows from there, and the part before it stays.',
      ],
      sources: [sources.HOLTZMAN],
      picture: drawn.sampling,
      open: { label: 'Open in Generate', path: 'generate', settings: { t: '1' } },
      embed: { tag: 'token-generate', attributes: { temperature: '1' }, text: PROMPT },
      next: ['speculative-decoding', 'bits-of-a-text'],
    },
    {
      id: 'speculative-decoding',
      title: 'Speculative decoding',
      line: 'A small model guesses, the large one checks all guesses at once.',
      sentences: [
        'A pass over five tokens costs little more than one over a single token, because the weights are read once.',
        'So a small model writes a few tokens ahead, and the large model looks at all of them in one pass.',
        'What it would have written itself stays, the first wrong guess and all behind it go: the text is exactly the same.',
      ],
      look: [
        'A column of the timeline is one pass: guesses with a tick stand, a struck one was wrong.',
        'Change the strategy and keep the seed: the same text, another number of passes.',
        'More guesses help only as long as most of them are right.',
      ],
      sources: [sources.LEVIATHAN, sources.CHEN],
      picture: drawn.speculative,
      open: { label: 'Open in Generate', path: 'generate', settings: { s: 'speculative', g: '4' } },
      embed: { tag: 'token-generate', attributes: { strategy: 'speculative' }, text: PROMPT },
      next: ['trie-lookahead', 'token-recycling', 'next-token'],
    },
    {
      id: 'trie-lookahead',
      title: 'Guesses from the text itself',
      line: 'What followed the same words before is tried again, all at once.',
      sentences: [
        'Texts quote themselves: names, lists and phrases come again.',
        'A trie holds every run of tokens of the prompt and of what was written, with how often it came.',
        'All branches that followed the last words before are tried in one pass as a tree; the model keeps the right one.',
      ],
      look: [
        'A prompt that counts or repeats needs half the passes, a free story hardly fewer.',
        'Write the same once more: the trie knows the text by now.',
      ],
      sources: [sources.LOOKAHEAD],
      picture: drawn.trie,
      open: {
        label: 'Open in Generate',
        path: 'generate',
        settings: {
          s: 'trie',
          t: '0',
          x: COUNTING,
        },
      },
      embed: { tag: 'token-generate', attributes: { strategy: 'trie', temperature: '0' }, text: COUNTING },
      next: ['speculative-decoding', 'token-recycling'],
    },
    {
      id: 'token-recycling',
      title: 'Token recycling',
      line: 'What the model thought of and did not write is not thrown away.',
      sentences: [
        'Every pass says for every row which tokens were likely next, and all but one of these are forgotten.',
        'Here a table keeps the eight likeliest after each token, from the last time it was seen.',
        'The next pass follows the table as a tree of up to eighty guesses, deepest where it is surest.',
      ],
      look: [
        'The first passes guess nothing: the table is empty. Generate again and it is not.',
        'Most guesses are wrong, and that is fine: they share one pass.',
      ],
      sources: [sources.RECYCLING],
      picture: drawn.recycling,
      open: { label: 'Open in Generate', path: 'generate', settings: { s: 'recycling' } },
      embed: { tag: 'token-generate', attributes: { strategy: 'recycling' }, text: PROMPT },
      next: ['trie-lookahead', 'speculative-decoding'],
    },
    {
      id: 'bits-of-a-text',
      title: 'What a text costs',
      line: 'A good model is a good compressor: surprise is counted in bits.',
      sentences: [
        'A token that the model gave one half costs one bit, one that it gave a thousandth costs ten.',
        'An arithmetic coder reaches that sum to within two bits, so a model that predicts well packs well.',
        'Bits a byte compare models whose tokens differ, and set them beside gzip and brotli.',
      ],
      look: [
        'Put a text of your own below the timeline and read it: dark tokens were not expected.',
        'Unpack the bytes that the model made of it: the same text comes back, a pass for each token.',
        'On a short text a trained model beats gzip by far, which knows nothing before it begins.',
      ],
      sources: [sources.SHANNON_ENGLISH, sources.DELETANG],
      picture: drawn.bits,
      open: { label: 'Open in Generate', path: 'generate', settings: { t: '1', p: '1' } },
      embed: null,
      next: ['next-token', 'speculative-decoding'],
    },
  ],
}
