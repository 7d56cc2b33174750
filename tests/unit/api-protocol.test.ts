// The protocol for itself: lanes, order, abort, credit, crash, restart with replay; over real message ports, without a
// browser and without a tokenizer.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import type { Connection, Connector } from '../../www/api/client/connector.ts'
import { EngineModule, type Restart } from '../../www/api/client/module.ts'
import { TokenariumError } from '../../www/api/error.ts'
import { PART } from '../../www/api/long-strings.ts'
import type { Lane } from '../../www/api/protocol.ts'
import { Scheduler } from '../../www/api/worker/scheduler.ts'
import { type Call, serve, type Service } from '../../www/api/worker/runtime.ts'

type Any = Call<never>
const run = (run: (call: Any) => unknown, ordered = false) => ({ run, ordered })

/** A counter of UTF-16 units stands for a document: `make` takes a text and edits, `append` edits it. */
class FakeWorkers implements Connector {
  started = 0
  ended = 0
  readonly log: string[] = []
  readonly extra: Service
  #hosts = new Map<Connection, () => void>()

  constructor(extra: Service = {}) {
    this.extra = extra
  }

  connect(_module: string, lost: (error: TokenariumError) => void): Connection {
    this.started += 1
    const { port1, port2 } = new MessageChannel()
    const objects = new Map<number, string>()
    const trap = () => {
      throw new WebAssembly.RuntimeError('unreachable')
    }
    const service: Service = {
      make: run(({ handle, input }) => {
        const { text, edits = [] } = input as { text: string; edits?: string[] }
        const whole = text + edits.join('')
        this.log.push(`make ${handle} ${whole}`)
        if (whole.includes('POISON')) trap()
        objects.set(handle, whole)
        return whole.length
      }),
      append: run(({ handle, input }) => {
        const whole = (objects.get(handle) ?? '?') + (input as string)
        if ((input as string).includes('TRAP')) trap()
        objects.set(handle, whole)
        return whole
      }, true),
      read: run(({ handle }) => objects.get(handle) ?? 'nothing', true),
      free: run(({ handle }) => objects.delete(handle)),
      ...this.extra,
    }
    let ended = false
    const stop = serve(port2, service, {
      panicMessage: () => 'panicked at the test',
      end: () => end(),
    })
    const end = () => {
      ended = true
      stop()
      port2.close()
    }
    const connection: Connection = {
      port: port1,
      end: () => {
        this.ended += 1
        end()
      },
    }
    this.#hosts.set(connection, () => {
      if (ended) return
      end()
      lost(new TokenariumError('unavailable', 'the browser ended it', ''))
    })
    return connection
  }

  /** As if the browser ended every worker. */
  kill(): void {
    for (const kill of [...this.#hosts.values()]) kill()
  }

  close(): void {}
}

// Ports that stay open would keep Node.js from ending, also after a test that failed.
const modules: EngineModule[] = []
afterEach(() => modules.splice(0).forEach(module => module.end()))

function engine(extra: Service = {}) {
  const workers = new FakeWorkers(extra)
  const restarts: Restart[] = []
  const module = new EngineModule(
    'text',
    () => workers,
    restart => restarts.push(restart),
  )
  modules.push(module)
  return { workers, restarts, module }
}

const code = (expected: string) => (error: unknown) => error instanceof TokenariumError && error.code === expected
const pause = (ms = 20) => new Promise(resolve => setTimeout(resolve, ms))

test('a call is answered, an error keeps its code and remedy', async () => {
  const { module } = engine({
    refuse: run(() => {
      throw { code: 'unknown-id', message: 'no 7', remedy: 'take 6', detail: { id: 7 } }
    }),
  })
  assert.equal(await module.call('make', 1, { text: 'abc' }), 3)
  await assert.rejects(module.call('refuse', 1, null), error => {
    assert.ok(error instanceof TokenariumError)
    assert.deepEqual(
      [error.code, error.message, error.remedy, error.detail],
      ['unknown-id', 'no 7', 'take 6', { id: 7 }],
    )
    return true
  })
  await assert.rejects(module.call('nonsense', 1, null), code('internal'))
})

test('a waiting interactive call goes before every long one, and the older call before the younger', async () => {
  const order: string[] = []
  const scheduler = new Scheduler()
  const slices = async (name: string, id: number, lane: Lane, count: number) => {
    for (let slice = 0; slice < count; slice += 1) {
      await scheduler.turn(id, lane)
      order.push(name)
      if (name === 'a' && slice === 1) void slices('key', 3, 'interactive', 1)
    }
  }
  await Promise.all([slices('a', 1, 'long', 4), slices('b', 2, 'long', 3)])
  assert.deepEqual(order, ['a', 'a', 'key', 'a', 'a', 'b', 'b', 'b'])
  scheduler.close()
})

test('an abort rejects with its reason and stops the work at the next slice', async () => {
  let slices = 0
  const endless = run(async call => {
    for (;;) {
      slices += 1
      await call.turn()
    }
  })
  const { module } = engine({ endless })
  const controller = new AbortController()
  const call = module.call('endless', 0, null, { lane: 'long', signal: controller.signal })
  while (slices < 3) await pause(0)
  controller.abort('enough')
  await assert.rejects(call, error => error === 'enough')
  await module.call('make', 1, { text: '' }, { lane: 'long' }) // the lane is free again
  const after = slices
  await pause()
  assert.equal(slices, after, 'slices went on after the abort')
  await assert.rejects(
    module.call('make', 1, { text: '' }, { signal: AbortSignal.abort('before') }),
    e => e === 'before',
  )
})

test('ordered calls of one handle run in the order made, even when the first must wait', async () => {
  const order: number[] = []
  const step = run(async ({ input }) => {
    const [name, ms] = input as [number, number]
    await pause(ms)
    order.push(name)
  }, true)
  const { module } = engine({ step })
  await Promise.all([module.call('step', 1, [1, 20]), module.call('step', 1, [2, 0]), module.call('step', 2, [3, 0])])
  assert.deepEqual(order, [3, 1, 2])
})

test('an ordered call can let the next one go once it has taken what it needs', async () => {
  const order: string[] = []
  const survey = run(async call => {
    call.release()
    await pause(20)
    order.push('survey')
  }, true)
  const edit = run(() => order.push('edit'), true)
  const { module } = engine({ survey, edit })
  await Promise.all([module.call('survey', 1, null), module.call('edit', 1, null)])
  assert.deepEqual(order, ['edit', 'survey'])
})

test('streams keep to their credit in both directions', async () => {
  let sent = 0
  const double = run(async call => {
    for (let item = await call.receive(); item !== undefined; item = await call.receive()) {
      await call.send((item as number) * 2)
      sent += 1
    }
    return 'end'
  })
  const { module } = engine({ double })
  const items: unknown[] = []
  let inputCredit = 0
  let stream: { send(v: unknown): void; end(): void; grant(n: number): void } | undefined
  const done = module.call('double', 0, null, {
    onStart: started => {
      stream = started
    },
    onItem: item => items.push(item),
    onCredit: count => {
      inputCredit += count
    },
  })
  await pause()
  assert.equal(inputCredit, 2, 'the worker takes two items before it has worked')
  stream?.send(1)
  stream?.send(2)
  await pause()
  assert.deepEqual([items, sent], [[], 0], 'nothing is sent before the page takes something')
  stream?.grant(1)
  await pause()
  assert.deepEqual([items, sent], [[2], 1])
  stream?.grant(5)
  await pause()
  assert.deepEqual(items, [2, 4])
  assert.ok(inputCredit >= 3, 'what was consumed is granted again')
  stream?.send(3)
  stream?.end()
  assert.equal(await done, 'end')
  assert.deepEqual(items, [2, 4, 6])
})

test('a long string follows its call in parts, and the operation sees it whole and in order', async () => {
  const { module } = engine({ keep: run(({ input }) => input, true) })
  const messages: number[] = []
  const { postMessage } = MessagePort.prototype
  MessagePort.prototype.postMessage = function (this: MessagePort, message: unknown, ...rest: never[]) {
    messages.push(JSON.stringify(message)?.length ?? 0)
    postMessage.call(this, message, ...rest)
  }
  // Pairs of surrogates, an unpaired one at the end: wherever a part ends, the string is the same.
  const long = `a${'\u{1f600}'.repeat(PART)}\ud83d`
  const input = { from: 1, edits: [{ insert: long }, { insert: 'short' }], text: `${long}b` }
  try {
    const [whole, alone] = await Promise.all([module.call('keep', 1, input), module.call('keep', 1, long)])
    assert.deepEqual(whole, input)
    assert.equal(alone, long)
    assert.equal(input.text, `${long}b`, 'the caller keeps its own')
  } finally {
    MessagePort.prototype.postMessage = postMessage
  }
  const calls = messages.slice(0, 2)
  assert.ok(Math.max(...calls) < 1000, `calls of ${calls} units`)
})

test('a call whose long string was on its way when the worker crashed is made again, whole', async () => {
  const { module, restarts } = engine()
  await module.call('make', 1, { text: 'a' })
  module.keep(1, { replay: () => ({ operation: 'make', input: { text: 'a' } }) })
  const long = 'b'.repeat(5 * PART)
  const crash = module.call('append', 1, 'TRAP')
  const append = module.call('append', 1, long)
  await assert.rejects(crash, code('restarted'))
  assert.equal(await append, `a${long}`)
  assert.equal(restarts.length, 1)
})

test('results are moved, inputs stay with the caller unless moved', async () => {
  const { module } = engine({
    echo: run(({ input }) => ({ sum: (input as Uint8Array).length, bytes: new Uint8Array(4) })),
  })
  const mine = new Uint8Array([1, 2, 3])
  assert.deepEqual(await module.call('echo', 0, mine), { sum: 3, bytes: new Uint8Array(4) })
  assert.equal(mine.length, 3)
  await module.call('echo', 0, mine, { transfer: true })
  assert.equal(mine.length, 0)
})

/** A handle whose recipe carries its edits, as documents do. */
async function open(module: EngineModule, handle: number, text: string, parent?: number) {
  const edits: string[] = []
  await module.call('make', handle, { text })
  module.keep(handle, {
    replay: () => ({ operation: 'make', input: { text, edits: [...edits] } }),
    ...(parent === undefined ? {} : { parent }),
  })
  return {
    edits,
    append: (more: string) => {
      edits.push(more)
      return module.call('append', handle, more)
    },
    read: () => module.call('read', handle, null),
  }
}

test('after a crash every handle is rebuilt, the running call fails, the waiting ones are made again', async () => {
  const { module, workers, restarts } = engine()
  const one = await open(module, 1, 'one')
  const two = await open(module, 2, 'two')
  await one.append('+')
  const crash = module.call('append', 1, 'TRAP')
  const waiting = two.read()
  await assert.rejects(crash, code('restarted'))
  assert.equal(await waiting, 'two')
  assert.equal(await one.read(), 'one+')
  assert.equal(workers.started, 2)
  assert.deepEqual(restarts, [{ module: 'text', reason: 'panicked at the test', replayed: 2, closed: 0 }])
})

test('a second crash on the same handle closes it, and what was made from it, and nothing else', async () => {
  const { module, restarts } = engine()
  await open(module, 1, 'one')
  const child = await open(module, 2, 'child', 1)
  const other = await open(module, 3, 'other')
  await assert.rejects(module.call('append', 1, 'TRAP'), code('restarted'))
  const waiting = child.read()
  assert.equal(await waiting, 'child')
  await assert.rejects(module.call('append', 1, 'TRAP'), code('crashed'))
  await assert.rejects(child.read(), code('crashed'))
  assert.equal(await other.read(), 'other')
  assert.deepEqual(
    restarts.map(({ replayed, closed }) => [replayed, closed]),
    [
      [3, 0],
      [1, 2],
    ],
  )
})

test('a recipe that crashes the replay is not replayed again; the others survive', async () => {
  const { module, workers } = engine()
  const bad = await open(module, 1, 'text')
  const good = await open(module, 2, 'good')
  bad.edits.push('POISON') // what the rebuilt document will hold
  await assert.rejects(module.call('append', 2, 'TRAP'), code('restarted'))
  assert.equal(await good.read(), 'good')
  await assert.rejects(bad.read(), code('crashed'))
  assert.equal(workers.started, 3)
  assert.equal(workers.log.filter(line => line.includes('POISON')).length, 1)
})

test('a worker that the browser ends is replaced as well', async () => {
  const { module, workers, restarts } = engine({ hang: run(() => new Promise(() => {})) })
  const one = await open(module, 1, 'one')
  const hanging = module.call('hang', 1, null)
  await pause()
  workers.kill()
  assert.equal(await one.read(), 'one')
  assert.equal(restarts[0]?.reason, 'the browser ended it')
  void hanging.catch(() => {})
})

test('a stream and a moved input cannot be made again: they fail with restarted', async () => {
  const { module } = engine({
    drain: run(async call => {
      while ((await call.receive()) !== undefined);
    }),
    keepMoved: run(({ input }) => (input as Uint8Array).length, true),
  })
  const one = await open(module, 1, 'one')
  const stream = module.call('drain', 1, null, { onCredit: () => {} })
  const crash = module.call('append', 1, 'TRAP')
  await Promise.all([assert.rejects(stream, code('restarted')), assert.rejects(crash, code('restarted'))])
  assert.equal(await one.read(), 'one')
})

test('a handle that was freed is not rebuilt, and calls after the end fail with freed', async () => {
  const { module, workers } = engine()
  const one = await open(module, 1, 'one')
  await open(module, 2, 'two')
  await module.free(2)
  await assert.rejects(module.call('append', 1, 'TRAP'), code('restarted'))
  assert.equal(await one.read(), 'one')
  assert.equal(workers.log.filter(line => line === 'make 2 two').length, 1)
  module.end()
  await assert.rejects(module.call('read', 1, null), code('freed'))
})

test('a worker is ended some time after its last handle is freed, and started again when needed', async () => {
  const { module, workers } = engine()
  await open(module, 1, 'one')
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    mock.timers.tick(120_000)
    assert.equal(workers.ended, 0, 'a handle keeps the worker')
    await module.free(1)
    mock.timers.tick(10_000)
    assert.equal(workers.ended, 0, 'it waits a while')
    mock.timers.tick(60_000)
    assert.equal(workers.ended, 1)
  } finally {
    mock.timers.reset()
  }
  assert.equal(await module.call('make', 2, { text: 'two' }), 3)
  assert.equal(workers.started, 2)
})
