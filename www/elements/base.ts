// What the elements have in common: a shadow root of their own, states and events, the text between the tags, the moment when work may begin,
// the colours of the page around them. Nothing is fetched before that moment. A class below draws and says what work is.

import { drawingSheets, sheet } from './drawing/index.ts'
import css from './elements.css' with { type: 'text' }
import { Lease } from './engine.ts'
import { lightText } from './light-text.ts'
import { button, make, part } from './make.ts'

/** What an element is doing. */
export type ElementState = 'idle' | 'loading' | 'ready' | 'error'

/** When an element begins to work. */
export type Loading = 'visible' | 'eager' | 'click'

const STATES: readonly ElementState[] = ['idle', 'loading', 'ready', 'error']
/** Distance from the window at which an element counts as visible. */
const NEAR = '200px'

let own: CSSStyleSheet | undefined

/** Base of all elements. */
export abstract class TokenElement extends HTMLElement {
  /** Attributes that every element has. */
  static readonly sharedAttributes: readonly string[] = ['loading', 'theme', 'controls']

  /** The block that holds everything. */
  protected readonly frame = part('div', 'frame')
  /** Opens the same view in the playground. */
  protected readonly link = part('a', 'link', 'Open')
  /** When it begins where the attribute does not say. */
  protected readonly usual: Loading = 'visible'
  readonly #internals: ElementInternals
  #state: ElementState = 'idle'
  #text: string | null = null
  #lease: Lease | null = null
  #run: AbortController | null = null
  #scheduled = false
  #begun = false
  #visible: IntersectionObserver | null = null
  #children: MutationObserver | null = null

  constructor() {
    super()
    own ??= sheet(css)
    const root = this.attachShadow({ mode: 'open' })
    root.adoptedStyleSheets = [...drawingSheets(), own]
    this.#internals = this.attachInternals()
    root.append(this.frame)
    this.link.target = '_blank'
    this.link.rel = 'noopener'
    for (const type of ['pointerenter', 'focusin', 'click', 'touchstart']) {
      this.addEventListener(type, () => this.#touched(type), { passive: true })
    }
    this.frame.addEventListener('transitionend', event => {
      if (event.target === this.frame && event.propertyName === 'color') this.#followColours()
    })
  }

  /** `idle` before it is visible or touched, `loading`, `ready`, or `error`. */
  get state(): ElementState {
    return this.#state
  }

  /** The text that is shown: what was set, or what stands between the tags. */
  get text(): string {
    return this.#text ?? lightText(this)
  }

  set text(text: string) {
    this.#text = String(text)
    this.changed()
  }

  get loading(): Loading {
    const value = this.getAttribute('loading')
    return value === 'eager' || value === 'click' || value === 'visible' ? value : this.usual
  }

  set loading(value: Loading) {
    this.setAttribute('loading', value)
  }

  /** `light` or `dark` in place of what the colours of the page say. */
  get theme(): 'auto' | 'light' | 'dark' {
    const value = this.getAttribute('theme')
    return value === 'light' || value === 'dark' ? value : 'auto'
  }

  set theme(value: 'auto' | 'light' | 'dark') {
    this.setAttribute('theme', value)
  }

  /** `none` leaves only the text. */
  get controls(): 'all' | 'none' {
    return this.getAttribute('controls') === 'none' ? 'none' : 'all'
  }

  set controls(value: 'all' | 'none') {
    this.setAttribute('controls', value)
  }

  /** Begins now, visible or not. */
  start(): void {
    this.#begun = true
    this.#visible?.disconnect()
    this.#visible = null
    this.changed()
  }

  connectedCallback(): void {
    for (const name of ['text', ...this.attributeNames()]) this.#upgrade(name)
    this.#children ??= new MutationObserver(() => {
      if (this.#text === null) this.changed()
    })
    this.#children.observe(this, { childList: true, characterData: true, subtree: true })
    this.#followColours()
    this.#await()
    this.#parsing()
    this.changed()
  }

  disconnectedCallback(): void {
    this.#children?.disconnect()
    this.#visible?.disconnect()
    this.#visible = null
    // A move ends and begins in one task: only what is still away after it lets go.
    queueMicrotask(() => {
      if (this.isConnected) return
      this.#run?.abort()
      this.#run = null
      this.#lease?.release()
      this.#lease = null
      this.left()
      if (this.#state === 'loading') this.become('idle')
    })
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return
    if (name === 'theme') this.#followColours()
    else if (name === 'loading') this.#await()
    else this.changed()
  }

  /** Attributes with a property of the same name, set perhaps before the element was defined. */
  protected attributeNames(): readonly string[] {
    return (
      (this.constructor as typeof TokenElement & { observedAttributes?: readonly string[] }).observedAttributes ?? []
    )
  }

  /** Fills the frame; what stands in the slot `fallback` is shown where the work fails. */
  protected build(title: string, ...children: Node[]): void {
    this.link.title = title
    const fallback = make('slot', 'fallback')
    fallback.name = 'fallback'
    this.frame.append(...children, fallback)
  }

  /** Where the link leads; nowhere before anybody said where the playground lies. */
  protected leadTo(href: string | null): void {
    this.link.hidden = href === null
    if (href !== null) this.link.href = href
  }

  /** Says in a place what went wrong and what to do, with a button that tries again. */
  protected blame(place: HTMLElement, error: Error): void {
    const words = `${error.message}${'remedy' in error ? ` ${String(error.remedy)}` : ''}`
    const alert = make('span', '', ` ${words}`)
    alert.setAttribute('role', 'alert')
    place.title = words
    place.replaceChildren(
      button('Try again', () => this.changed()),
      alert,
    )
  }

  /** Draws what is known without an engine: text, names, reserved places. Called often; cheap. */
  protected abstract outline(text: string): void

  /** Does the work; aborted when something changes before it is done. Throws what went wrong. */
  protected abstract work(text: string, lease: Lease, signal: AbortSignal): Promise<unknown>

  /** Shows what went wrong. */
  protected abstract failed(error: Error): void

  /** The element has left its document for good: observers and colours go. */
  protected left(): void {}

  /** Something changed: outlines now, works (if it may) after this task. */
  protected changed(): void {
    if (!this.isConnected) return
    this.outline(this.text)
    if (this.#scheduled || !this.#begun) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      if (this.isConnected && this.#begun) void this.#go()
    })
  }

  /** Sends a bubbling, composed `tokenarium-` event. */
  protected emit(name: 'ready' | 'progress' | 'change' | 'error', detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`tokenarium-${name}`, { bubbles: true, composed: true, detail }))
  }

  protected become(state: ElementState): void {
    this.#state = state
    this.frame.dataset.state = state
    for (const each of STATES) {
      if (each === state) this.#internals.states.add(each)
      else this.#internals.states.delete(each)
    }
  }

  async #go(): Promise<void> {
    this.#run?.abort()
    const run = new AbortController()
    this.#run = run
    this.#lease ??= new Lease()
    this.become('loading')
    try {
      const detail = await this.work(this.text, this.#lease, run.signal)
      if (run.signal.aborted) return
      this.become('ready')
      this.emit('ready', detail)
    } catch (reason) {
      if (run.signal.aborted) return
      const error = reason instanceof Error ? reason : new Error(String(reason))
      this.become('error')
      this.failed(error)
      this.emit('error', { error })
    }
  }

  /** While the parser is still inside, only the text is laid out: what stands below it would be pushed down as the text comes. */
  #parsing(): void {
    const parsing = document.readyState === 'loading' && !isPassed(this)
    this.frame.toggleAttribute('data-parsing', parsing)
    if (parsing) requestAnimationFrame(() => this.#parsing())
  }

  /** Waits for what `loading` names. */
  #await(): void {
    if (this.#begun || !this.isConnected) return
    this.#visible?.disconnect()
    this.#visible = null
    if (this.loading === 'eager') this.start()
    else if (this.loading === 'visible') {
      this.#visible = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && this.start(), {
        rootMargin: NEAR,
      })
      this.#visible.observe(this)
    }
  }

  #touched(type: string): void {
    if (this.#begun || !this.isConnected) return
    const chosen = this.usual === 'visible' && (type === 'click' || type === 'focusin')
    if (this.loading !== 'click' || chosen) this.start()
  }

  /** Light or dark by the colour of the text that the page gives us: it is right also where a page sets colours and no `color-scheme`. */
  #followColours(): void {
    if (!this.isConnected) return
    const theme = this.theme
    this.frame.dataset.theme = theme === 'auto' ? (isPale(getComputedStyle(this).color) ? 'dark' : 'light') : theme
  }

  #upgrade(name: string): void {
    if (!Object.hasOwn(this, name)) return
    const values = this as unknown as Record<string, unknown>
    const value = values[name]
    delete values[name]
    values[name] = value
  }
}

/** Whether the parser is past an element: something follows it, or one of those around it. */
function isPassed(element: Element): boolean {
  for (let each: Element | null = element; each !== null; each = each.parentElement)
    if (each.nextSibling !== null) return true
  return false
}

/** Whether a computed colour is nearer to white than to black. Unknown notations count as dark. */
export function isPale(colour: string): boolean {
  const numbers = colour.match(/-?[\d.]+(?:e-?\d+)?%?/g)?.map(Number.parseFloat) ?? []
  if (/^(oklch|oklab|lch|lab)/.test(colour)) return (numbers[0] ?? 0) > (colour.startsWith('ok') ? 0.6 : 60)
  const scale = colour.startsWith('rgb') ? 255 : 1
  const [red, green, blue] = (
    colour.startsWith('color') ? numbers.slice(colour.includes('display-p3') ? 1 : 0) : numbers
  ).map(value => value / scale)
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) > 0.5
}
