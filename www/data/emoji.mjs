// Packs a few emoji as SVG into one file for the samples of room Image:
//   npm install --no-save @iconify-json/fluent-emoji-flat@1.2.6
//   node www/data/emoji.mjs > www/data/emoji.json
// The pictures are Microsoft's, under MIT: `notices/fluent-emoji.txt`.

import { createRequire } from 'node:module'

const NAMES = ['red-apple', 'octopus', 'sunflower', 'rocket', 'hamburger', 'fox', 'umbrella-with-rain-drops', 'teapot']

const { icons, width, height } = createRequire(import.meta.url)('@iconify-json/fluent-emoji-flat/icons.json')
const emoji = Object.fromEntries(
  NAMES.map(name => [
    name,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="256" height="256">${icons[name].body}</svg>`,
  ]),
)
console.log(JSON.stringify(emoji, null, 2))
