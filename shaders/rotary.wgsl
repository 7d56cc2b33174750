// Pairs of features, half a head apart, turned by the angle of their row's position; a table of cosines, then sines.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> table: array<f32>;
@group(0) @binding(3) var<storage, read> positions: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let stride = params[0].y;
    let head = params[0].w;
    if at >= params[0].x * stride {
        return;
    }
    let feature = at % stride;
    if feature >= params[0].z {
        result[at] = x[at];
        return;
    }
    let position = positions[at / stride];
    if position >= params[1].x {
        result[at] = 0.0;
        return;
    }
    let middle = head / 2u;
    let place = feature % head;
    let turn = position * head + place % middle;
    let cosine = table[turn];
    let sine = table[turn + middle];
    if place < middle {
        result[at] = x[at] * cosine - x[at + middle] * sine;
    } else {
        result[at] = x[at] * cosine + x[at - middle] * sine;
    }
}
