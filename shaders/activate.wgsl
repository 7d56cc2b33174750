// GELU or SiLU of each value.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

fn activated(value: f32) -> f32 {
    switch params[0].y {
        case 1u: { return value / (1.0 + exp(-1.5957691 * (value + 0.044715 * value * value * value))); }
        case 2u: { return value / (1.0 + exp(-value)); }
        default: { return value; }
    }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    if at < params[0].x {
        result[at] = activated(x[at]);
    }
}
