// Product of rows with weights in panels of eight columns, two halves a word; biases behind the weights.
// A thread makes four columns of up to four rows, each output with one sum over rising k.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<vec2<u32>>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

struct Sizes { rows: u32, depth: u32, columns: u32, padded: u32 }

fn four(sizes: Sizes, k: u32, column: u32) -> vec4<f32> {
    let words = weights[(column / 8u * sizes.depth + k) * 2u + column % 8u / 4u];
    return vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y));
}

fn activated(value: vec4<f32>) -> vec4<f32> {
    switch params[0].w {
        case 1u: { return value / (1.0 + exp(-1.5957691 * (value + 0.044715 * value * value * value))); }
        case 2u: { return value / (1.0 + exp(-value)); }
        default: { return value; }
    }
}

fn finish(sizes: Sizes, row: u32, column: u32, sums: vec4<f32>) {
    var values = sums;
    if (params[1].x & 1u) == 1u {
        let first = sizes.padded * sizes.depth / 4u + column / 2u;
        values += bitcast<vec4<f32>>(vec4<u32>(weights[first], weights[first + 1u]));
    }
    values = activated(values);
    let first = row * sizes.columns + column;
    for (var i = 0u; i < min(4u, sizes.columns - column); i++) {
        var value = values[i];
        if (params[1].x & 2u) == 2u {
            value += residual[first + i];
        }
        result[first + i] = value;
    }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let sizes = Sizes(params[0].x, params[0].y, params[0].z, (params[0].z + 7u) / 8u * 8u);
    let column = at % (sizes.padded / 4u) * 4u;
    let row = at / (sizes.padded / 4u) * 4u;
    if row >= sizes.rows || column >= sizes.columns {
        return;
    }
    if sizes.rows == 1u {
        var sums = vec4<f32>();
        for (var k = 0u; k < sizes.depth; k++) {
            sums += x[k] * four(sizes, k, column);
        }
        finish(sizes, 0u, column, sums);
        return;
    }
    // Rows beyond the last one repeat it and are not written.
    let last = sizes.rows - 1u;
    let a_at = row * sizes.depth;
    let b_at = min(row + 1u, last) * sizes.depth;
    let c_at = min(row + 2u, last) * sizes.depth;
    let d_at = min(row + 3u, last) * sizes.depth;
    var a = vec4<f32>();
    var b = vec4<f32>();
    var c = vec4<f32>();
    var d = vec4<f32>();
    for (var k = 0u; k < sizes.depth; k++) {
        let w = four(sizes, k, column);
        a += x[a_at + k] * w;
        b += x[b_at + k] * w;
        c += x[c_at + k] * w;
        d += x[d_at + k] * w;
    }
    finish(sizes, row, column, a);
    if row + 1u <= last { finish(sizes, row + 1u, column, b); }
    if row + 2u <= last { finish(sizes, row + 2u, column, c); }
    if row + 3u <= last { finish(sizes, row + 3u, column, d); }
}
