// Tokens that fit the picture: learned from the picture itself, or as large as it lets them be.

import type { Chapter } from '../card.ts'
import * as fitted from '../fitted-drawings.ts'
import * as sources from '../sources.ts'
import { PICTURE } from './picture-name.ts'

export const FITTED_PICTURES: Chapter = {
  title: 'Tokens that fit the picture',
  line: 'No network yet: what can be had from one picture alone.',
  cards: [
    {
      id: 'components',
      title: 'Components of patches',
      line: 'The waves that this very picture is made of.',
      sentences: [
        'Of all directions in which patches of this picture differ, the first component is the one along which they differ most.',
        'The next is the one after it at right angles, and so on: a patch becomes how far it lies along each.',
        'Few of them hold nearly all, and the next bit always goes to the component that is the widest still.',
      ],
      look: [
        'Look at the components one by one: flat first, then slopes, then finer and finer.',
        'Compare them with the waves of the cosine transform: on a natural picture they are nearly those.',
        'Lower the bits: components fall away from the end.',
      ],
      sources: [sources.HOTELLING, sources.BLOCK_QUANTIZATION],
      picture: fitted.components,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'pca-bits', bits: '64', side: '8' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'pca-bits', options: 'bits=64' }, picture: PICTURE },
      next: ['frequencies', 'levels-of-one-number', 'product-codes'],
    },
    {
      id: 'levels-of-one-number',
      title: 'Each number for itself',
      line: 'Real numbers become ids without more training.',
      sentences: [
        'A finished encoder gives real numbers, here along the principal components of patches.',
        'Each is compared with fixed levels of a bell curve, and the number of the nearest level is its id.',
        'Levels may be those of least error, of equal shares, or of equal steps, and at few bits it shows which.',
      ],
      look: [
        'Take six bits and change the rule: equal shares lose the rare, large numbers.',
        'Lower the bits to one: every component is only plus or minus.',
      ],
      sources: [sources.TOKEN_BRIDGE, sources.LLOYD],
      picture: fitted.levels,
      open: {
        label: 'Open in Image',
        path: 'image',
        settings: { t: 'pca-levels', components: '16', bits: '6', rule: '1' },
      },
      embed: {
        tag: 'token-image',
        attributes: { tokenizer: 'pca-levels', options: 'bits=6&rule=1' },
        picture: PICTURE,
      },
      next: ['product-codes', 'codebooks'],
    },
    {
      id: 'codebooks',
      title: 'Codebooks',
      line: 'A patch becomes the nearest of a list.',
      sentences: [
        'k-means finds a few patches that stand for all patches of this picture, and a token is the number of one of them.',
        'With more levels, each later codebook names what the earlier ones left over.',
        'The list itself must be sent too, and for one picture it is often more than the ids.',
      ],
      look: [
        'Read the side information: it is counted in every figure and every point.',
        'Show the places of an id: patches that look alike, wherever they lie.',
        'Decode the first of the levels, then the second.',
      ],
      sources: [sources.LLOYD, sources.JUANG],
      picture: fitted.codebooks,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'residual', levels: '4', codes: '64', side: '4' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'residual', options: 'levels=4' }, picture: PICTURE },
      next: ['product-codes', 'embedded-stream'],
    },
    {
      id: 'product-codes',
      title: 'Products of codebooks',
      line: 'Few entries, very many codes.',
      sentences: [
        'A patch is split into groups of numbers, and each group has a small codebook of its own.',
        'Four groups of 64 entries make 64 to the power of four codes out of 256 entries.',
        'It matters which numbers share a group: components dealt out evenly do better than samples in their order.',
      ],
      look: ['Turn balanced components off and on, and watch the PSNR.', 'Add groups: codes multiply, entries add up.'],
      sources: [sources.JEGOU, sources.GE],
      picture: fitted.products,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'product', groups: '4', codes: '64', side: '4' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'product', options: 'groups=4' }, picture: PICTURE },
      next: ['codebooks', 'levels-of-one-number'],
    },
    {
      id: 'quadtree',
      title: 'Quadtrees',
      line: 'Small cells where there is much to see.',
      sentences: [
        'Begin with the whole picture in one colour, and split the cell with the largest error in four.',
        'Do it again until there are as many cells as are wanted: the sky stays in one piece, an edge goes to pieces.',
        'A bit for each cell says whether it was split, so the places of all cells cost next to nothing.',
      ],
      look: [
        'Move the leaves from 16 to 4,096 and watch where the new ones go.',
        'Draw the cells over the picture: they are the drawing of its edges.',
        'Take Halves by edges instead: cells are cut in two where there are lines, however faint, not where there is error.',
      ],
      sources: [sources.FINKEL, sources.GPS_TOKEN],
      picture: fitted.quadtree,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'quadtree', leaves: '512' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'quadtree', options: 'leaves=512' }, picture: PICTURE },
      next: ['gaussians', 'merged-cells', 'patches'],
    },
    {
      id: 'whole-pictures',
      title: 'Whole pictures, coarse to fine',
      line: 'One list of ids, none of which has a place.',
      sentences: [
        'Thousands of emoji differ from their mean along a few hundred directions, and each direction is a whole picture.',
        'An id says how far to go along one of them, those along which emoji differ most first.',
        'So the first ids are a blurred whole, any number of them decodes, and changing one changes the picture everywhere.',
      ],
      look: [
        'Decode the first ten ids, then a hundred.',
        'Take an emoji, then a photograph: the directions know emoji and little else.',
        'Set an id to another value and look at the difference: it covers everything.',
      ],
      sources: [sources.HOTELLING, sources.TURK],
      picture: fitted.wholePictures,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'whole-pca', bits: '1024' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'whole-pca', options: 'bits=1024' }, picture: PICTURE },
      next: ['embedded-stream', 'components'],
    },
    {
      id: 'gaussians',
      title: 'Gaussians',
      line: 'Tokens with a place and a shape.',
      sentences: [
        'The picture is first split where it is busy, and each part becomes a soft ellipse with a colour.',
        'Then places, shapes and colours move until the sum of all ellipses is as near to the picture as it gets.',
        'Forty-one bits say all of one ellipse, and the same list paints the picture at any size.',
      ],
      look: [
        'Change the count from 16 to 192: edges are the first to get more of them.',
        'Choose one and change its width, its slant or its colour.',
      ],
      sources: [sources.GPS_TOKEN],
      picture: fitted.gaussians,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'gaussians', count: '96' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'gaussians', options: 'count=96' }, picture: PICTURE },
      next: ['merged-cells', 'embedded-stream'],
    },
    {
      id: 'merged-cells',
      title: 'Merged cells',
      line: 'Alike is one token.',
      sentences: [
        'Cells that are alike are joined pair by pair until as few tokens are left as are wanted.',
        'Pruning, merging and mixing all cells are one matrix with other numbers in it.',
        'A network would compare its keys; here cells are compared by their principal components.',
      ],
      look: [
        'Choose a token of the sky: its cells lie far apart.',
        'Lower the tokens to 32: what stays whole is what differs most.',
        'Take transformed cells instead: every token is a mixture.',
      ],
      sources: [sources.TOKEN_MERGING, sources.TOKEN_TRANSFORMING],
      picture: fitted.merged,
      open: { label: 'Open in Image', path: 'image', settings: { t: 'merging', tokens: '128' } },
      embed: { tag: 'token-image', attributes: { tokenizer: 'merging', options: 'tokens=128' }, picture: PICTURE },
      next: ['gaussians', 'patches'],
    },
  ],
}
