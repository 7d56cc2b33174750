// Zooming and moving a picture: places stay where they are held, and no edge of the frame is bare.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inFrame, inPicture, largest, moved, revealing, type View, WHOLE, zoomed } from '../../www/page/image/view.ts'

const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`)

function covers({ scale, left, top }: View): void {
  for (const edge of [left, top]) assert.ok(edge <= 0 && edge >= 1 - scale - 1e-9, `${edge} at scale ${scale}`)
}

test('what lies under the finger stays there', () => {
  const at = { x: 0.3, y: 0.8 }
  const view = zoomed(WHOLE, 4, at, 100)
  near(view.scale, 4)
  const place = inPicture(view, at)
  near(place.x, 0.3)
  near(place.y, 0.8)
  const further = zoomed(view, 2, { x: 0.5, y: 0.5 }, 100)
  const before = inPicture(view, { x: 0.5, y: 0.5 })
  const after = inPicture(further, { x: 0.5, y: 0.5 })
  near(before.x, after.x)
  near(before.y, after.y)
})

test('the frame is always covered, whatever is done', () => {
  let view = WHOLE
  let seed = 1
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
  for (let round = 0; round < 2000; round++) {
    const at = { x: random(), y: random() }
    view =
      round % 3 === 0
        ? moved(view, { x: random() * 2 - 1, y: random() * 2 - 1 })
        : zoomed(view, 4 ** (random() * 2 - 1), at, 30)
    covers(view)
    assert.ok(view.scale >= 1 && view.scale <= 30)
    const back = inFrame(view, inPicture(view, at))
    near(back.x, at.x)
    near(back.y, at.y)
  }
  assert.deepEqual(zoomed(view, 1e-9, { x: 0.2, y: 0.2 }, 30), { scale: 1, left: 0, top: 0 })
})

test('a hidden place is brought into view, a seen one moves nothing', () => {
  const view = zoomed(WHOLE, 8, { x: 0, y: 0 }, 100)
  const shown = inFrame(revealing(view, { x: 0.6, y: 0.7 }), { x: 0.6, y: 0.7 })
  near(shown.x, 0.9)
  near(shown.y, 0.9)
  assert.deepEqual(revealing(view, { x: 0.05, y: 0.05 }), view)
  assert.equal(largest(1200), 100)
  assert.equal(largest(8), 4)
})
