// `embed.js`: a classic script that defines the elements in a page of any origin. It holds all that is needed until an element is seen or touched;
// then it loads the API (`embed-api`, a classic script from its own origin), whose workers live in a hidden frame of that origin. So one script
// tag is enough, no CORS header is, and the page's policy needs `script-src ORIGIN; frame-src ORIGIN`. On its script tag:
//   data-base="https://…/"   where the site lies, when not beside this script
//   data-names="text=my-tokens compare=my-comparison"   other tag names

import { embedApi, version } from '#build'
import { scriptUrl } from '../api/client/trusted.ts'
import type { Tokenarium } from '../api/index.ts'
import { setBase } from './address.ts'
import { PLACE, type Place } from './meeting.ts'
import { setEngine } from './engine.ts'
import { DEFAULTS, define, type ElementNames } from './registry.ts'

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null
const base = new URL(script?.dataset.base ?? '.', script?.src ?? document.baseURI)

const window = globalThis as Place
window[PLACE] ??= { define: {}, waiting: new Map() }
const place = window[PLACE]
place.define[version] ??= names => define(version, names)
setBase(base)
setEngine(async () => (await api()).create({ base }))
place.define[version]?.(namesOf(script?.dataset.names ?? ''))

let loading: Promise<typeof Tokenarium> | null = null

/** The API, loaded once; again only when that failed. */
function api(): Promise<typeof Tokenarium> {
  loading ??= new Promise<typeof Tokenarium>((resolve, reject) => {
    const url = new URL(`assets/${embedApi}`, base)
    const waiting = place.waiting.get(url.href) ?? new Set()
    place.waiting.set(url.href, waiting.add(resolve))
    const tag = document.createElement('script')
    tag.src = scriptUrl(url)
    tag.async = true
    if (script?.nonce) tag.nonce = script.nonce
    tag.addEventListener('load', () => {
      tag.remove()
      reject(new Error(`${url.href} is not the script that belongs to this embed.js.`))
    })
    tag.addEventListener('error', () => {
      tag.remove()
      reject(
        new Error(
          `${url.href} was not loaded. The policy of this page must allow it: script-src ${base.origin}; frame-src ${base.origin}.`,
        ),
      )
    })
    document.head.append(tag)
  })
  loading.catch(() => {
    loading = null
  })
  return loading
}

/** `text=my-tokens compare=my-comparison` */
function namesOf(list: string): ElementNames {
  const names: Record<string, string> = {}
  for (const pair of list.split(/\s+/)) {
    const [kind, name] = pair.split('=')
    if (kind !== undefined && name !== undefined && kind in DEFAULTS) names[kind] = name
  }
  return names
}
