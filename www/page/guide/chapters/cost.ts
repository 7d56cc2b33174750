// What tokens cost: figures, and who pays.

import type { Chapter } from '../card.ts'
import * as pictures from '../pictures.ts'
import * as sources from '../sources.ts'

const MIXED = `The price rose by 1,234,567 % since 2019, didn't it?
Straßenbahnhaltestelle · Конституция · नमस्ते दुनिया
東京タワー is 332.9 m high 👩‍🚀
كل الناس يولدون أحرارا`

const PROSE = `All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.
Everyone is entitled to all the rights and freedoms set forth in this Declaration, without distinction of any kind, such as race, colour, sex, language, religion, political or other opinion, national or social origin, property, birth or other status.`

export const COST: Chapter = {
  title: 'What tokens cost',
  line: 'Every figure is defined, computed on this text and has its unit beside it.',
  cards: [
    {
      id: 'parity',
      title: 'Parity over languages',
      line: 'The same text, four times the tokens.',
      sentences: [
        'The same text in another language has another number of tokens.',
        'Languages that were rare in the text a tokenizer was trained on pay more for the same content.',
        'The premium is their number of tokens divided by that of the English text.',
      ],
      look: [
        'The distance between the tokenizers in one language: newer ones are fairer.',
        'Scripts far from Latin are cut down to half characters by older vocabularies.',
      ],
      sources: [sources.PETROV, sources.AHIA],
      picture: pictures.parity,
      open: {
        label: 'Open in Compare',
        path: 'text/compare',
        settings: { c: 'o200k_base,cl100k_base,gpt2', x: MIXED },
      },
      embed: { tag: 'token-compare', attributes: { tokenizers: 'o200k_base cl100k_base gpt2' }, text: MIXED },
      next: ['half-characters', 'compression'],
    },
    {
      id: 'compression',
      title: 'Tokens as compression',
      line: 'Bytes per token, bits per text, gzip beside it.',
      sentences: [
        'Bytes per token says how much text one token carries.',
        'Bits say more: ids of a fixed width, ids under an adaptive code, and gzip and brotli of the same text stand side by side.',
        'The vocabulary itself is not counted, gzip needs none: short texts flatter the tokens.',
      ],
      look: [
        'Make the text ten times longer: gzip catches up.',
        'Change to a text in another script: the order of the bars changes.',
      ],
      sources: [sources.GOLDMAN, sources.KRICHEVSKY],
      picture: pictures.bits,
      open: {
        label: 'Open in Inspect',
        path: 'text/inspect',
        settings: { t: 'o200k_base', tab: 'statistics', x: PROSE },
      },
      embed: { tag: 'token-text', attributes: { tokenizer: 'o200k_base' }, text: PROSE },
      next: ['zipf', 'parity'],
    },
    {
      id: 'zipf',
      title: 'Zipf and Rényi',
      line: 'How evenly is a vocabulary used?',
      sentences: [
        'Order tokens by how often they occur: the counts fall roughly like a power of the rank, as Zipf saw for words.',
        'Rényi efficiency with α = 2.5 says how evenly the vocabulary is used, 1 being perfectly even.',
        'On translation it went along with quality better than the length of the text in tokens did.',
      ],
      look: [
        'The slope is printed with its fit; below 50 different tokens it is left out, and the page says so.',
        'Repeat the text: the efficiency stays, since only shares count.',
      ],
      sources: [sources.ZOUHAR, sources.ZIPF],
      picture: pictures.zipf,
      open: { label: 'Open in Inspect', path: 'text/inspect', settings: { t: 'gpt2', tab: 'statistics', x: PROSE } },
      embed: { tag: 'token-text', attributes: { tokenizer: 'gpt2' }, text: PROSE },
      next: ['compression'],
    },
  ],
}
