// Root mean square normalization of each row; a thread for each.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> gain: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let columns = params[0].y;
    if at >= params[0].x {
        return;
    }
    let first = at * columns;
    var square = 0.0;
    for (var c = 0u; c < columns; c++) {
        square += x[first + c] * x[first + c];
    }
    let scale = 1.0 / sqrt(square / f32(columns) + bitcast<f32>(params[0].z));
    for (var c = 0u; c < columns; c++) {
        result[first + c] = x[first + c] * scale * gain[c];
    }
}
