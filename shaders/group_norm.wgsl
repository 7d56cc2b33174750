// Group normalization of `[channel, pixel]`; a workgroup for each group. Gains of all channels, then biases.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> gain_bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

var<workgroup> parts: array<f32, 64>;

fn activated(value: f32) -> f32 {
    switch params[1].x {
        case 1u: { return value / (1.0 + exp(-1.5957691 * (value + 0.044715 * value * value * value))); }
        case 2u: { return value / (1.0 + exp(-value)); }
        default: { return value; }
    }
}

// The sum over all threads; the same order whatever the adapter.
fn total(lane: u32, part: f32) -> f32 {
    parts[lane] = part;
    workgroupBarrier();
    for (var half = 32u; half > 0u; half /= 2u) {
        if lane < half {
            parts[lane] += parts[lane + half];
        }
        workgroupBarrier();
    }
    let sum = parts[0];
    workgroupBarrier();
    return sum;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let channels = params[0].x;
    let pixels = params[0].y;
    let wide = channels / params[0].z;
    let size = wide * pixels;
    let first = group.x * size;
    var part = 0.0;
    for (var i = lane; i < size; i += 64u) {
        part += x[first + i];
    }
    let mean = total(lane, part) / f32(size);
    part = 0.0;
    for (var i = lane; i < size; i += 64u) {
        let centred = x[first + i] - mean;
        part += centred * centred;
    }
    let scale = 1.0 / sqrt(total(lane, part) / f32(size) + bitcast<f32>(params[0].w));
    for (var i = lane; i < size; i += 64u) {
        let channel = group.x * wide + i / pixels;
        let value = (x[first + i] - mean) * (gain_bias[channel] * scale) + gain_bias[channels + channel];
        result[first + i] = activated(value);
    }
}
