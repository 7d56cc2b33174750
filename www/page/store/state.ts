// The page's state: plain data, everything that the address can reopen. What workers answer is not here: it follows
// from this state and the text. The text itself is the editor's (ten megabytes are no value to copy); the state
// knows where it came from.

/** What stands on top of room Text. */
export type Mode = 'inspect' | 'compare' | 'train'
export const MODES: readonly Mode[] = ['inspect', 'compare', 'train']

/** How the tokens of the text are shown. */
export type View = 'text' | 'ids' | 'bytes'
export const VIEWS: readonly View[] = ['text', 'ids', 'bytes']

/** The tabs below the figures. */
export type Tab = 'statistics' | 'vocabulary' | 'ids' | 'chat' | 'files' | 'export'
export const TABS: readonly Tab[] = ['statistics', 'vocabulary', 'ids', 'chat', 'files', 'export']

/** What Train makes. */
export type TrainKind = 'bpe' | 'unigram' | 'wordpiece'
export const TRAIN_KINDS: readonly TrainKind[] = ['bpe', 'unigram', 'wordpiece']
export type TrainSplit = 'gpt2' | 'cl100k' | 'o200k' | 'whitespace' | 'metaspace' | 'bert' | 'none'
export const TRAIN_SPLITS: readonly TrainSplit[] = [
  'gpt2',
  'cl100k',
  'o200k',
  'whitespace',
  'metaspace',
  'bert',
  'none',
]
export type TrainAlphabet = 'bytes' | 'characters'
export const TRAIN_ALPHABETS: readonly TrainAlphabet[] = ['bytes', 'characters']

/** Options of a training, and the step that is looked at. */
export interface TrainState {
  readonly kind: TrainKind
  readonly split: TrainSplit
  readonly alphabet: TrainAlphabet
  /** Merges for byte-level BPE (256 bytes come before them); tokens of the vocabulary for the others. */
  readonly size: number
  /** Pairs seen less often are not joined. */
  readonly frequency: number
  /** The step shown; `null` is the last. */
  readonly step: number | null
}

/** One message of a chat. */
export interface Message {
  readonly role: string
  readonly content: string
}

/** Where the text came from. A visitor's own text is carried by the address apart (address/content.ts). */
export type Origin =
  | { readonly kind: 'sample'; readonly id: string }
  | { readonly kind: 'own' }
  | { readonly kind: 'file'; readonly name: string }

export interface State {
  readonly mode: Mode
  readonly tokenizer: string
  /** Two to four names. */
  readonly compare: readonly string[]
  readonly view: View
  readonly specials: 'text' | 'parse'
  /** Whether the tokenizer's own frame (BOS, [CLS] …) is put around the text. */
  readonly template: boolean
  /** Tokens that a model takes at once; the share of it is shown. */
  readonly context: number
  /** Price per million tokens as the visitor typed it. */
  readonly price: number | null
  readonly tab: Tab
  /** Compare: colour only what differs. */
  readonly differences: boolean
  /** Index of the chosen token. */
  readonly token: number | null
  readonly train: TrainState
  readonly chat: readonly Message[]
  readonly origin: Origin
  /** `auto` follows the system. */
  readonly theme: 'auto' | 'light' | 'dark'
}

export const FIRST: State = {
  mode: 'inspect',
  tokenizer: 'o200k_base',
  compare: ['o200k_base', 'cl100k_base', 'gpt2'],
  view: 'text',
  specials: 'text',
  template: false,
  context: 128_000,
  price: null,
  tab: 'statistics',
  differences: true,
  token: null,
  train: { kind: 'bpe', split: 'gpt2', alphabet: 'bytes', size: 40, frequency: 2, step: null },
  chat: [
    { role: 'system', content: 'You answer in one sentence.' },
    { role: 'user', content: 'Why is the sky blue?' },
  ],
  origin: { kind: 'sample', id: 'first' },
  theme: 'auto',
}

/** Limits that any address is held to. */
export const LIMITS = { context: 100_000_000, price: 1_000_000, trainSize: 100_000, frequency: 1_000_000, compare: 4 }
