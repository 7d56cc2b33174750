// A picture at an address that the visitor types: fetched by the browser, from nowhere else.

import { h } from '../dom.ts'

/** Why an address gave no picture, in words for people. */
export class AddressError extends Error {}

export async function fetchPicture(address: string, signal: AbortSignal): Promise<File> {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw new AddressError('This is no address: it should begin with https:// and name a picture.')
  }
  if (url.protocol !== 'https:' && url.origin !== location.origin) {
    throw new AddressError('Only https addresses are opened.')
  }
  const answer = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(
    (error: unknown) => {
      if (signal.aborted) throw error
      // A browser does not tell the two apart.
      throw new AddressError(
        `${url.host} cannot be reached, or does not let other sites read its pictures (it sends no CORS header). Save the picture and drop it here.`,
      )
    },
  )
  if (!answer.ok) throw new AddressError(`${url.host} answered ${answer.status} ${answer.statusText}.`)
  const content = await answer.blob()
  return new File([content], url.pathname.split('/').at(-1) || url.host, { type: content.type })
}

/** A row with a field for an address; `open` is given what is typed. */
export function addressForm(open: (address: string) => void): HTMLElement {
  const input = h('input', {
    type: 'url',
    class: 'address-field',
    placeholder: 'https://…',
    required: true,
    'aria-label': 'Address of a picture',
  })
  const form = h(
    'form',
    { class: 'address-form', hidden: true },
    input,
    h('button', { class: 'button', type: 'submit' }, 'Open'),
    h('span', { class: 'note' }, 'Your browser asks that site for it; nothing else leaves this machine.'),
  )
  form.addEventListener('submit', event => {
    event.preventDefault()
    open(input.value.trim())
  })
  return form
}
