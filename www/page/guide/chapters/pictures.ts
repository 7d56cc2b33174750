// Pictures into tokens by a fixed rule: how pixels become ids.

import type { Chapter } from '../card.ts'
import * as drawn from '../image-pictures.ts'
import * as sources from '../sources.ts'
import { PICTURE } from './picture-name.ts'

export const PICTURES: Chapter = {
  title: 'Pictures into tokens',
  line: 'A picture has no words: somebody decides what a token of it is.',
  cards: [
    {
      id: 'patches',
      title: 'Patches',
      line: 'Squares of pixels, row by row.',
      sentences: [
        'Cut the picture into squares and take each as one token.',
        'Small squares mean many tokens and fine detail, large ones few tokens that each hold much.',
        'As long as every sample keeps its 256 values nothing is lost, and nothing is saved.',
      ],
      look: [
        'Move the side from 32 to 1: the number of ids stays, the number of cells grows a thousandfold.',
        'Choose a cell: its ids are its samples, and each can be changed.',
      ],
      sources: [sources.DOSOVITSKIY, sources.PATCHIFICATION],
      picture: drawn.patches,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'patches', side: '16' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'patches', options: 'side=16' }, picture: PICTURE },
      next: ['frequencies', 'rate-and-quality'],
    },
    {
      id: 'frequencies',
      title: 'Frequencies of a block',
      line: 'The cosine transform, rounded in steps.',
      sentences: [
        'Each block of 8 × 8 pixels is written as a sum of 64 waves, from flat to the finest checkerboard.',
        'How much there is of each wave is rounded to whole steps, and most of the fine ones become 0.',
        'JPEG stands on this: zeros cost next to nothing.',
      ],
      look: [
        'Make the step larger: blocks appear, and the ids of the fine waves are all 0.',
        'Decode the first 1 of 64: one flat colour for each block. Then 3, then 10.',
        'Choose an id of a cell: alone it is one wave.',
      ],
      sources: [sources.AHMED, sources.WALLACE],
      picture: drawn.frequencies,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'dct-8', step: '60' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'dct-8', options: 'step=60' }, picture: PICTURE },
      next: ['patches', 'rate-and-quality', 'edited-ids'],
    },
    {
      id: 'embedded-stream',
      title: 'A stream that can stop anywhere',
      line: 'Wavelets, bit plane by bit plane.',
      sentences: [
        'The picture becomes a small picture and details, level by level, and each bit of the stream answers a question about them.',
        'The largest details come first, and one bit says that nothing under a coefficient is large yet.',
        'So any number of leading bits is a picture, and with reversible filters all of them are the picture itself.',
      ],
      look: [
        'Decode the first thousand bits, then ten thousand: it never starts again, it only grows sharper.',
        'Set one bit to another value: everything after it is read wrongly.',
        'Compare Haar with 9/7 on the hills and on the page of text.',
      ],
      sources: [sources.SHAPIRO, sources.SAID],
      picture: drawn.embedded,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'wavelet-9-7', levels: '5' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'wavelet-9-7', options: 'levels=5' }, picture: PICTURE },
      next: ['frequencies', 'codebooks', 'rate-and-quality'],
    },
    {
      id: 'pyramid',
      title: 'A pyramid of resolutions',
      line: 'Small pictures first, each adds what the last one lacks.',
      sentences: [
        'The picture is halved again and again, and the smallest one is kept as it is.',
        'Each larger one then says only what is missing when the smaller, as it was decoded, is blown up to its size.',
        'So the first levels decode alone, from a blur to the picture, and a model can guess a whole level at once.',
      ],
      look: [
        'Decode one level of five, then two: the blur gets its edges, not its corners first.',
        'Choose a cell with the levels turned down: it is large, and everything finer hangs on it.',
        'Most ids of the finest level say: nothing to add here.',
      ],
      sources: [sources.BURT, sources.VAR],
      picture: drawn.pyramid,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'pyramid', levels: '5', codes: '64', side: '4' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'pyramid', options: 'levels=5' }, picture: PICTURE },
      next: ['embedded-stream', 'codebooks'],
    },
  ],
}
