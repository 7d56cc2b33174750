// Making elements without markup strings: text of visitors is only ever a text node, and the page's policy
// (Trusted Types, no inline style attributes) holds by construction. No diffing: views update what they made.

type Child = Node | string | number | null | undefined | false
type Props = Record<string, unknown>

const SVG = 'http://www.w3.org/2000/svg'

/** Sets one property: `on…` listeners, `class`, booleans as presence, the rest as attributes. */
function set(element: Element, name: string, value: unknown): void {
  if (value === undefined || value === null || value === false) {
    element.removeAttribute(name)
  } else if (typeof value === 'function' && name.startsWith('on')) {
    element.addEventListener(name.slice(2), value as EventListener)
  } else {
    element.setAttribute(name, value === true ? '' : String(value))
  }
}

function fill<E extends Element>(element: E, props: Props | null, children: readonly Child[]): E {
  if (props) for (const [name, value] of Object.entries(props)) set(element, name, value)
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue
    element.append(child instanceof Node ? child : String(child))
  }
  return element
}

/** An HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), props ?? null, children)
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), props ?? null, children)
}

/** Sets attributes of an element that stands already. */
export function attributes(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) set(element, name, value)
}

/** Replaces what an element holds. */
export function put(element: Element, ...children: Child[]): void {
  element.replaceChildren()
  fill(element, null, children)
}

/** Writes text only when it differs, so that live regions and selections are left alone. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

/** The element with this id; the page's own HTML promises it. */
export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id)
  if (!element) throw new Error(`index.html lacks #${id}`)
  return element as E
}
