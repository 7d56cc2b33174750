// What is run: products and a transformer, as ONNX graphs and as flat weights for our plans. The same numbers for both.

import { onnxModel } from './onnx.mjs'

/** Sizes of the transformer, as `src/plans.rs` has them. */
const [WIDTH, HEADS, LAYERS] = [256, 4, 6]
const HIDDEN = 4 * WIDTH
const HEAD = WIDTH / HEADS
const EPSILON = 1e-5

/** Everything that is measured. A batch is some tens of milliseconds on the CPU; on a software adapter single runs. */
export const CASES = [
  { name: '256 × 512 × 512', kind: 'product', sizes: [256, 512, 512], batch: 8, limit: { cpu: 0.88, gpu: 0.45 } },
  { name: '1 × 512 × 2048', kind: 'product', sizes: [1, 512, 2048], batch: 200, limit: { cpu: 0.88, gpu: 0.45 } },
  { name: '6 layers, 128 tokens', kind: 'transformer', tokens: 128, batch: 1, limit: { cpu: 1.05, gpu: 0.45 } },
  { name: '6 layers, 16 tokens', kind: 'transformer', tokens: 16, batch: 5, limit: { cpu: 0.95, gpu: 0.45 } },
  { name: '6 layers, 1 token', kind: 'transformer', tokens: 1, batch: 40, limit: { cpu: 0.75, gpu: 0.15 } },
]

/** Input, weights for our plan, and the same as an ONNX file. */
export function model({ kind, sizes, tokens }) {
  return kind === 'product' ? product(...sizes) : transformer(tokens)
}

function product(rows, depth, columns) {
  const random = randomFloats(1)
  const weights = random(depth * columns, 1 / Math.sqrt(depth))
  const onnx = onnxModel({
    opset: 20,
    nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: [{ name: 'w', shape: [depth, columns], values: weights }],
    inputs: [{ name: 'x', shape: [rows, depth] }],
    outputs: [{ name: 'y', shape: [rows, columns] }],
  })
  return { input: random(rows * depth, 1), shape: [rows, depth], weights, onnx }
}

/** Pre-norm layers with full attention, written as exporters write them: standard operators, queries, keys and values in one product. */
function transformer(tokens) {
  const random = randomFloats(2)
  const [nodes, initializers, flat] = [[], [], []]
  const constant = (name, shape, values) => {
    initializers.push({ name, shape, values })
    return name
  }
  /** A constant that our plan takes too, in this order. */
  const weights = (name, shape, scale, around = 0) => {
    const values = random(
      shape.reduce((a, b) => a * b),
      scale,
    ).map(value => value + around)
    flat.push(values)
    return constant(name, shape, values)
  }
  const node = (op, inputs, attributes, outputs = [`t${nodes.length}`]) => {
    nodes.push({ op, inputs, outputs, attributes })
    return outputs.length === 1 ? outputs[0] : outputs
  }
  const linear = (name, x, depth, columns) => {
    const product = node('MatMul', [x, weights(`${name} w`, [depth, columns], 1 / Math.sqrt(depth))])
    return node('Add', [product, weights(`${name} b`, [columns], 0.1)])
  }
  const norm = (name, x) =>
    node('LayerNormalization', [x, weights(`${name} gain`, [WIDTH], 0.1, 1), weights(`${name} bias`, [WIDTH], 0.1)], {
      axis: -1n,
      epsilon: EPSILON,
    })
  const heads = constant('heads', [3], BigInt64Array.of(BigInt(tokens), BigInt(HEADS), BigInt(HEAD)))
  const flatRows = constant('rows', [2], BigInt64Array.of(BigInt(tokens), BigInt(WIDTH)))
  const thirds = constant('thirds', [3], BigInt64Array.of(BigInt(WIDTH), BigInt(WIDTH), BigInt(WIDTH)))
  const scale = constant('scale', [1], Float32Array.of(1 / Math.sqrt(HEAD)))
  let x = 'x'
  for (let layer = 0; layer < LAYERS; layer++) {
    const name = part => `${layer} ${part}`
    const triple = linear(name('qkv'), norm(name('norm 1'), x), WIDTH, 3 * WIDTH)
    const parts = node('Split', [triple, thirds], { axis: 1n }, ['q', 'k', 'v'].map(name))
    const split = (part, perm) => node('Transpose', [node('Reshape', [part, heads])], { perm })
    const [q, k, v] = [split(parts[0], [1, 0, 2]), split(parts[1], [1, 2, 0]), split(parts[2], [1, 0, 2])]
    const shares = node('Softmax', [node('Mul', [node('MatMul', [q, k]), scale])], { axis: -1n })
    const attended = node('Transpose', [node('MatMul', [shares, v])], { perm: [1, 0, 2] })
    const between = node('Add', [x, linear(name('projection'), node('Reshape', [attended, flatRows]), WIDTH, WIDTH)])
    const hidden = node('Gelu', [linear(name('up'), norm(name('norm 2'), between), WIDTH, HIDDEN)], {
      approximate: 'tanh',
    })
    x = node('Add', [between, linear(name('down'), hidden, HIDDEN, WIDTH)])
  }
  const onnx = onnxModel({
    opset: 20,
    nodes,
    initializers,
    inputs: [{ name: 'x', shape: [tokens, WIDTH] }],
    outputs: [{ name: x, shape: [tokens, WIDTH] }],
  })
  return { input: random(tokens * WIDTH, 1), shape: [tokens, WIDTH], weights: joined(flat), onnx, layers: LAYERS }
}

function joined(parts) {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Reproducible values from -scale to scale. */
function randomFloats(seed) {
  let state = seed
  return (count, scale) =>
    Float32Array.from({ length: count }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return (state / 2 ** 31 - 1) * scale
    })
}
