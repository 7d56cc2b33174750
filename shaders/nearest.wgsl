// The code with the least |c|^2 - 2 x.c, of equals the lower; codes in panels of eight, then their squared lengths.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> codes: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> result: array<u32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let depth = params[0].y;
    let count = params[0].z;
    if at >= params[0].x {
        return;
    }
    let panels = (count + 7u) / 8u;
    var best = 3.4e38;
    var code = 0u;
    for (var four = 0u; four * 4u < count; four++) {
        let first = four / 2u * depth * 2u + four % 2u;
        var sums = vec4<f32>();
        for (var k = 0u; k < depth; k++) {
            sums += x[at * depth + k] * codes[first + k * 2u];
        }
        let distances = codes[panels * depth * 2u + four] - 2.0 * sums;
        for (var i = 0u; i < min(4u, count - four * 4u); i++) {
            if distances[i] < best {
                best = distances[i];
                code = four * 4u + i;
            }
        }
    }
    result[at] = code;
}
