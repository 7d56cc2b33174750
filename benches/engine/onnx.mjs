// A writer of ONNX models: as much of the format (onnx.proto3, a protocol buffer) as float graphs need.

const VARINT = 0
const FIXED_32 = 5
const BYTES = 2

/** Numbers of onnx.proto3. */
const FLOAT = 1
const INT64 = 7
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7 }
/** Version of the format that has opset 20. */
const IR_VERSION = 9

/**
 * An ONNX file of one graph. `initializers` are `{ name, shape, values }`, with values as floats or as BigInt64Array; inputs
 * and outputs are `{ name, shape, type }`, floats unless the type is 'int64', with a name in place of a size that varies.
 */
export function onnxModel({ opset, nodes, initializers, inputs, outputs }) {
  return concat([
    varintField(1, IR_VERSION),
    message(8, [text(1, ''), varintField(2, opset)]),
    message(7, [
      ...nodes.map(node => message(1, nodeFields(node))),
      text(2, 'graph'),
      ...initializers.map(tensor => message(5, tensorFields(tensor))),
      ...inputs.map(value => message(11, valueFields(value))),
      ...outputs.map(value => message(12, valueFields(value))),
    ]),
  ])
}

function nodeFields({ op, inputs, outputs, attributes = {} }) {
  return [
    ...inputs.map(name => text(1, name)),
    ...outputs.map(name => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attributeFields(value)])),
  ]
}

function attributeFields(value) {
  if (Array.isArray(value)) return [...value.map(int => varintField(8, int)), varintField(20, ATTRIBUTE.ints)]
  if (typeof value === 'string') return [text(4, value), varintField(20, ATTRIBUTE.string)]
  if (typeof value === 'bigint') return [varintField(3, value), varintField(20, ATTRIBUTE.int)]
  return [tag(2, FIXED_32), new Uint8Array(Float32Array.of(value).buffer), varintField(20, ATTRIBUTE.float)]
}

function tensorFields({ name, shape, values }) {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const type = values instanceof BigInt64Array ? INT64 : FLOAT
  return [...shape.map(size => varintField(1, size)), varintField(2, type), text(8, name), message(9, [bytes])]
}

function valueFields({ name, shape, type }) {
  const sizes = shape.map(size => message(1, [typeof size === 'string' ? text(2, size) : varintField(1, size)]))
  const element = varintField(1, type === 'int64' ? INT64 : FLOAT)
  return [text(1, name), message(2, [message(1, [element, message(2, sizes)])])]
}

function text(field, value) {
  return message(field, [new TextEncoder().encode(value)])
}

function message(field, parts) {
  const body = concat(parts)
  return concat([tag(field, BYTES), varint(body.length), body])
}

function varintField(field, value) {
  return concat([tag(field, VARINT), varint(value)])
}

function tag(field, type) {
  return varint(field * 8 + type)
}

/** Seven bits a byte, the lowest first; negative numbers as 64 bits in two's complement. */
function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return Uint8Array.from([...bytes, Number(rest)])
}

function concat(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
