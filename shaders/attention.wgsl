// Attention over a cache: a common prefix, and of the rows after it those that the query's bits name. A thread for each
// query and head reads the places once; sums made so far shrink when a larger score comes.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> cache: array<f32>;
@group(0) @binding(3) var<storage, read> visible: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;
const MAX_HEAD = 128u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let stride = params[0].y;
    let heads = params[0].z;
    let head = params[0].w;
    let width = params[1].x;
    let capacity = params[1].y;
    let prefix = params[1].z;
    let added = params[1].w;
    let scale = bitcast<f32>(params[2].x);
    if at >= params[0].x * heads {
        return;
    }
    let query = at / heads;
    let x_at = query * stride + at % heads * head;
    // Heads that share keys stand side by side.
    let first = at % heads / (heads * head / width) * head;
    let bits = query * ((added + 31u) / 32u);
    var sums: array<f32, MAX_HEAD>;
    var largest = -3.0e38;
    var total = 0.0;
    for (var place = 0u; place < prefix + added; place++) {
        if place >= prefix {
            let bit = place - prefix;
            if ((visible[bits + bit / 32u] >> (bit % 32u)) & 1u) == 0u {
                continue;
            }
        }
        var score = 0.0;
        for (var i = 0u; i < head; i++) {
            score += x[x_at + i] * cache[(first + i) * capacity + place];
        }
        score *= scale;
        let values = width * capacity + place * width + first;
        if score > largest {
            let shrunk = exp(largest - score);
            largest = score;
            total = total * shrunk + 1.0;
            for (var i = 0u; i < head; i++) {
                sums[i] = sums[i] * shrunk + cache[values + i];
            }
        } else {
            let weight = exp(score - largest);
            total += weight;
            for (var i = 0u; i < head; i++) {
                sums[i] += weight * cache[values + i];
            }
        }
    }
    var share = 0.0;
    if total > 0.0 {
        share = 1.0 / total;
    }
    for (var i = 0u; i < head; i++) {
        result[at * head + i] = sums[i] * share;
    }
}
