// The choice of a backend for itself: surroundings in, kind and reason out; how losses and checks change it.

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import type { Backend } from '../../www/api/types.ts'
import { BackendChoice, choose, type Surroundings } from '../../www/api/worker/backend.ts'

const LIMITS = {
  maxStorageBuffersPerShaderStage: 8,
  maxDynamicUniformBuffersPerPipelineLayout: 8,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBufferBindingSize: 1 << 27,
}

/** Surroundings with an adapter. */
function around(change: { limits?: object; software?: boolean; description?: string } = {}): Surroundings {
  const info = {
    vendor: 'maker',
    architecture: '',
    device: '',
    description: change.description ?? 'Card 7',
    isFallbackAdapter: change.software ?? false,
  }
  const adapter = { info, features: new Set(['subgroups', 'shader-f16']), limits: { ...LIMITS, ...change.limits } }
  return { secure: true, gpu: { requestAdapter: () => Promise.resolve(adapter as unknown as GPUAdapter) } }
}

const short = ({ kind, because }: Backend): string => `${kind} ${because}`

test('each surrounding has its reason', async () => {
  const gpu = { requestAdapter: () => Promise.resolve(null) }
  const refusing = { requestAdapter: () => Promise.reject(new Error('no')) }
  assert.equal(short(await choose('cpu', around())), 'cpu asked')
  assert.equal(short(await choose('webgpu', { secure: false, gpu: undefined })), 'cpu insecure')
  assert.equal(short(await choose('auto', { secure: true, gpu: undefined })), 'cpu no-webgpu')
  assert.equal(short(await choose('auto', { secure: true, gpu })), 'cpu no-adapter')
  assert.equal(short(await choose('auto', { secure: true, gpu: refusing })), 'cpu no-adapter')
  assert.equal(short(await choose('auto', around({ software: true }))), 'cpu software')
  assert.equal(short(await choose('webgpu', around({ software: true }))), 'undecided unchecked')
  assert.equal(short(await choose('auto', around())), 'undecided unchecked')
  const limited = await choose('webgpu', around({ limits: { maxComputeWorkgroupSizeX: 32 } }))
  assert.equal(short(limited), 'cpu limits')
  assert.match(limited.reason, /^maker Card 7 has too little: maxComputeWorkgroupSizeX is 32, 64 are needed\.$/)
})

test('an adapter is told as far as the browser tells', async () => {
  const { adapter, details } = await choose('auto', around())
  assert.deepEqual(
    [adapter, details],
    ['maker Card 7', { name: 'maker Card 7', software: false, features: ['shader-f16', 'subgroups'] }],
  )
})

test('it is asked once, however many ask at the same time', async () => {
  let asked = 0
  const choice = new BackendChoice(
    () => {
      asked += 1
      return around()
    },
    () => {},
  )
  const both = await Promise.all([choice.choose('auto'), choice.choose('auto')])
  assert.deepEqual(both.map(short), ['undecided unchecked', 'undecided unchecked'])
  assert.equal(asked, 1)
})

test('a lost device is looked for again once', async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const told: string[] = []
  const choice = new BackendChoice(
    () => around(),
    state => told.push(short(state)),
  )
  const settle = async (): Promise<void> => {
    mock.timers.tick(2000)
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  }
  await choice.choose('auto')
  choice.checked()
  choice.failed('lost', 'the graphics device was lost: pulled out')
  assert.match(choice.state.reason, /^The graphics device was lost: pulled out\. The work goes on with the CPU/)
  await settle()
  choice.checked()
  choice.failed('lost', 'the graphics device was lost: again')
  await settle()
  mock.timers.reset()
  assert.deepEqual(told, [
    'undecided unchecked',
    'webgpu checked',
    'cpu lost',
    'undecided unchecked',
    'webgpu checked',
    'cpu lost',
  ])
})

test('a software adapter that passes is used only where it was asked for', async () => {
  for (const [wanted, end] of [
    ['auto', 'cpu software'],
    ['webgpu', 'webgpu checked'],
  ] as const) {
    const choice = new BackendChoice(
      () => around({ software: true }),
      () => {},
    )
    await choice.choose(wanted)
    choice.checked()
    assert.equal(short(choice.state), end)
  }
})
