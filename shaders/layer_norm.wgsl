// Layer normalization of each row; a thread for each. Gains of all columns, then biases.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> gain_bias: array<f32>;
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
    var mean = 0.0;
    for (var c = 0u; c < columns; c++) {
        mean += x[first + c];
    }
    mean /= f32(columns);
    var variance = 0.0;
    for (var c = 0u; c < columns; c++) {
        let centred = x[first + c] - mean;
        variance += centred * centred;
    }
    variance /= f32(columns);
    let scale = 1.0 / sqrt(variance + bitcast<f32>(params[0].z));
    for (var c = 0u; c < columns; c++) {
        result[first + c] = (x[first + c] - mean) * scale * gain_bias[c] + gain_bias[columns + c];
    }
}
