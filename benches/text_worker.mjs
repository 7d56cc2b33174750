// Runs one peer after another in a worker of one page. Each round is a fresh instance, so that a first pass is one.
// Message: { encoding, wasm | module, file } with { mixed, fresh } or { fresh, prose, hostile: [[name, bytes]] };
// answer: { figures, sums }, figures in MB/s, or { error }.

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/**
 * Milliseconds of CPU that this thread has had. Pages have no such clock; the bench's server looks it up while the thread
 * waits for the answer. Elsewhere than on Linux: the wall clock.
 */
function now() {
  const request = new XMLHttpRequest()
  request.open('GET', '/cpu', false)
  request.send()
  return request.responseText ? Number(request.responseText) / 1e6 : performance.now()
}

/** What asking for the time costs itself. */
const asking = Math.min(...Array.from({ length: 10 }, () => -(now() - now())))

/** MB/s of `work` on `bytes` bytes. */
function speed(bytes, work) {
  const begin = now()
  const result = work()
  return { speed: bytes / 1e3 / Math.max(now() - begin - asking, 1e-3), result }
}

/** An instance of a wasm peer. */
async function instance({ wasm, file, encoding }) {
  const module = new WebAssembly.Module(wasm)
  const imports = {}
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0
  const { exports } = await WebAssembly.instantiate(module, imports)
  // Memory may grow while room is made: its buffer is looked up afterwards.
  const room = length => {
    const place = exports.text_room(length)
    return new Uint8Array(exports.memory.buffer, place, length)
  }
  const put = bytes => room(bytes.length).set(bytes)
  put(file ?? new Uint8Array())
  const begin = now()
  if (!exports.load(encoding === 'cl100k_base' ? 0 : 1)) throw new Error('the peer did not load')
  const load = now() - begin - asking
  const ids = count => {
    const place = exports.ids()
    return new Uint32Array(exports.memory.buffer, place, count)
  }
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
      const { written } = encoder.encodeInto(text, room(text.length * 3))
      exports.text_room(written)
      return ids(exports.encode())
    },
  }
}

/** npm's tiktoken behind the same interface. */
async function npm({ module, encoding }) {
  const begin = now()
  const { init, get_encoding } = await import(module)
  await init(imports => WebAssembly.instantiateStreaming(fetch(new URL('tiktoken_bg.wasm', module)), imports))
  const tokenizer = get_encoding(encoding)
  const string = text => tokenizer.encode_ordinary(text)
  return { load: now() - begin - asking, string, bytes: text => string(decoder.decode(text)), spans: () => 0 }
}

const checksum = ids => ids.reduce((sum, id) => (Math.imul(sum, 31) + id) | 0, ids.length)

/** First, warm and fresh pass, a JavaScript string instead of bytes, spans beside ids. */
function passes(peer, { mixed, fresh }, figures) {
  const run = (name, bytes, work) => {
    const { speed: figure, result } = speed(bytes, work)
    figures[name] = figure
    return checksum(result)
  }
  const sums = [run('first', mixed.length, () => peer.bytes(mixed))]
  run('warm', mixed.length, () => peer.bytes(mixed))
  sums.push(run('fresh', fresh.length, () => peer.bytes(fresh)))
  const text = decoder.decode(mixed)
  run('string', mixed.length, () => peer.string(text))
  const { speed: spans, result } = speed(mixed.length, () => peer.spans(mixed))
  if (result) figures.spans = spans
  return sums
}

/**
 * Ordinary text that is new to the peer, then each hostile string, in MB/s, and how it grows: time(2n) / time(n). A
 * browser compiles what it runs often a second time, so other text and a shorter string go before; half a megabyte is
 * soon done, so strings are the best of three runs. Last 200,000 times `a`, in milliseconds.
 */
function hostile(peer, { fresh, prose, hostile }, figures) {
  peer.bytes(fresh)
  figures.prose = speed(prose.length, () => peer.bytes(prose)).speed
  const sums = []
  for (const [name, bytes] of hostile) {
    let middle = bytes.length >> 1
    while ((bytes[middle] & 0xc0) === 0x80) middle--
    const parts = [bytes.subarray(0, middle), bytes]
    const best = [0, 0]
    for (let round = 0; round < 3; round++) {
      for (const [place, part] of parts.entries()) {
        const { speed: figure, result } = speed(part.length, () => peer.bytes(part))
        best[place] = Math.max(best[place], figure)
        if (round === 0 && place === 1) sums.push(checksum(result))
      }
    }
    figures[name] = best[1]
    figures[`${name} growth`] = ((best[0] / best[1]) * bytes.length) / middle
  }
  const letters = encoder.encode('a'.repeat(200_000))
  figures['200k a'] = letters.length / 1e3 / speed(letters.length, () => peer.bytes(letters)).speed
  return sums
}

onmessage = async ({ data }) => {
  try {
    const peer = data.wasm ? await instance(data) : await npm(data)
    const figures = { load: peer.load }
    const sums = data.hostile ? hostile(peer, data, figures) : passes(peer, data, figures)
    postMessage({ figures, sums })
  } catch (error) {
    postMessage({ error: String(error) })
  }
}
