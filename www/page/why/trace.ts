import type { Trace } from '../engine/soon.ts'
import { h, put } from '../dom.ts'
import type { Detail } from '../inspect/desk.ts'
export function drawTrace(place: HTMLElement, trace: Trace, _detail: Detail): void {
  put(place, h('h2', null, 'Why'), h('pre', null, JSON.stringify(trace)))
}
