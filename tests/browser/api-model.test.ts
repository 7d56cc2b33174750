// Language models through the public API, in dist/ and a real browser: generate, fork, score, aborts, pace, refusals.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type * as Api from '../../www/api/index.ts'
import { launch } from './browser.ts'
import { distFolder, serve, type Site } from './server.ts'

declare global {
  // What the page of these tests keeps between two evaluations.
  var api: typeof Api
  var lab: Api.Tokenarium
  var lm: Api.Model
}

const models = readdirSync(distFolder()).includes('models') ? readdirSync(join(distFolder(), 'models')) : []
const skip = !models.some(name => name.startsWith('lm.')) && 'this build ships no model lm'

const draft = models.some(name => name.startsWith('lm-tiny.'))

let browser: Browser
let site: Site
let page: Page
before(async () => {
  if (skip) return
  browser = await launch()
  site = await serve(undefined, {
    answer: (path, _request, response) => {
      if (path !== '/plain.html') return false
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>')
      return true
    },
  })
  page = await browser.newPage()
  await page.goto(`${site.url}plain.html`)
  await page.evaluate(async () => {
    globalThis.api = await import(new URL('tokenarium.js', location.href).href)
    globalThis.lab = await api.Tokenarium.create({ backend: 'cpu' })
    globalThis.lm = await lab.model('lm')
  })
})
after(async () => {
  await browser?.close()
  await site?.close()
})

test('a catalogue, and what is not in it is refused', { skip }, async () => {
  const found = await page.evaluate(async () => ({
    names: lab.modelCatalog().map(({ name }) => name),
    info: lm.info,
    facts: lm.facts,
    refused: await lab.model('gpt-9').catch((error: Api.TokenariumError) => error.code),
    card: lm.info.card === null ? null : await (await fetch(lm.info.card)).json(),
  }))
  assert.ok(found.names.includes('lm'))
  assert.equal(found.refused, 'unknown-name')
  assert.equal(found.info.tokenizer, 'own-bpe-8k')
  assert.ok(found.info.bytes <= 8e6, 'at most 8 MB for one action')
  assert.equal(found.facts.context, found.info.context)
  if (found.card !== null) assert.equal(found.card.name, 'lm')
})

test('steps come as they are made; their texts are the text; the trace tells all', { skip }, async () => {
  const found = await page.evaluate(
    async strategy => {
      // What was learnt from a text helps when it is written again.
      await lm.generate('Once upon', { tokens: 20, seed: 5n, strategy }).done
      const generation = lm.generate('Once upon', { tokens: 20, seed: 5n, strategy })
      const texts: string[] = []
      for await (const step of generation) texts.push(step.text)
      const log = await generation.done
      const plain = await lm.generate('Once upon', { tokens: 20, seed: 5 }).done
      const again = await lm.tokenizer.decode(plain.ids)
      return { texts, log, plain, again, prompt: (await lm.tokenizer.encode('Once upon')).ids }
    },
    draft ? ('speculative' as const) : ('recycling' as const),
  )
  assert.equal(found.texts.join(''), found.plain.text)
  assert.equal(found.plain.text.replace('<|endoftext|>', ''), found.again.replace('<|endoftext|>', ''))
  assert.deepEqual(Object.values(found.log.ids), Object.values(found.plain.ids))
  assert.deepEqual(Object.values(found.log.prompt), Object.values(found.prompt))
  const { events, steps } = found.log
  const kinds = (kind: string): number => events.filter(event => event.kind === kind).length
  assert.equal(kinds('propose'), steps.flatMap(step => step.guesses).length)
  assert.equal(kinds('accept') + kinds('extra'), steps.flatMap(step => step.tokens).length)
  assert.ok(kinds('propose') > 0)
  assert.equal(found.plain.passes, found.plain.steps.length)
  assert.ok(found.log.steps.length <= found.plain.steps.length)
})

test('a text regrows from a place; what is not changed grows as it was', { skip }, async () => {
  const found = await page.evaluate(async () => {
    const generation = lm.generate('The sea', { tokens: 12, seed: 9 })
    const log = await generation.done
    const first = log.steps[2]?.tokens[0]
    if (!first) throw new Error('there is no third step')
    const other = first.alternatives.find(({ id }) => id !== first.id)
    if (!other) throw new Error('there is no alternative')
    const { position } = first
    const same = await (await generation.fork(11, [{ position, id: first.id }])).done
    const changed = await (await generation.fork(2, [{ position, id: other.id }])).done
    const refused = await generation.fork(99, []).catch((error: Api.TokenariumError) => error.code)
    const nowhere = await generation
      .fork(1, [{ position: 500, id: 1 }])
      .catch((error: Api.TokenariumError) => error.code)
    return { log, same, changed, position, other: other.id, refused, nowhere }
  })
  const all = [...Object.values(found.log.prompt), ...Object.values(found.log.ids)]
  const { same, changed, position } = found
  assert.deepEqual([...Object.values(same.prompt), ...Object.values(same.ids)], all)
  assert.deepEqual(Object.values(changed.prompt), [...all.slice(0, position), found.other])
  assert.equal(changed.prompt.length + changed.ids.length, all.length)
  assert.deepEqual([found.refused, found.nowhere], ['invalid-argument', 'invalid-argument'])
})

test(
  'an abort ends it with its reason, leaving the loop ends it quietly, the worker runs two steps ahead at most',
  { skip },
  async () => {
    const found = await page.evaluate(async () => {
      const stop = new AbortController()
      const aborted = lm.generate('One', { tokens: 400, signal: stop.signal, temperature: 2 })
      let reason: unknown
      try {
        for await (const step of aborted) if (step.index === 2) stop.abort('enough')
      } catch (error) {
        reason = error
      }
      const left = lm.generate('One', { tokens: 400, temperature: 2 })
      for await (const step of left) if (step.index === 3) break
      const read = (await left.done).steps.length
      // Nobody reads beyond the first step for a while: the seed's steps wait.
      const slow = lm.generate('Two', { tokens: 30 })
      const reader = slow[Symbol.asyncIterator]()
      await reader.next()
      await new Promise(resolve => setTimeout(resolve, 500))
      const waiting = (slow as unknown as { ready: number }).ready
      await reader.return?.()
      const before = AbortSignal.abort('never')
      const never = await lm.generate('One', { signal: before }).done.catch((error: unknown) => error)
      return { reason, read, waiting, never }
    })
    assert.equal(found.reason, 'enough')
    assert.ok(found.read <= 6, `${found.read} steps`)
    assert.ok(found.waiting <= 2, `${found.waiting} steps were made ahead`)
    assert.equal(found.never, 'never')
  },
)

test('wrong arguments are refused with what to do', { skip }, async () => {
  const codes = await page.evaluate(async () => {
    const code = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'taken',
        (error: Api.TokenariumError) => error.code,
      )
    return [
      await code(lm.generate('a', { temperature: -1 }).done),
      await code(lm.generate('a', { topP: Number.NaN }).done),
      await code(lm.generate('a', { topK: 1.5 }).done),
      await code(lm.generate('a', { seed: 0.5 }).done),
      await code(lm.generate('a '.repeat(3000)).done),
      await code(lm.generate(Uint32Array.of(99_999)).done),
      await code(lm.score('')),
    ]
  })
  assert.deepEqual(codes, [
    'invalid-argument',
    'invalid-argument',
    'invalid-argument',
    'invalid-argument',
    'too-large',
    'unknown-id',
    'invalid-argument',
  ])
})

test('a text is scored: what the model wrote at temperature 0 costs less than what it did not', { skip }, async () => {
  const found = await page.evaluate(async () => {
    const written = await lm.generate('There was a', { tokens: 20, temperature: 0 }).done
    const own = await lm.score(`There was a${written.text}`)
    const long = await lm.score('A word. '.repeat(600))
    const step = written.steps[0]?.tokens[0]
    return {
      own: own.bitsPerByte,
      other: (await lm.score('Zebra quartz vex 91 lymph')).bitsPerByte,
      bits: own.bits.length,
      ids: own.tokens.ids.length,
      likeliest: own.likely(3)[0],
      step,
      long: [long.bits.length, long.tokens.ids.length, long.bits.every(bits => Number.isFinite(bits))],
    }
  })
  assert.equal(found.bits, found.ids)
  assert.ok(found.own < found.other)
  assert.equal(found.long[0], found.long[1])
  assert.equal(found.long[2], true)
})

test('a text is packed in as many bytes as it costs bits, and comes back; other bytes do not', { skip }, async () => {
  const found = await page.evaluate(async () => {
    const text = 'The cat sat on the mat — and “looked” at the rain.\r\n🙂'
    const { packed, bits } = await lm.score(text)
    const seen: number[] = []
    const back = await lm.unpack(packed, { onProgress: ({ done }) => seen.push(done) })
    const code = (bytes: Uint8Array) => lm.unpack(bytes).catch((error: Api.TokenariumError) => error.code)
    return {
      same: back === text,
      bytes: packed.length,
      bits: bits.reduce((sum, bits) => sum + bits, 0),
      seen: seen.length,
      wrong: [await code(new Uint8Array()), await code(packed.slice(0, 9)), await code(Uint8Array.of(...packed, 1, 2))],
    }
  })
  assert.equal(found.same, true)
  assert.ok(8 * found.bytes >= found.bits && 8 * found.bytes < found.bits + 24, JSON.stringify(found))
  assert.ok(found.seen > 0)
  assert.deepEqual(found.wrong, ['malformed', 'malformed', 'malformed'])
})

test('nobody who begins a text asks for the draft unless guesses are wanted; freed is freed', { skip }, async () => {
  const own = await browser.newPage()
  await own.goto(`${site.url}plain.html`)
  const asked: string[] = []
  own.on('request', request => asked.push(request.url()))
  await own.evaluate(async () => {
    globalThis.api = await import(new URL('tokenarium.js', location.href).href)
    globalThis.lab = await api.Tokenarium.create({ backend: 'cpu' })
    globalThis.lm = await lab.model('lm')
    await lm.generate('a', { tokens: 2 }).done
  })
  const worker = own.workers().find(worker => worker.url().includes('worker-lab'))
  assert.ok(worker)
  assert.equal(
    asked.some(url => url.includes('lm-tiny')),
    false,
  )
  const code = await own.evaluate(async () => {
    await lm.free()
    return lm.generate('a').done.catch((error: Api.TokenariumError) => error.code)
  })
  assert.equal(code, 'freed')
  await own.close()
})
