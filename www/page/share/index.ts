// The panel 'Share or embed': for exactly this view a link, the element, a frame for sites that block scripts, and pictures. A popover below its
// button; Escape and a click beside it close it, and the focus goes back.

import { sheet } from '../../elements/drawing/index.ts'
import { elementCode, frameCode } from './code.ts'
import { pngOf, save, svgOf } from './export.ts'
import css from './share.css' with { type: 'text' }
import type { ShareView } from './view.ts'

export type { Picture, ShareView } from './view.ts'

let own: CSSStyleSheet | undefined
let open: HTMLElement | null = null

/** Opens the panel for a view; pressed again, closes it. */
export function openShare(anchor: HTMLElement, view: ShareView): void {
  own ??= sheet(css)
  if (!document.adoptedStyleSheets.includes(own)) document.adoptedStyleSheets.push(own)
  open?.remove()
  const panel = make('div', 'share-panel')
  open = panel
  panel.popover = 'auto'
  panel.setAttribute('role', 'dialog')
  panel.setAttribute('aria-label', 'Share or embed')
  const base = new URL('.', document.baseURI)
  const close = button('Close', () => panel.hidePopover())
  panel.append(
    make('header', '', make('div', '', make('h2', '', 'Share or embed'), make('p', 'title', view.title)), close),
    code(
      'Link',
      view.link,
      view.complete
        ? 'Opens exactly this view, text included.'
        : 'The text is too long for a link: it opens without it. Save a picture, or send the file along.',
    ),
  )
  if (view.element !== null) {
    const { tag, attributes, text } = view.element
    panel.append(
      code(
        'Element',
        elementCode(tag, attributes, text, base),
        `For any page. A content policy needs script-src ${base.origin}; frame-src ${base.origin}.`,
      ),
    )
  }
  if (view.complete) {
    panel.append(
      code(
        'Frame',
        frameCode(view.link, `Tokenarium: ${view.title}`, 420),
        'For sites that block scripts. It tells its height to the page around it.',
      ),
    )
  }
  if (view.picture !== null) panel.append(pictures(view))
  panel.addEventListener('toggle', event => {
    if (event.newState !== 'closed') return
    panel.remove()
    if (open === panel) open = null
    if (document.activeElement === null || document.activeElement === document.body) anchor.focus()
  })
  document.body.append(panel)
  panel.showPopover()
  place(panel, anchor)
  close.focus()
}

/** Below the anchor, within the window. */
function place(panel: HTMLElement, anchor: HTMLElement): void {
  const box = anchor.getBoundingClientRect()
  const own = panel.getBoundingClientRect()
  const left = Math.max(12, Math.min(box.right - own.width, innerWidth - own.width - 12))
  panel.style.setProperty('left', `${left}px`)
  panel.style.setProperty('top', `${Math.max(12, Math.min(box.bottom + 8, innerHeight - own.height - 12))}px`)
}

/** A piece of text with a button that copies it. */
function code(title: string, text: string, note: string): HTMLElement {
  const pre = make('pre', '', text)
  pre.tabIndex = 0
  pre.setAttribute('role', 'group')
  pre.setAttribute('aria-label', title)
  const copy = button('Copy', () => {
    const say = (word: string): void => {
      copy.textContent = word
      setTimeout(() => {
        copy.textContent = 'Copy'
      }, 2000)
    }
    if (navigator.clipboard === undefined) {
      getSelection()?.selectAllChildren(pre)
      say('Selected')
      return
    }
    void navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => {
        getSelection()?.selectAllChildren(pre)
        say('Selected')
      },
    )
  })
  copy.setAttribute('aria-live', 'polite')
  return make('section', '', make('h3', '', title), pre, copy, make('p', '', note))
}

function pictures(view: ShareView): HTMLElement {
  const failed = make('p', 'failed')
  failed.setAttribute('role', 'status')
  const offer = (label: string, make: typeof svgOf, name: string): HTMLButtonElement =>
    button(label, () => {
      failed.textContent = ''
      void Promise.resolve()
        .then(() => view.picture?.())
        .then(picture => (picture === undefined ? undefined : make(picture, { title: view.title })))
        .then(file => file && save(file, name))
        .catch((error: unknown) => {
          failed.textContent = error instanceof Error ? error.message : String(error)
        })
    })
  const files = make('div', 'files', offer('SVG', svgOf, 'tokens.svg'), offer('PNG', pngOf, 'tokens.png'))
  return make('section', '', make('h3', '', 'Picture'), files, failed)
}

function button(label: string, action: () => void): HTMLButtonElement {
  const element = make('button', '', label)
  element.type = 'button'
  element.addEventListener('click', action)
  return element
}

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  name: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (name !== '') element.className = name
  element.append(...children)
  return element
}
