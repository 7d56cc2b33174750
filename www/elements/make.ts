// Small makers of DOM: no HTML text anywhere, so that no policy and no text of a visitor matters.

/** An element with a class, a part of the same name when `part` is set, and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (name !== '') element.className = name
  element.append(...children)
  return element
}

/** The same, open to the page's styles as `::part`. */
export function part<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = make(tag, name, ...children)
  element.setAttribute('part', name.split(' ')[0] ?? name)
  return element
}

/** A button that does something. */
export function button(label: string, action: () => void, name = ''): HTMLButtonElement {
  const element = make('button', name, label)
  element.type = 'button'
  element.setAttribute('part', 'button')
  element.addEventListener('click', action)
  return element
}

/** A number with thousands divided, the same for every visitor. */
export function number(value: number): string {
  return value.toLocaleString('en')
}

/** `1.3 MB` */
export function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
