// A shipped transformer as an ONNX graph that decodes a token at a time with a KV cache, written as exporters write it: standard
// operators, the cache as inputs and outputs, weights as floats. The numbers are those of the file.

import { onnxModel } from '/engine/onnx.mjs'

const HEAD = 64
const EPSILON = 1e-5
const ROTARY_BASE = 10_000

/** The file's metadata, and its tensors by name, bytes made floats by the scales of their rows. */
export function readWeights(file) {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))
  const head = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)))
  const data = file.subarray(8 + length)
  const bytes = name => {
    const [from, to] = head[name].data_offsets
    return data.slice(from, to).buffer
  }
  const tensors = {}
  for (const [name, { dtype, shape }] of Object.entries(head)) {
    if (dtype === 'F32') tensors[name] = { shape, values: new Float32Array(bytes(name)) }
    if (dtype !== 'I8') continue
    const scales = new Float32Array(bytes(name.replace(/weight$/, 'scale')))
    const [, columns] = shape
    const values = Float32Array.from(
      new Int8Array(bytes(name)),
      (value, at) => value * scales[Math.floor(at / columns)],
    )
    tensors[name] = { shape, values }
  }
  return { metadata: head.__metadata__, tensors }
}

/** The graph, its sizes, and the names of what goes from one pass to the next. */
export function decoder({ metadata, tensors }) {
  const [width, layers, heads, context, vocabulary] = ['width', 'layers', 'heads', 'context', 'vocabulary'].map(name =>
    Number(metadata[name]),
  )
  const [nodes, initializers] = [[], []]
  const constant = (name, shape, values) => {
    initializers.push({ name, shape, values })
    return name
  }
  const floats = (name, ...values) => constant(name, [values.length], Float32Array.from(values))
  const ints = (name, ...values) => constant(name, [values.length], BigInt64Array.from(values.map(BigInt)))
  const node = (op, inputs, attributes, outputs = [`t${nodes.length}`]) => {
    nodes.push({ op, inputs, outputs, attributes })
    return outputs.length === 1 ? outputs[0] : outputs
  }
  /** `[out, in]` of the file as `[in, out]`. */
  const transposed = name => {
    const { shape, values } = tensors[`${name}.weight`]
    const [rows, columns] = shape
    const turned = new Float32Array(values.length)
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) turned[column * rows + row] = values[row * columns + column]
    }
    return constant(`${name} turned`, [columns, rows], turned)
  }
  const [two, epsilon, last] = [floats('two', 2), floats('epsilon', EPSILON), ints('last', -1)]
  const norm = (name, x) => {
    const mean = node('ReduceMean', [node('Pow', [x, two]), last], { keepdims: 1n })
    const unit = node('Div', [x, node('Sqrt', [node('Add', [mean, epsilon])])])
    const gains = tensors[`${name}.weight`]
    return node('Mul', [unit, constant(name, gains.shape, gains.values)])
  }
  const angles = Array.from({ length: context * (HEAD / 2) }, (_, at) => {
    const [position, feature] = [Math.floor(at / (HEAD / 2)), at % (HEAD / 2)]
    return position * ROTARY_BASE ** (-feature / (HEAD / 2))
  })
  const row = (name, of) =>
    node('Gather', [constant(name, [context, HEAD / 2], Float32Array.from(angles, of)), 'position'])
  const [cosine, sine] = [row('cosines', Math.cos), row('sines', Math.sin)]
  const halves = ints('halves', HEAD / 2, HEAD / 2)
  const turn = x => {
    const [low, high] = node('Split', [x, halves], { axis: -1n }, [`t${nodes.length} low`, `t${nodes.length} high`])
    const by = (a, b) => node('Mul', [a, b])
    const left = node('Sub', [by(low, cosine), by(high, sine)])
    const right = node('Add', [by(high, cosine), by(low, sine)])
    return node('Concat', [left, right], { axis: -1n })
  }
  const thirds = ints('thirds', width, width, width)
  const apart = ints('apart', 1, heads, HEAD)
  const together = ints('together', 1, width)
  const scale = floats('scale', 1 / Math.sqrt(HEAD))
  const { shape, values } = tensors['embedding.weight']
  let x = node('Gather', [constant('embedding', shape, values), 'id'])
  const caches = []
  for (let layer = 0; layer < layers; layer++) {
    const name = part => `layers.${layer}.${part}`
    const linear = (part, x) => node('MatMul', [x, transposed(name(part))])
    const parts = node(
      'Split',
      [linear('qkv', norm(name('attention_norm'), x)), thirds],
      { axis: 1n },
      ['q', 'k', 'v'].map(name),
    )
    const [q, k, v] = parts.map(part => node('Transpose', [node('Reshape', [part, apart])], { perm: [1, 0, 2] }))
    const grown = (part, rows) => {
      const cache = { past: `past ${name(part)}`, present: `present ${name(part)}` }
      caches.push(cache)
      return node('Concat', [cache.past, rows], { axis: 1n }, [cache.present])
    }
    const [keys, rows] = [grown('k', turn(k)), grown('v', v)]
    const scores = node('MatMul', [turn(q), node('Transpose', [keys], { perm: [0, 2, 1] })])
    const shares = node('Softmax', [node('Mul', [scores, scale])], { axis: -1n })
    const seen = node('Transpose', [node('MatMul', [shares, rows])], { perm: [1, 0, 2] })
    x = node('Add', [x, linear('projection', node('Reshape', [seen, together]))])
    const hidden = node('Gelu', [linear('up', norm(name('mlp_norm'), x))], { approximate: 'tanh' })
    x = node('Add', [x, linear('down', hidden)])
  }
  node('MatMul', [norm('norm', x), transposed('embedding')], {}, ['logits'])
  const cache = (name, length) => ({ name, shape: [heads, length, HEAD] })
  const onnx = onnxModel({
    opset: 20,
    nodes,
    initializers,
    inputs: [
      { name: 'id', shape: [1], type: 'int64' },
      { name: 'position', shape: [1], type: 'int64' },
      ...caches.map(({ past }) => cache(past, 'past')),
    ],
    outputs: [{ name: 'logits', shape: [1, vocabulary] }, ...caches.map(({ present }) => cache(present, 'length'))],
  })
  return { onnx, caches, heads, head: HEAD, end: Number(metadata.end) }
}
