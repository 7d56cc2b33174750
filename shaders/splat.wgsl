// A picture as a sum of Gaussians; a thread for each pixel, Gaussians in order.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> gaussians: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;
const FIELDS = 8u;
const REACH = 16.0;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let width = params[0].y;
    let plane = width * params[0].z;
    if at >= plane {
        return;
    }
    let middle = vec2<f32>(f32(at % width), f32(at / width)) + 0.5;
    var colour = vec3<f32>();
    for (var i = 0u; i < params[0].x * FIELDS; i += FIELDS) {
        let d = middle - vec2<f32>(gaussians[i], gaussians[i + 1u]);
        let xx = gaussians[i + 2u];
        let xy = gaussians[i + 3u];
        let yy = gaussians[i + 4u];
        let distance = 0.5 * (xx * d.x * d.x + yy * d.y * d.y) + xy * d.x * d.y;
        if distance < REACH && xx > 0.0 && xx * yy - xy * xy > 0.0 {
            colour += vec3<f32>(gaussians[i + 5u], gaussians[i + 6u], gaussians[i + 7u]) * exp(-distance);
        }
    }
    result[at] = colour.r;
    result[at + plane] = colour.g;
    result[at + 2u * plane] = colour.b;
}
