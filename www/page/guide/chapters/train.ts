// Where vocabularies come from: training, and cutting at random on purpose.

import type { Chapter } from '../card.ts'
import { BPE, UNIGRAM, WORDPIECE } from '../names.ts'
import * as pictures from '../pictures.ts'
import * as sources from '../sources.ts'

/** A text in which a handful of merges already make words. */
export const SHELLS = `She sells sea shells by the sea shore. The shells she sells are sea shells, she is sure.
So if she sells sea shells on the sea shore, the shells that she sells are sea-shore shells.
The lower the shore, the newer the shells; the lowest shore has the newest shells.`

export const TRAIN: Chapter = {
  title: 'Where vocabularies come from',
  line: 'Trained in the page, on your text, one step at a time.',
  cards: [
    {
      id: 'bpe-training',
      title: 'Training by merging',
      line: 'Join the most frequent pair, again and again.',
      sentences: [
        'Count all neighbouring pairs inside the words of a text.',
        'Join the most frequent one everywhere, add it to the list, count again.',
        'The list is all that is learned, so it tells what the text was.',
      ],
      look: [
        'Step through the merges: when does the first whole word appear?',
        'The curve of tokens flattens: later merges save less.',
        'Change one word of the text: which merges move?',
      ],
      sources: [sources.SENNRICH, sources.GAGE, sources.HAYASE],
      picture: pictures.pairs,
      open: {
        label: 'Open in Train',
        path: 'text/train',
        settings: { kind: 'bpe', size: '40', step: '12', x: SHELLS },
      },
      embed: { tag: 'token-train', attributes: { merges: '40', step: '12' }, text: SHELLS },
      next: ['byte-pair-encoding', 'wordpiece-training', 'unigram-training'],
    },
    {
      id: 'unigram-training',
      title: 'Training by pruning',
      line: 'Begin with too many, drop what is missed least.',
      sentences: [
        'Begin with far more candidates than wanted: every string that occurs often.',
        'Fit their probabilities to the text, then drop those without which it would hardly be less likely, and repeat.',
        'Where merging only ever adds, this only takes away.',
      ],
      look: [
        'Step from round to round: long pieces go first, single characters stay.',
        'The pieces with the lowest loss are dropped next.',
      ],
      sources: [sources.KUDO],
      picture: pictures.pruning,
      open: {
        label: 'Open in Train',
        path: 'text/train',
        settings: { kind: 'unigram', size: '60', step: '1', x: SHELLS },
      },
      embed: { tag: 'token-text', attributes: { tokenizer: UNIGRAM }, text: SHELLS },
      next: ['unigram', 'bpe-training'],
    },
    {
      id: 'wordpiece-training',
      title: 'Training by likelihood',
      line: 'The pair that makes the text likelier, not the frequent one.',
      sentences: [
        'Pairs are joined as in merging, but another one is chosen: the pair that raises the likelihood of the text most.',
        'Two rare parts that always stand together win over two frequent ones that meet by chance.',
        'The result is a plain list of pieces; encoding takes the longest that fits.',
      ],
      look: ['Compare the first merges with those of training by merging on the same text.'],
      sources: [sources.SCHUSTER, sources.SONG],
      picture: pictures.likelihood,
      open: {
        label: 'Open in Train',
        path: 'text/train',
        settings: { kind: 'wordpiece', split: 'whitespace', size: '80', step: '6', x: SHELLS },
      },
      embed: { tag: 'token-text', attributes: { tokenizer: 'o200k_base' }, text: SHELLS },
      next: ['wordpiece', 'bpe-training'],
    },
    {
      id: 'sampling',
      title: 'Many cuts of one text',
      line: 'Dropping merges, drawing paths.',
      sentences: [
        'One text has many valid cuts.',
        'BPE dropout skips each merge with a small probability; Unigram sampling draws a path as often as it is likely.',
        'A model that meets many cuts in training learns what they have in common.',
      ],
      look: [
        'Choose a token: the lattice shows the paths that sampling would draw from.',
        'The best paths often differ by one cut only.',
      ],
      sources: [sources.PROVILKOV, sources.KUDO],
      picture: pictures.dropout,
      open: {
        label: 'Open in Inspect',
        path: 'text/inspect',
        settings: { t: UNIGRAM, k: '0', x: 'unrelated recognition of tokenizers' },
      },
      embed: { tag: 'token-text', attributes: { tokenizer: UNIGRAM }, text: 'unrelated recognition of tokenizers' },
      next: ['unigram', 'byte-pair-encoding'],
    },
    {
      id: 'three-models',
      title: 'Three models on equal terms',
      line: 'The same text, the same size, three ways to cut.',
      sentences: [
        'Pair merging, Unigram and WordPiece were each trained on the same text to 8,192 tokens.',
        'What differs between them is the model alone.',
        'Words that are frequent come out alike; the rest shows how each one thinks.',
      ],
      look: [
        'Long and rare words: where do the cuts fall?',
        'Which of the three needs the fewest tokens for your text?',
      ],
      sources: [sources.SENNRICH, sources.KUDO, sources.SCHUSTER],
      picture: pictures.three,
      open: {
        label: 'Open in Compare',
        path: 'text/compare',
        settings: {
          c: `${BPE},${UNIGRAM},${WORDPIECE}`,
          x: 'An unmistakable tokenizer recognises unbelievably long words.',
        },
      },
      embed: {
        tag: 'token-compare',
        attributes: { tokenizers: `${BPE} ${UNIGRAM} ${WORDPIECE}` },
        text: 'An unmistakable tokenizer recognises unbelievably long words.',
      },
      next: ['byte-pair-encoding', 'unigram', 'wordpiece'],
    },
  ],
}
