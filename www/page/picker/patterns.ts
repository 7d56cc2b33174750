// Which pattern goes with a rank file: a list of those that have a scanner, and a field for any other.

import { h } from '../dom.ts'

/** By the engine's names; who uses it. */
const PATTERNS: readonly (readonly [string, string])[] = [
  ['cl100k', 'GPT-4, GPT-3.5'],
  ['o200k', 'GPT-4o and later'],
  ['gpt2', 'GPT-2, GPT-3'],
  ['llama3', 'Llama 3'],
  ['qwen2', 'Qwen 1 to 3'],
  ['qwen35', 'Qwen 3.5'],
  ['tekken', 'Mistral Tekken'],
  ['kimi', 'Kimi'],
  ['deepseek', 'DeepSeek'],
  ['clip', 'CLIP'],
]

/** `IQ== 0`: a token in base64 and its rank on each line. */
const RANKS = /^[A-Za-z0-9+/]+={0,2} \d+\r?\n/
/** Bytes that hold the first line of any rank file. */
const BEGINNING = 4096

export async function isRankFile(source: File | URL): Promise<boolean> {
  if (source instanceof URL) return source.pathname.endsWith('.tiktoken')
  try {
    return RANKS.test(await source.slice(0, BEGINNING).text())
  } catch {
    return false // Reading it again will say why it can't be read.
  }
}

/** The form; `read` is called when it is filled in, `pattern` is what was chosen. */
export function patternForm(name: string, read: () => void): { form: HTMLElement; pattern: () => string } {
  const choice = h('select', { class: 'field', 'aria-label': 'Pattern' })
  for (const [value, users] of PATTERNS) choice.append(h('option', { value }, `${value} · ${users}`))
  choice.append(h('option', { value: '' }, 'another: a regular expression'))
  choice.value = PATTERNS.find(([value]) => name.toLowerCase().includes(value))?.[0] ?? 'cl100k'
  const own = h('input', {
    class: 'field grow',
    hidden: true,
    'aria-label': 'Regular expression',
    placeholder: '\\p{L}+|\\p{N}{1,3}|…',
    spellcheck: 'false',
    autocomplete: 'off',
  })
  const go = h('button', { class: 'go', type: 'button' }, 'Read the file')
  const pattern = (): string => choice.value || own.value
  const run = (): void => {
    if (pattern() === '') own.focus()
    else read()
  }
  choice.addEventListener('change', () => {
    own.hidden = choice.value !== ''
    if (!own.hidden) own.focus()
  })
  own.addEventListener('keydown', event => {
    if (event.key === 'Enter') run()
  })
  go.addEventListener('click', run)
  return { form: h('div', { class: 'row' }, choice, own, go), pattern }
}
