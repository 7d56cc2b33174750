// The settings in the address: `#text/inspect?v=1&t=…`. Only what differs from the first state is written, so that a
// short state has a short link. Reading never fails: what is unknown, mangled or out of bounds is left out, and the
// first state stands in its place.

import {
  FIRST,
  LIMITS,
  type Message,
  MODES,
  type Mode,
  type State,
  TABS,
  TRAIN_ALPHABETS,
  TRAIN_KINDS,
  TRAIN_SPLITS,
  type TrainState,
  VIEWS,
} from '../store/state.ts'

/** Version of the encoding. Readers keep understanding older ones. */
export const VERSION = 1

/** Parameters that carry the text; see content.ts. */
export const CONTENT_KEYS = ['x', 'd', 'kept'] as const

/** Longest tokenizer name that an address may ask for. */
const NAME = 100

/** Settings of a state as address parameters. */
export function writeSettings(state: State): URLSearchParams {
  const out = new URLSearchParams()
  const put = (key: string, value: unknown, first: unknown): void => {
    if (JSON.stringify(value) !== JSON.stringify(first))
      out.set(key, Array.isArray(value) ? value.join(',') : String(value))
  }
  put('t', state.tokenizer, FIRST.tokenizer)
  put('c', state.compare, FIRST.compare)
  put('view', state.view, FIRST.view)
  put('sp', state.specials, FIRST.specials)
  if (state.template) out.set('tp', '1')
  put('ctx', state.context, FIRST.context)
  if (state.price !== null) out.set('price', String(state.price))
  put('tab', state.tab, FIRST.tab)
  if (!state.differences) out.set('all', '1')
  if (state.token !== null) out.set('k', String(state.token))
  put('kind', state.train.kind, FIRST.train.kind)
  put('split', state.train.split, FIRST.train.split)
  put('alphabet', state.train.alphabet, FIRST.train.alphabet)
  put('size', state.train.size, FIRST.train.size)
  put('freq', state.train.frequency, FIRST.train.frequency)
  if (state.train.step !== null) out.set('step', String(state.train.step))
  put('theme', state.theme, FIRST.theme)
  if (JSON.stringify(state.chat) !== JSON.stringify(FIRST.chat)) {
    out.set('chat', JSON.stringify(state.chat.map(m => [m.role, m.content])))
  }
  if (state.origin.kind === 'sample' && state.origin.id !== 'first') out.set('s', state.origin.id)
  if (out.size > 0) out.set('v', String(VERSION))
  return out
}

/** Room, rest of the path, parameters of an address's hash. */
export interface Route {
  readonly room: string
  readonly path: string
  readonly query: URLSearchParams
}

export function route(hash: string): Route {
  const text = hash.replace(/^#/, '')
  const mark = text.indexOf('?')
  const whole = mark < 0 ? text : text.slice(0, mark)
  const slash = whole.indexOf('/')
  return {
    room: slash < 0 ? whole : whole.slice(0, slash),
    path: slash < 0 ? '' : whole.slice(slash + 1),
    query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)),
  }
}

/** The state that an address asks for. */
export function readSettings(r: Route): State {
  // What stands behind another room's name is that room's own: its `t` is no tokenizer of texts.
  const q = r.room === 'text' || r.room === '' ? r.query : new URLSearchParams()
  const origin = q.get('s')
  return {
    mode: oneOf(r.path.split('/')[0], MODES, FIRST.mode) as Mode,
    tokenizer: name(q.get('t')) ?? FIRST.tokenizer,
    compare: names(q.get('c')),
    view: oneOf(q.get('view'), VIEWS, FIRST.view),
    specials: oneOf(q.get('sp'), ['text', 'parse'] as const, FIRST.specials),
    template: q.get('tp') === '1',
    context: whole(q.get('ctx'), 1, LIMITS.context) ?? FIRST.context,
    price: amount(q.get('price')),
    tab: oneOf(q.get('tab'), TABS, FIRST.tab),
    differences: q.get('all') !== '1',
    token: whole(q.get('k'), 0, 0xffff_ffff),
    train: training(q),
    chat: messages(q.get('chat')),
    origin: hasContent(q)
      ? { kind: 'own' }
      : { kind: 'sample', id: origin && /^[a-z0-9-]{1,40}$/.test(origin) ? origin : 'first' },
    theme: oneOf(r.query.get('theme'), ['auto', 'light', 'dark'] as const, FIRST.theme),
  }
}

function hasContent(q: URLSearchParams): boolean {
  return CONTENT_KEYS.some(key => q.has(key))
}

function training(q: URLSearchParams): TrainState {
  return {
    kind: oneOf(q.get('kind'), TRAIN_KINDS, FIRST.train.kind),
    split: oneOf(q.get('split'), TRAIN_SPLITS, FIRST.train.split),
    alphabet: oneOf(q.get('alphabet'), TRAIN_ALPHABETS, FIRST.train.alphabet),
    size: whole(q.get('size'), 1, LIMITS.trainSize) ?? FIRST.train.size,
    frequency: whole(q.get('freq'), 1, LIMITS.frequency) ?? FIRST.train.frequency,
    step: whole(q.get('step'), 0, LIMITS.trainSize),
  }
}

function oneOf<T extends string>(value: string | null | undefined, allowed: readonly T[], otherwise: T): T {
  return allowed.find(a => a === value) ?? otherwise
}

function whole(value: string | null, least: number, most: number): number | null {
  if (value === null || !/^\d{1,12}$/.test(value)) return null
  const n = Number(value)
  return n >= least && n <= most ? n : null
}

function amount(value: string | null): number | null {
  if (value === null || !/^\d{1,9}(\.\d{1,30})?(e-\d{1,2})?$/.test(value)) return null
  const n = Number(value)
  return n >= 0 && n <= LIMITS.price ? n : null
}

function name(value: string | null): string | null {
  return value && value.length <= NAME && /^[\w.+-]+$/.test(value) ? value : null
}

function names(value: string | null): readonly string[] {
  const list = (value ?? '')
    .split(',')
    .map(name)
    .filter((n): n is string => n !== null)
  return list.length >= 2 ? list.slice(0, LIMITS.compare) : FIRST.compare
}

function messages(value: string | null): readonly Message[] {
  if (!value) return FIRST.chat
  try {
    const list: unknown = JSON.parse(value)
    if (!Array.isArray(list)) return FIRST.chat
    const out = list.flatMap((m: unknown) =>
      Array.isArray(m) && typeof m[0] === 'string' && typeof m[1] === 'string' ? [{ role: m[0], content: m[1] }] : [],
    )
    return out.length > 0 || list.length === 0 ? out.slice(0, 200) : FIRST.chat
  } catch {
    return FIRST.chat
  }
}
