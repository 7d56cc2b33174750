// The API as a classic script, loaded by `embed.js` when the first element of a page of any origin wants it: a module of another origin would need
// CORS headers, a classic script needs none. It hands the API to whoever asked for it.

import { Tokenarium } from '../api/index.ts'
import { PLACE, type Place } from './meeting.ts'

const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : ''
for (const take of (globalThis as Place)[PLACE]?.waiting.get(own) ?? []) take(Tokenarium)
