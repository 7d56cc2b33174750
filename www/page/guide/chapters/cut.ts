// Text into tokens: how a string is cut.

import type { Chapter } from '../card.ts'
import { BERT, CHAT, FALLBACK, NFKC, UNIGRAM } from '../names.ts'
import * as pictures from '../pictures.ts'
import * as sources from '../sources.ts'

const SAMPLE = "The quick tokenizer doesn't see words, it sees bytes."
const NUMBERS = "In 2019 it rose by 1,234,567 %, didn't it?\n    return 42"

export const CUT: Chapter = {
  title: 'Text into tokens',
  line: 'Nine things that decide where a string is cut.',
  cards: [
    {
      id: 'byte-pair-encoding',
      title: 'Byte-pair encoding',
      line: 'Join pairs in the order of a list.',
      sentences: [
        'Start from single bytes.',
        'Of all neighbouring pairs that stand in a fixed list, join the one that stands first, and repeat until none is left.',
        'That list, in order, is the whole tokenizer.',
      ],
      look: [
        'Choose a token: its tree shows every join with its rank.',
        'The last join of a token has the highest rank in its tree.',
        'Change a letter in the middle of a word and see which tokens move.',
      ],
      sources: [sources.SENNRICH, sources.GAGE],
      picture: pictures.mergeTree,
      open: { label: 'Open in Inspect', path: 'text/inspect', settings: { t: 'o200k_base', k: '2', x: SAMPLE } },
      embed: { tag: 'token-text', attributes: { tokenizer: 'o200k_base', selected: '2' }, text: SAMPLE },
      next: ['bpe-training', 'byte-alphabet', 'unigram'],
    },
    {
      id: 'byte-alphabet',
      title: 'The alphabet of bytes',
      line: 'All 256 bytes are tokens, so nothing is unknown.',
      sentences: [
        'Every text is bytes, and there are only 256 of them.',
        'A vocabulary that holds all 256 can write any text: there is no unknown token.',
        'A rare character costs up to four tokens instead of leaving a hole.',
      ],
      look: [
        'In the Bytes view letters of English are one byte, é is two, 京 three, 🧑 four.',
        'A character that no merge reaches stands there as its single bytes.',
      ],
      sources: [sources.RADFORD, sources.WANG, sources.UTF8],
      picture: pictures.alphabet,
      open: {
        label: 'Open in Inspect',
        path: 'text/inspect',
        settings: { t: 'gpt2', view: 'bytes', x: 'café 東京 𐍈 🧑‍🚀' },
      },
      embed: { tag: 'token-text', attributes: { tokenizer: 'gpt2', view: 'bytes' }, text: 'café 東京 𐍈 🧑‍🚀' },
      next: ['half-characters', 'byte-fallback'],
    },
    {
      id: 'patterns',
      title: 'Cuts before the merges',
      line: 'A pattern decides what may never be joined.',
      sentences: [
        'Before any merge a pattern cuts the text into words, numbers, spaces and signs.',
        'No merge crosses such a cut.',
        'So the pattern decides how digits group, and whether a space belongs to the word after it.',
      ],
      look: [
        '1,234,567 in threes from the left, or as the merges happen to fall.',
        "didn't: one word for o200k, two pieces for the others.",
        'The spaces before return: one token, or one for each.',
      ],
      sources: [sources.RADFORD, sources.SINGH],
      picture: pictures.patterns,
      open: {
        label: 'Open in Compare',
        path: 'text/compare',
        settings: { c: 'o200k_base,cl100k_base,gpt2', x: NUMBERS },
      },
      embed: { tag: 'token-compare', attributes: { tokenizers: 'o200k_base cl100k_base gpt2' }, text: NUMBERS },
      next: ['byte-pair-encoding', 'parity'],
    },
    {
      id: 'unigram',
      title: 'Unigram',
      line: 'The likeliest path through all cuts.',
      sentences: [
        'Each token has a probability, and a cut of the text has the product of its tokens.',
        'All possible cuts together form a lattice; the likeliest path through it is the encoding.',
        'How far the second best is behind says how sure the cut is.',
      ],
      look: [
        'Choose a token: the lattice shows the candidates with their scores.',
        'The margin is small where two cuts are nearly as good.',
      ],
      sources: [sources.KUDO, sources.SENTENCEPIECE],
      picture: pictures.lattice,
      open: { label: 'Open in Inspect', path: 'text/inspect', settings: { t: UNIGRAM, k: '2', x: SAMPLE } },
      embed: { tag: 'token-text', attributes: { tokenizer: UNIGRAM }, text: SAMPLE },
      next: ['unigram-training', 'sampling', 'wordpiece'],
    },
    {
      id: 'wordpiece',
      title: 'WordPiece',
      line: 'The longest piece that fits, from the left.',
      sentences: [
        'From the left of a word take the longest token that fits, then go on behind it.',
        'Tokens marked ## may only stand inside a word.',
        'Where nothing fits, the whole word becomes [UNK].',
      ],
      look: [
        'Choose a token: its trace lists the longer pieces that were tried first.',
        'A word with a character that is not in the vocabulary is lost as a whole.',
      ],
      sources: [sources.SCHUSTER, sources.DEVLIN, sources.SONG],
      picture: pictures.longest,
      open: {
        label: 'Open in Inspect',
        path: 'text/inspect',
        settings: { t: BERT, k: '2', x: 'The tokenizer sees subwords, not 𓀀.' },
      },
      embed: { tag: 'token-text', attributes: { tokenizer: BERT }, text: 'The tokenizer sees subwords, not 𓀀.' },
      next: ['wordpiece-training', 'byte-fallback'],
    },
    {
      id: 'byte-fallback',
      title: 'Byte fallback',
      line: 'A character outside the vocabulary as its bytes.',
      sentences: [
        'A vocabulary of characters cannot hold them all.',
        'With byte fallback a character that is missing is written as its UTF-8 bytes, one token each.',
        'The decoder puts the bytes together again, so it is not lost.',
      ],
      look: [
        'The segments under a rare character: one for each of its bytes.',
        'The same text with WordPiece: a word that can not be written becomes [UNK].',
      ],
      sources: [sources.SENTENCEPIECE],
      picture: pictures.fallback,
      open: {
        label: 'Open in Compare',
        path: 'text/compare',
        settings: { c: `${FALLBACK},${BERT}`, x: 'The Gothic letter 𐍈 and the bird 𓅃.' },
      },
      embed: {
        tag: 'token-text',
        attributes: { tokenizer: FALLBACK },
        text: 'The Gothic letter 𐍈 and the bird 𓅃.',
      },
      next: ['byte-alphabet', 'half-characters'],
    },
    {
      id: 'special-tokens',
      title: 'Special tokens and chat templates',
      line: 'Ids that stand for no text, and who writes them.',
      sentences: [
        'Some ids stand for no text: a beginning, an end, whose turn it is to speak.',
        'A chat template writes a conversation with them before it is tokenized; they are why a counter shows more than the text has.',
        'Typed by a visitor they are plain text, unless one asks for them to be parsed.',
      ],
      look: ['Count the tokens that no message wrote.', 'Type <|im_start|> as text: several tokens; parsed: one.'],
      sources: [sources.TEMPLATES],
      picture: pictures.chat,
      open: {
        label: 'Open in Inspect',
        path: 'text/inspect',
        settings: { t: CHAT, tab: 'chat', x: '<|im_start|>user\nWhy is the sky blue?<|im_end|>', sp: 'parse' },
      },
      embed: {
        tag: 'token-text',
        attributes: { tokenizer: CHAT, specials: 'parse' },
        text: '<|im_start|>user\nWhy is the sky blue?<|im_end|>',
      },
      next: ['compression'],
    },
    {
      id: 'normalization',
      title: 'Normalization',
      line: 'One letter, two spellings, the same tokens or not.',
      sentences: [
        'A letter can be one code point or a base with a combining mark.',
        'NFC composes them; NFKC also folds forms that mean the same, such as ﬁ and ㎏.',
        'Most byte-level tokenizers change nothing, so two spellings that look alike get different tokens.',
      ],
      look: [
        'The two words café look the same and are not: one has five bytes, one six.',
        'With NFKC ㎏ becomes kg: tokens that share one character of your text.',
      ],
      sources: [sources.UAX15],
      picture: pictures.normal,
      open: {
        label: 'Open in Compare',
        path: 'text/compare',
        settings: { c: `o200k_base,${NFKC}`, x: 'café cafe\u0301 ﬁne 5 ㎏ Å' },
      },
      embed: {
        tag: 'token-compare',
        attributes: { tokenizers: `o200k_base ${NFKC}` },
        text: 'café cafe\u0301 ﬁne 5 ㎏ Å',
      },
      next: ['half-characters', 'patterns'],
    },
    {
      id: 'half-characters',
      title: 'Half characters',
      line: 'A token may end in the middle of a letter.',
      sentences: [
        'Merges know bytes, not characters, and may end in the middle of one.',
        'Such a token decoded alone is no text; only with its neighbour it is.',
        'The glyph stays whole here, with a segment under it for each token.',
      ],
      look: [
        'Point at the segments below the emoji: each is a token of its own.',
        'In the Bytes view e2 80 and 8d are two tokens and one code point.',
      ],
      sources: [sources.UTF8, sources.UAX29],
      picture: pictures.halves,
      open: {
        label: 'Open in Inspect',
        path: 'text/inspect',
        settings: { t: 'cl100k_base', x: 'An astronaut 👩‍🚀 says नमस्ते and ありがとう.' },
      },
      embed: {
        tag: 'token-text',
        attributes: { tokenizer: 'cl100k_base' },
        text: 'An astronaut 👩‍🚀 says नमस्ते and ありがとう.',
      },
      next: ['byte-alphabet', 'parity'],
    },
  ],
}
