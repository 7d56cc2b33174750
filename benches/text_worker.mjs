// Runs one peer after another in a worker of one page. Each round is a fresh instance, so that a first pass is one.
// Message: { peer, encoding, wasm, file, mixed, fresh, hostile: [[name, bytes]] }; answer: figures in MB/s.

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** MB/s of the wall time of `work` on `bytes` bytes: CPU clocks do not exist here, so the caller repeats and takes medians. */
function speed(bytes, work) {
  const begin = performance.now()
  const result = work()
  return { speed: bytes / 1e3 / (performance.now() - begin), result }
}

/** An instance of a wasm peer. */
async function instance({ wasm, file, encoding }) {
  const module = new WebAssembly.Module(wasm)
  const imports = {}
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0
  const { exports } = await WebAssembly.instantiate(module, imports)
  const put = bytes => new Uint8Array(exports.memory.buffer, exports.text_room(bytes.length), bytes.length).set(bytes)
  put(file ?? new Uint8Array())
  const begin = performance.now()
  if (!exports.load(encoding === 'cl100k_base' ? 0 : 1)) throw new Error('the peer did not load')
  const load = performance.now() - begin
  const ids = count => new Uint32Array(exports.memory.buffer, exports.ids(), count)
  return {
    load,
    bytes(text) {
      put(text)
      return ids(exports.encode())
    },
    spans(text) {
      put(text)
      return exports.encode_spans()
    },
    string(text) {
      // Three bytes a unit at most: written into memory at once, without an array in between.
      const room = new Uint8Array(exports.memory.buffer, exports.text_room(text.length * 3), text.length * 3)
      const { written } = encoder.encodeInto(text, room)
      exports.text_room(written)
      return ids(exports.encode())
    },
  }
}

/** npm's tiktoken behind the same interface. */
async function npm({ module, encoding }) {
  const begin = performance.now()
  const { init, get_encoding } = await import(module)
  await init(imports => WebAssembly.instantiateStreaming(fetch(new URL('tiktoken_bg.wasm', module)), imports))
  const tokenizer = get_encoding(encoding)
  const string = text => tokenizer.encode_ordinary(text)
  return { load: performance.now() - begin, string, bytes: text => string(decoder.decode(text)), spans: () => 0 }
}

const checksum = ids => ids.reduce((sum, id) => (Math.imul(sum, 31) + id) | 0, ids.length)

onmessage = async ({ data }) => {
  try {
    const peer = data.wasm ? await instance(data) : await npm(data)
    const figures = { load: peer.load }
    const run = (name, bytes, work) => {
      const { speed: figure, result } = speed(bytes, work)
      figures[name] = figure
      return result
    }
    const sums = [checksum(run('first', data.mixed.length, () => peer.bytes(data.mixed)))]
    run('warm', data.mixed.length, () => peer.bytes(data.mixed))
    sums.push(checksum(run('fresh', data.fresh.length, () => peer.bytes(data.fresh))))
    const text = decoder.decode(data.mixed)
    run('string', data.mixed.length, () => peer.string(text))
    const { speed: spans, result } = speed(data.mixed.length, () => peer.spans(data.mixed))
    if (result) figures.spans = spans
    for (const [name, bytes] of data.hostile) {
      let middle = bytes.length >> 1
      while ((bytes[middle] & 0xc0) === 0x80) middle--
      run(`${name} half`, middle, () => peer.bytes(bytes.subarray(0, middle)))
      sums.push(checksum(run(name, bytes.length, () => peer.bytes(bytes))))
    }
    postMessage({ figures, sums })
  } catch (error) {
    postMessage({ error: String(error) })
  }
}
