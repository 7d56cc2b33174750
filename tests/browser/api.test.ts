// The public API through dist/ in a real browser: what it gives, what it refuses, and that it holds under the policy of
// the page, from another origin, after crashes and with broken files. Over 500 lines: one list of cases over one browser.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ServerResponse } from 'node:http'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Browser, Page, Worker } from 'playwright-core'
import type * as Api from '../../www/api/index.ts'
import { launch } from './browser.ts'
import { serve, type Site } from './server.ts'

declare global {
  // What the pages of these tests keep between two evaluations.
  var api: typeof Api
  var lab: Api.Tokenarium
  var tok: Api.TextTokenizer
  var doc: Api.TextDocument
}

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
  "media-src 'self' blob:; connect-src 'self' https:; frame-src 'self'; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'; trusted-types tokenarium"

let browser: Browser
let site: Site
let foreign: Site
let broken: string | null = null

before(async () => {
  browser = await launch()
  const pages = (path: string, response: ServerResponse): boolean => {
    if (path !== '/policy.html' && path !== '/plain.html') return false
    const policy = path === '/policy.html' ? { 'content-security-policy': POLICY } : {}
    response.writeHead(200, { 'content-type': 'text/html', ...policy }).end('<!doctype html><title>A page</title>')
    return true
  }
  foreign = await serve(undefined, { answer: (path, _request, response) => pages(path, response) })
  site = await serve(undefined, {
    answer: (path, _request, response) => {
      if (broken === null || !path.startsWith(broken)) return pages(path, response)
      response.writeHead(200).end('not the file')
      return true
    },
  })
})

after(async () => {
  await browser.close()
  await site.close()
  await foreign.close()
})

/** A page with an engine; `name` is loaded as `tok` if given. */
async function open(name?: string, path = 'plain.html'): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(site.url + path)
  await page.evaluate(async name => {
    globalThis.api = await import(new URL('tokenarium.js', location.href).href)
    globalThis.lab = await api.Tokenarium.create()
    if (name !== undefined) globalThis.tok = await lab.text(name)
  }, name)
  return page
}

/** The worker of a module. */
function workerOf(page: Page, module: string): Worker {
  const worker = page.workers().find(worker => worker.url().includes(`worker-${module}`))
  assert.ok(worker, `no worker of ${module} among ${page.workers().map(worker => worker.url())}`)
  return worker
}

/** Makes the next encoding of a text trap in the worker, as a panic of the wasm module does. */
function trapNext(worker: Worker): Promise<void> {
  return worker.evaluate(() => {
    const original = TextEncoder.prototype.encode
    TextEncoder.prototype.encode = () => {
      TextEncoder.prototype.encode = original
      throw new WebAssembly.RuntimeError('unreachable')
    }
  })
}

describe('encoding', () => {
  test('ids, spans in both units, bytes and text of o200k_base', async () => {
    const page = await open('o200k_base')
    const result = await page.evaluate(async () => {
      const text = 'Hello, world! 😀 naïve'
      const utf8 = await tok.encode(text, { spans: true })
      const utf16 = await tok.encode(new TextEncoder().encode(text), { spans: true, unit: 'utf16' })
      const { bytes, ends } = await tok.bytes(utf8.ids)
      return {
        ids: [...utf8.ids],
        fromBytes: [...utf16.ids],
        utf8: [...(utf8.spans ?? [])],
        utf16: [...(utf16.spans ?? [])],
        count: await tok.count(new Blob([text])),
        text: await tok.decode(utf8),
        bytes: new TextDecoder().decode(bytes),
        ends: [...ends],
        rest: { ...utf8, ids: null, spans: null },
      }
    })
    assert.deepEqual(result.ids.slice(0, 4), [13225, 11, 2375, 0])
    assert.deepEqual(result.fromBytes, result.ids)
    assert.equal(result.count, result.ids.length)
    assert.equal(result.text, 'Hello, world! 😀 naïve')
    assert.equal(result.bytes, result.text)
    assert.equal(result.utf8.at(-1), new TextEncoder().encode(result.text).length)
    assert.equal(result.utf16.at(-1), result.text.length)
    assert.deepEqual(
      result.ends,
      result.utf8.filter((_, index) => index % 2 === 1),
    )
    assert.deepEqual(result.rest, {
      format: 1,
      tokenizer: 'o200k_base',
      layout: { kind: 'sequence' },
      alphabets: [200019],
      bits: 18 * result.ids.length,
      sideInformationBits: 0,
      unit: 'utf8',
      replacedSurrogates: 0,
      ids: null,
      spans: null,
    })
    await page.context().close()
  })

  test('every tokenizer of the catalog loads and keeps its promises about one text', async () => {
    const page = await open()
    const report = await page.evaluate(async () => {
      const text = 'The cafés of Zürich: 12,345 — 你好 👩‍🚀\n\tdef f(x): return x'
      const out: { name: string; problem: string }[] = []
      for (const { name, vocabularySize } of lab.catalog()) {
        const tokenizer = await lab.text(name)
        const { ids, spans = new Uint32Array() } = await tokenizer.encode(text, { spans: true })
        const say = (problem: string) => out.push({ name, problem })
        if (tokenizer.info.vocabularySize !== vocabularySize)
          say(`size ${tokenizer.info.vocabularySize}, catalog ${vocabularySize}`)
        if (ids.length !== (await tokenizer.count(text))) say('count differs from encode')
        if (ids.some(id => id >= vocabularySize)) say('an id beyond the vocabulary')
        if (spans.length !== 2 * ids.length || Math.max(...spans) > 200) say('spans')
        if ((await tokenizer.decode(ids)).length === 0) say('decodes to nothing')
        await tokenizer.free()
      }
      return { out, size: lab.catalog().length }
    })
    assert.ok(report.size >= 30, `${report.size} tokenizers`)
    assert.deepEqual(report.out, [])
    await page.context().close()
  })

  test('unpaired surrogates are counted and read as U+FFFD; NUL, BOM and line ends stay', async () => {
    const page = await open('cl100k_base')
    const result = await page.evaluate(async () => {
      const lone = await tok.encode('a\ud800b\udc00', { spans: true, unit: 'utf16' })
      const odd = '\ufeff\0a\r\nb\rc\u2028d'
      return {
        replaced: lone.replacedSurrogates,
        end: lone.spans?.at(-1),
        odd: await tok.decode((await tok.encode(odd)).ids),
      }
    })
    assert.deepEqual(result, { replaced: 2, end: 4, odd: '\ufeff\0a\r\nb\rc\u2028d' })
    await page.context().close()
  })

  test('special tokens are text unless they are to be parsed; the template is added when asked for', async () => {
    const page = await open('bert-uncased')
    const result = await page.evaluate(async () => {
      const plain = await tok.encode('[SEP]')
      const parsed = await tok.encode('[SEP]', { specials: 'parse' })
      const template = await tok.encode('hello', { template: true, spans: true })
      return {
        plain: plain.ids.length,
        parsed: [...parsed.ids],
        template: [...template.ids],
        spans: [...(template.spans ?? [])],
      }
    })
    assert.ok(result.plain > 1)
    assert.equal(result.parsed.length, 1)
    assert.equal(result.template.length, 3)
    assert.deepEqual(result.spans, [0, 0, 0, 5, 5, 5])
    await page.context().close()
  })

  test('a stream gives the tokens of the whole, in parts, and leaving it ends the source', async () => {
    const page = await open('o200k_base')
    const result = await page.evaluate(async () => {
      const text = 'Streams come in parts, naïve ones too 你好。 '.repeat(2000)
      const bytes = new TextEncoder().encode(text)
      let cancelled = false
      const source = () => {
        let at = 0
        return new ReadableStream<Uint8Array>({
          pull(controller) {
            if (at >= bytes.length) return controller.close()
            controller.enqueue(bytes.slice(at, at + 777))
            at += 777
          },
          cancel() {
            cancelled = true
          },
        })
      }
      const ids: number[] = []
      const spans: number[] = []
      let parts = 0
      for await (const part of tok.encodeStream(source(), { spans: true, unit: 'utf16' })) {
        parts += 1
        ids.push(...part.ids)
        spans.push(...(part.spans ?? []))
      }
      const whole = await tok.encode(text, { spans: true, unit: 'utf16' })
      const equal = JSON.stringify([ids, spans]) === JSON.stringify([[...whole.ids], [...(whole.spans ?? [])]])
      let seen = 0
      for await (const part of tok.encodeStream(source())) {
        seen += part.ids.length
        break
      }
      return { parts, equal, seen, cancelled, after: await tok.count('still there') }
    })
    assert.equal(result.equal, true)
    assert.ok(result.parts > 50, `${result.parts} parts`)
    assert.ok(result.seen > 0 && result.cancelled)
    assert.equal(result.after, 2)
    await page.context().close()
  })
})

describe('the rest of a tokenizer', () => {
  test('figures, and the sizes that real codecs reach', async () => {
    const page = await open('gpt2')
    const text = 'the cat sat on the mat and the dog sat on the log. '.repeat(40)
    const stats = await page.evaluate(
      text => tok.stats(text, { figures: ['gzip', 'brotli'], pricePerMillion: 2, contextWindow: 1024 }),
      text,
    )
    assert.equal(stats.bytes, text.length)
    assert.equal(stats.words, 520)
    assert.equal(stats.graphemes, text.length)
    assert.equal(stats.figures.fertility.value, stats.tokens / 520)
    assert.equal(stats.figures.cost.value, (stats.tokens * 2) / 1e6)
    assert.equal(stats.figures.contextShare.value, stats.tokens / 1024)
    assert.equal(stats.figures.zipf.exponent.value, null)
    assert.match(stats.figures.zipf.exponent.undefined ?? '', /distinct/)
    assert.equal(stats.gzipBytes, gzipSync(text, { level: 9 }).length)
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
    const reference = brotliCompressSync(text, { params: quality }).length
    const difference = Math.abs((stats.brotliBytes ?? 0) - reference)
    assert.ok(difference <= 2 + reference / 100, `brotli ${stats.brotliBytes}, the reference library ${reference}`)
    await page.context().close()
  })

  test('the vocabulary: pages, entries, search by text and bytes', async () => {
    const page = await open('gpt2')
    const result = await page.evaluate(async () => {
      const { vocabulary } = tok
      const text = (entry: Api.Entry) => new TextDecoder().decode(Uint8Array.from(entry.bytes))
      const found = await vocabulary.search('toKEN', { limit: 5 })
      const bytes = await vocabulary.search(Uint8Array.of(0xf0, 0x9f, 0x98), { limit: 3 })
      const beyond = await vocabulary.get(vocabulary.size).catch((error: Api.TokenariumError) => error.code)
      return {
        size: vocabulary.size,
        page: (await vocabulary.page(50255, 10)).map(entry => [entry.id, text(entry), entry.special]),
        found: found.map(text),
        bytes: bytes.map(entry => entry.bytes.slice(0, 4)),
        beyond,
      }
    })
    assert.equal(result.size, 50257)
    assert.deepEqual(result.page, [
      [50255, ' gazed', false],
      [50256, '<|endoftext|>', true],
    ])
    assert.ok(result.found.length > 0 && result.found.every(text => text.toLowerCase().includes('token')))
    assert.ok(result.bytes.every(bytes => bytes.includes(0xf0)))
    assert.equal(result.beyond, 'unknown-id')
    await page.context().close()
  })

  test('a trace tells what cut the text and which merges made the token, for texts and documents', async () => {
    const page = await open('gpt2')
    const result = await page.evaluate(async () => {
      const text = '😀 tokenization'
      const tokens = await tok.encode(text, { spans: true, unit: 'utf16' })
      const { trace } = await tok.explain(tokens, tokens.ids.length - 1, text)
      const document = await tok.open(`${'Some text before it. '.repeat(2000)}${text}`)
      const inDocument = await document.trace(42_000 + text.length - 1)
      const beyond = await tok.trace('short', 99).catch((error: Api.TokenariumError) => error.code)
      const [id = 0] = (await tok.encode(' token')).ids
      const near = await tok.vocabulary.neighbours(id)
      return {
        ids: [...tokens.ids].slice(-trace.tokens.length),
        trace,
        same: JSON.stringify({ ...inDocument, span: 0, spans: 0 }) === JSON.stringify({ ...trace, span: 0, spans: 0 }),
        span: inDocument.span,
        shifts: inDocument.spans.flat().map((at, index) => at - (trace.spans.flat()[index] ?? 0)),
        beyond,
        near: near.variants.length + near.prefixes.length,
      }
    })
    const { trace } = result
    assert.deepEqual(
      trace.tokens.map(token => token.id),
      result.ids,
    )
    assert.equal(new TextDecoder().decode(Uint8Array.from(trace.text)), ' tokenization')
    assert.deepEqual(trace.span, [4, 17])
    assert.equal(trace.cut.kind, 'preTokenizer')
    assert.equal(trace.steps.kind, 'merges')
    assert.equal(result.same, true)
    assert.deepEqual(result.span, [42_004, 42_017])
    assert.deepEqual(new Set(result.shifts), new Set([42_000]))
    assert.equal(result.beyond, 'invalid-argument')
    assert.ok(result.near > 2)
    await page.context().close()
  })

  test('a chat is written by the makers template, with tokens per message', async () => {
    const page = await open('qwen3')
    const result = await page.evaluate(async () => {
      const messages = [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Where are the tokens? 😀' },
      ]
      const chat = await tok.chat(messages, { addGenerationPrompt: true })
      const own = await tok.chat(messages, { template: '{% for m in messages %}{{ m.content }}\n{% endfor %}' })
      const none = await (await lab.text('gpt2')).chat(messages).catch((error: Api.TokenariumError) => error.code)
      return {
        text: chat.text,
        total: chat.ids.length,
        perMessage: [...chat.perMessage],
        end: chat.spans?.at(-1),
        decoded: await tok.decode(chat.ids),
        own: own.text,
        none,
      }
    })
    const { text, perMessage, total } = result
    assert.match(text, /^<\|im_start\|>system\nBe brief\.<\|im_end\|>\n<\|im_start\|>user\n/)
    assert.match(text, /<\|im_start\|>assistant\n/)
    assert.equal(result.decoded, text)
    assert.equal(result.end, text.length)
    assert.equal(perMessage.length, 2)
    assert.ok(
      (perMessage[0] ?? 0) > 5 && (perMessage[1] ?? 0) > 5 && (perMessage[0] ?? 0) + (perMessage[1] ?? 0) < total,
    )
    assert.equal(result.own, 'Be brief.\nWhere are the tokens? 😀\n')
    assert.equal(result.none, 'unsupported')
    await page.context().close()
  })

  test('the best encodings of Unigram, and a refusal where a model has only one', async () => {
    const page = await open('gpt2')
    const result = await page.evaluate(async () => {
      const training = await lab.trainText('the theme of the thesis then there. '.repeat(50), {
        model: 'unigram',
        vocabularySize: 40,
      })
      const unigram = await training.tokenizer()
      const best = await unigram.nBest('the theme', 4)
      const first = await unigram.encode('the theme')
      return {
        same: String(best[0]?.ids) === String(first.ids),
        falling: best.every(({ score }, index) => index === 0 || score <= (best[index - 1]?.score ?? 0)),
        different: new Set(best.map(({ ids }) => String(ids))).size,
        refused: await tok.nBest('the', 2).catch((error: Api.TokenariumError) => error.code),
      }
    })
    assert.deepEqual(result, { same: true, falling: true, different: 4, refused: 'unsupported' })
    await page.context().close()
  })

  test('two encodings of one text are compared', async () => {
    const page = await open('gpt2')
    const result = await page.evaluate(async () => {
      const text = 'hello   world'
      const other = await lab.text('o200k_base')
      const both = [await tok.encode(text, { spans: true }), await other.encode(text, { spans: true })]
      const same = await lab.compare([both[0]!, both[0]!])
      const wrong = await lab
        .compare([await tok.encode(text), both[1]!])
        .catch((error: Api.TokenariumError) => error.code)
      return { compared: await lab.compare(both), same: same.regions.length, wrong }
    })
    assert.equal(result.compared.shared.length, 2)
    assert.ok(result.compared.regions.length > 0)
    assert.equal(result.same, 0)
    assert.equal(result.wrong, 'invalid-argument')
    await page.context().close()
  })

  test('errors say what is wrong and what to do', async () => {
    const page = await open('gpt2')
    const errors = await page.evaluate(async () => {
      const caught = async (promise: Promise<unknown>) => {
        try {
          await promise
          return ['nothing']
        } catch (error) {
          if (!(error instanceof api.TokenariumError)) return [String(error)]
          return [error.code, error.message, error.remedy]
        }
      }
      const out = [
        await caught(lab.text('gpt-5-turbo')),
        await caught(tok.decode(Uint32Array.of(1, 60000))),
        await caught(lab.text(new File(['{"version": 1'], 'tokenizer.json'))),
        await caught(lab.text(new File(['IQ== 0'], 'ranks.tiktoken'))),
        await caught(lab.text(new URL('missing.json', location.href))),
        await caught(tok.encode('x', { dropout: 2 })),
      ]
      await tok.free()
      out.push(await caught(tok.count('x')))
      return out
    })
    assert.deepEqual(
      errors.map(([code]) => code),
      ['unknown-name', 'unknown-id', 'malformed', 'malformed', 'network', 'invalid-argument', 'freed'],
    )
    for (const [code, message, remedy] of errors) assert.ok(message && remedy, `${code} lacks words`)
    await page.context().close()
  })
})

describe('visitors own tokenizers', () => {
  test('a rank file with a shipped pattern, and one that needs a regex engine', async () => {
    const page = await open()
    const result = await page.evaluate(async () => {
      const ranks = Array.from({ length: 256 }, (_, byte) => `${btoa(String.fromCharCode(byte))} ${byte}`)
      ranks.push(`${btoa('ab')} 256`)
      const file = new File([ranks.join('\n')], 'small.tiktoken')
      const known = await lab.text(file, { pattern: 'cl100k' })
      const regex = await lab.text(file, { pattern: '\\S+|\\s+' })
      const document = await regex.open('ab ab')
      await document.edit(2, 2, 'ab')
      const exported = await known.export('vocab')
      const again = await lab.text(new File([exported], 'small.vocab'))
      return {
        name: known.info.name,
        known: [...(await known.encode('ab a')).ids],
        regex: [...(await regex.encode('ab a')).ids],
        window: [...(await document.window(0, 100)).ids],
        again: [...(await again.encode('ab a')).ids],
        refused: await regex.export('vocab').catch((error: Api.TokenariumError) => error.code),
      }
    })
    const ids = [256, 32, 97]
    assert.deepEqual(result, {
      name: 'small.tiktoken',
      known: ids,
      regex: ids,
      window: [256, 256, 32, 256],
      again: ids,
      refused: 'unsupported',
    })
    await page.context().close()
  })

  test('each trainer gives steps, a tokenizer, and a tokenizer.json that reads back to the same ids', async () => {
    const page = await open()
    const result = await page.evaluate(async () => {
      const corpus = 'the cat sat on the mat, the dog sat on the log; naïve façades. '.repeat(200)
      const out: Record<string, unknown>[] = []
      for (const options of [
        { model: 'bpe', vocabularySize: 300 },
        { model: 'bpe', alphabet: 'characters', vocabularySize: 60 },
        { model: 'unigram', vocabularySize: 60 },
        { model: 'wordpiece', vocabularySize: 60 },
      ] satisfies Api.TrainOptions[]) {
        const progress: string[] = []
        const training = await lab.trainText([corpus, new Blob([corpus])], options, {
          onProgress: p => progress.push(p.phase),
        })
        const last = await training.at(training.steps, { limit: 3 })
        const tokenizer = await training.tokenizer()
        const first = await training.tokenizer(0)
        const ids = [...(await tokenizer.encode('the cat sat')).ids]
        const json = await lab.text(new File([await tokenizer.export('tokenizer.json')], 'tokenizer.json'))
        out.push({
          model: tokenizer.info.model,
          curve: training.curve.length === training.steps + 1,
          size: last.totals.vocabulary === training.curve.at(-1)?.vocabulary,
          words: last.words.length,
          fewer: ids.length <= (await first.count('the cat sat')),
          text: await tokenizer.decode(Uint32Array.from(ids)),
          json: JSON.stringify([...(await json.encode('the cat sat')).ids]) === JSON.stringify(ids),
        })
      }
      return out
    })
    const expected = { curve: true, size: true, words: 3, fewer: true, text: 'the cat sat', json: true }
    assert.deepEqual(
      result,
      ['bpe', 'bpe', 'unigram', 'wordpiece'].map(model => ({ model, ...expected })),
    )
    await page.context().close()
  })
})

describe('documents', () => {
  test('any sequence of edits gives what a run over the whole text gives', async () => {
    const page = await open()
    const problems = await page.evaluate(async () => {
      const parts = [
        'a',
        ' the',
        ' ',
        '\n',
        '\r\n',
        "'s",
        '12',
        '你好',
        '😀',
        'e\u0301',
        '\ud83d',
        '\ude00',
        'Word',
        '.',
      ]
      let seed = 7
      const random = (below: number) => {
        seed = (seed * 1103515245 + 12345) % 2147483648
        return Math.floor((seed / 2147483648) * below)
      }
      const out: string[] = []
      for (const name of ['o200k_base', 'mistral-v3', 'bert-uncased']) {
        const tokenizer = await lab.text(name)
        let text = 'The first text of the document. '.repeat(20)
        const document = await tokenizer.open(text)
        for (let round = 0; round < 60; round += 1) {
          const from = random(text.length + 1)
          const to = Math.min(text.length, from + random(6))
          const insert = Array.from({ length: random(4) }, () => parts[random(parts.length)]).join('')
          text = text.slice(0, from) + insert + text.slice(to)
          const patch = await document.edit(from, to, insert)
          if (patch.stale !== null) await document.settle()
          const window = await document.window(0, text.length)
          const whole = await tokenizer.encode(text, { spans: true, unit: 'utf16' })
          if (String(window.ids) !== String(whole.ids)) out.push(`${name}, round ${round}: ids`)
          if (String(window.spans) !== String(whole.spans)) out.push(`${name}, round ${round}: spans`)
          if (document.size.utf16 !== text.length || document.size.tokens !== whole.ids.length)
            out.push(`${name}: size`)
        }
        if (document.version !== 60) out.push(`version ${document.version}`)
      }
      return out.slice(0, 5)
    })
    assert.deepEqual(problems, [])
    await page.context().close()
  })

  test('a large insertion is stale first and settles; edits meanwhile go before it', async () => {
    const page = await open('o200k_base')
    const result = await page.evaluate(async () => {
      const document = await tok.open('start ')
      const large = 'words and words '.repeat(200_000)
      const patch = await document.edit(6, 6, large)
      const order: string[] = []
      const settled = document.settle().then(settled => {
        order.push('settled')
        return settled
      })
      const edit = document.edit(0, 0, 'x').then(() => order.push('edit'))
      await Promise.all([settled, edit])
      const last = await document.settle()
      return {
        stale: patch.stale !== null,
        order,
        last: last.stale,
        tokens: document.size.tokens,
        whole: await tok.count(`xstart ${large}`),
      }
    })
    assert.equal(result.stale, true)
    assert.deepEqual(result.order, ['edit', 'settled'])
    assert.equal(result.last, null)
    assert.equal(result.tokens, result.whole)
    await page.context().close()
  })

  test('figures of a document are those of its text', async () => {
    const page = await open('o200k_base')
    const same = await page.evaluate(async () => {
      const document = await tok.open('one two three')
      await document.edit(3, 3, ' and a half')
      const text = await (await document.text()).text()
      return [text, JSON.stringify(await document.stats()) === JSON.stringify(await tok.stats(text))]
    })
    assert.deepEqual(same, ['one and a half two three', true])
    await page.context().close()
  })
})

describe('the engine', () => {
  test('an abort takes effect at the next slice, and a short call goes before a long one', async () => {
    const page = await open('o200k_base')
    const result = await page.evaluate(async () => {
      const long = 'many words in a long text. '.repeat(400_000)
      const order: string[] = []
      const controller = new AbortController()
      const phases: string[] = []
      const counting = tok.count(long, {
        signal: controller.signal,
        onProgress: ({ phase }) => {
          phases.push(phase)
          if (phases.length === 1) void tok.count('short').then(() => order.push('short'))
          if (order.length > 0) controller.abort(new Error('enough'))
        },
      })
      const reason = await counting.then(
        () => 'finished',
        (error: Error) => error.message,
      )
      return { reason, order, after: await tok.count('still there') }
    })
    assert.deepEqual(result, { reason: 'enough', order: ['short'], after: 2 })
    await page.context().close()
  })

  test('after a crash the worker is replaced, documents are as they were typed, a second crash closes', async () => {
    const page = await open('o200k_base')
    await page.evaluate(async () => {
      globalThis.doc = await tok.open('The text')
      await doc.edit(8, 8, ' that was typed')
      lab.on('restart', detail => Object.assign(globalThis, { restart: detail }))
    })
    await trapNext(workerOf(page, 'text'))
    const first = await page.evaluate(async () => {
      const code = await tok.count('crash').catch((error: Api.TokenariumError) => error.code)
      const edit = doc.edit(0, 3, 'Our')
      await edit
      return {
        code,
        text: await (await doc.text()).text(),
        ids: String((await doc.window(0, 99)).ids) === String((await tok.encode('Our text that was typed')).ids),
        restart: Reflect.get(globalThis, 'restart') as Api.Restart,
      }
    })
    assert.equal(first.code, 'restarted')
    assert.equal(first.text, 'Our text that was typed')
    assert.equal(first.ids, true)
    assert.deepEqual([first.restart.module, first.restart.replayed, first.restart.closed], ['text', 2, 0])

    await trapNext(workerOf(page, 'text'))
    const second = await page.evaluate(async () => {
      const code = await tok.count('crash').catch((error: Api.TokenariumError) => error.code)
      const closed = await tok.count('x').catch((error: Api.TokenariumError) => error.code)
      const text = await (await doc.text()).text()
      const again = await lab.text('o200k_base')
      return { code, closed, text, again: await again.count('one more') }
    })
    assert.deepEqual(second, { code: 'crashed', closed: 'crashed', text: 'Our text that was typed', again: 2 })
    await page.context().close()
  })

  test('exhausted memory is a crash like any other', async () => {
    const page = await open('o200k_base')
    const result = await page.evaluate(async () => {
      const [spaces] = await tok.encode(' '.repeat(128)).then(({ ids }) => ids)
      const document = await tok.open('kept')
      // 20 million tokens of many bytes each: more than a module of 32 bits can hold.
      const ids = new Uint32Array(20_000_000).fill(spaces ?? 0)
      const code = await tok.decode(ids, { transfer: true }).then(
        text => `decoded ${text.length}`,
        (error: Api.TokenariumError) => error.code,
      )
      return { code, kept: await (await document.text()).text(), count: await tok.count('still there') }
    })
    assert.deepEqual(result, { code: 'restarted', kept: 'kept', count: 2 })
    await page.context().close()
  })

  test('works under the policy of the page, with two copies of the library', async () => {
    const page = await open('gpt2', 'policy.html')
    const result = await page.evaluate(async () => {
      const second = (await import(`${location.origin}/tokenarium.js?copy`)) as typeof Api
      const other = await (await second.Tokenarium.create()).text('gpt2')
      return [await tok.count('under a policy'), await other.count('under a policy')]
    })
    assert.deepEqual(result, [3, 3])
    await page.context().close()
  })

  test('from another origin a hidden frame starts the workers, and a crash is mended there too', async () => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${foreign.url}plain.html`)
    const first = await page.evaluate(async base => {
      globalThis.api = (await import(`${location.origin}/tokenarium.js`)) as typeof Api
      globalThis.lab = await api.Tokenarium.create({ base })
      globalThis.tok = await lab.text('gpt2')
      const sizes = await tok.stats('from elsewhere', { figures: ['gzip'] })
      return {
        count: await tok.count('from elsewhere'),
        frames: document.querySelectorAll('iframe').length,
        gzip: sizes.gzipBytes,
      }
    }, site.url)
    assert.deepEqual(first, { count: 2, frames: 1, gzip: gzipSync('from elsewhere').length })
    await trapNext(workerOf(page, 'text'))
    const second = await page.evaluate(async () => {
      const code = await tok.count('crash').catch((error: Api.TokenariumError) => error.code)
      const count = await tok.count('from elsewhere')
      await lab.free()
      return { code, count, left: document.querySelectorAll('iframe').length }
    })
    assert.deepEqual(second, { code: 'restarted', count: 2, left: 0 })
    await page.context().close()
  })

  test('a policy that refuses the frame is named, with the line that it needs', async () => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${foreign.url}policy.html`)
    const error = await page.evaluate(async base => {
      const { Tokenarium } = (await import(`${location.origin}/tokenarium.js`)) as typeof Api
      const lab = await Tokenarium.create({ base })
      await lab.text('o200k_base').catch(() => {})
      return lab.text('gpt2').catch(({ code, remedy }: Api.TokenariumError) => ({ code, remedy }))
    }, site.url)
    const origin = new URL(site.url).origin
    assert.deepEqual(error, { code: 'blocked', remedy: `The policy of this page must allow it: frame-src ${origin}.` })
    await page.context().close()
  })

  test('a broken file is fetched once more, then refused; a broken cache entry is replaced', async () => {
    const page = await open()
    broken = '/vocab/gpt2'
    const asked = site.requests.length
    const code = await page.evaluate(() => lab.text('gpt2').catch((error: Api.TokenariumError) => error.code))
    broken = null
    assert.equal(code, 'integrity')
    assert.equal(site.requests.slice(asked).filter(path => path.startsWith('/vocab/gpt2')).length, 2)
    const healed = await page.evaluate(async () => {
      await (await lab.text('gpt2')).free()
      const [name = ''] = await caches.keys()
      const cache = await caches.open(name)
      const [entry] = await cache.keys()
      await cache.put(entry!, new Response('rotten'))
      const count = await (await lab.text('gpt2')).count('healed')
      const stored = await lab.stored({ clear: true })
      return { count, stored, left: await lab.stored() }
    })
    assert.equal(healed.left, 0)
    assert.ok(healed.count > 0 && healed.stored > 100_000, JSON.stringify(healed))
    await page.context().close()
  })

  test('nothing is loaded before it is asked for, and one worker serves many tokenizers', async () => {
    const page = await open()
    assert.equal(page.workers().length, 0)
    await page.evaluate(async () => {
      await lab.text('gpt2')
      await lab.text('r50k_base')
    })
    assert.equal(page.workers().length, 1)
    await page.evaluate(() => lab.free())
    await page.waitForTimeout(200)
    assert.equal(page.workers().length, 0)
    await page.context().close()
  })
})
