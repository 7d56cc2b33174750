// What tokens of a picture are worth: their price, what each of them does, how they behave.

import type { Chapter } from '../card.ts'
import * as judged from '../judged-drawings.ts'
import * as sources from '../sources.ts'
import { PICTURE } from './picture-name.ts'

export const JUDGED_PICTURES: Chapter = {
  title: 'What tokens of a picture are worth',
  line: 'Their price, what each one does, and how they behave together.',
  cards: [
    {
      id: 'rate-and-quality',
      title: 'Bits against quality',
      line: 'No picture of a tokenizer without its price.',
      sentences: [
        'A reconstruction says nothing until its bits stand beside it.',
        'Every tokenizer draws a curve: more bits, more quality, and at the same bits the higher curve is better.',
        'Whole files of JPEG and WebP stand in the same plane, headers and tables counted on all sides.',
      ],
      look: [
        'Change the picture: on flat drawings and on noise the order of the curves is another.',
        'Press a point: its picture stands beside the one in use.',
        'Add a result of your own: a file and the bytes that it took.',
      ],
      sources: [sources.SHANNON, sources.SSIM],
      picture: judged.rateAndQuality,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'dct-8', step: '24' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'dct-8', options: 'step=24' }, picture: PICTURE },
      next: ['frequencies', 'compression'],
    },
    {
      id: 'edited-ids',
      title: 'Ids changed by hand',
      line: 'What does one token do to the picture?',
      sentences: [
        'Set an id to another value, put one cell in the place of another, or shuffle them all.',
        'What changes in the picture is what the token means.',
        'In a grid of blocks an id reaches as far as its cell, elsewhere perhaps over the whole picture.',
      ],
      look: [
        'Take a cell, open another sample, and put it there.',
        'Zero a cell, then undo.',
        'Show the places of an id: everything else goes dark.',
      ],
      sources: [sources.AHMED],
      picture: judged.editedIds,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'dct-8', step: '40' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'dct-8', options: 'step=40' }, picture: PICTURE },
      next: ['frequencies', 'patches'],
    },
    {
      id: 'language-of-ids',
      title: 'The language of ids',
      line: 'Do tokens of a picture behave like words?',
      sentences: [
        'Words of a text follow laws: few are frequent, many are rare, and new ones never quite stop coming.',
        'The ids of a picture are counted the same way, beside as many tokens of a text.',
        'Shuffle both: counts stay as they are, and what is lost is all that the order was worth.',
      ],
      look: [
        'Press Set beside a text, and compare how steeply the two curves fall.',
        'See what one or two ids before save in the picture, row by row and along Hilbert’s curve, and what in the text.',
        'Compare Zipf’s line with the bent one of Zipf and Mandelbrot, and Yule’s K, which does not grow with the text.',
        'Find the ids that meet beside and below each other more often than by chance: a grammar of places.',
      ],
      sources: [sources.VISUAL_LANGUAGE, sources.ZIPF],
      picture: judged.languageOfIds,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'codebook', codes: '256', side: '4' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'codebook', options: 'codes=256' }, picture: PICTURE },
      next: ['zipf', 'codebooks', 'rate-and-quality'],
    },
  ],
}
