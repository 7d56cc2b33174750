// The panel 'Share or embed': for exactly this view a link, the element, a frame for sites that block scripts, and pictures. A popover below its
// button; Escape and a click beside it close it, and the focus goes back.

import { sheet } from '../../elements/drawing/index.ts'
import { save } from '../clipboard.ts'
import { h } from '../dom.ts'
import { copyButton, plainButton } from '../snippet.ts'
import { elementCode, frameCode } from './code.ts'
import { pngOf, svgOf } from './export.ts'
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
  const panel = h('div', { class: 'share-panel', role: 'dialog', 'aria-label': 'Share or embed' })
  open = panel
  panel.popover = 'auto'
  const base = new URL('.', document.baseURI)
  const close = plainButton('Close', () => panel.hidePopover())
  panel.append(
    h('header', null, h('div', null, h('h2', null, 'Share or embed'), h('p', { class: 'title' }, view.title)), close),
    code(
      'Link',
      view.link,
      view.complete
        ? 'Opens exactly this view, with what it shows.'
        : (view.lacks ??
            'What is shown is too large for a link, which opens without it. Save a picture, or send the file along.'),
    ),
  )
  if (view.element !== null) {
    panel.append(
      code(
        'Element',
        elementCode(view.element, base),
        `For any page. A content policy needs script-src ${base.origin}; frame-src ${base.origin}.`,
      ),
    )
  } else if (view.complete) {
    panel.append(
      h('section', null, h('h3', null, 'Element'), h('p', null, 'No element shows exactly this view: take the frame.')),
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
  const pre = h('pre', { tabindex: 0, role: 'group', 'aria-label': title }, text)
  return h('section', null, h('h3', null, title), pre, copyButton(text), h('p', null, note))
}

function pictures(view: ShareView): HTMLElement {
  const failed = h('p', { class: 'failed', role: 'status' })
  const offer = (label: string, make: typeof svgOf, name: string): HTMLButtonElement =>
    plainButton(label, () => {
      failed.textContent = ''
      void Promise.resolve()
        .then(() => view.picture?.())
        .then(picture => (picture === undefined ? undefined : make(picture, { title: view.title })))
        .then(file => file && save(name, file))
        .catch((error: unknown) => {
          failed.textContent = error instanceof Error ? error.message : String(error)
        })
    })
  const files = h('div', { class: 'files' }, offer('SVG', svgOf, 'tokens.svg'), offer('PNG', pngOf, 'tokens.png'))
  return h('section', null, h('h3', null, 'Picture'), files, failed)
}
