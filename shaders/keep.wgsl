// The kept path of a tree moves together in a cache; a thread for each feature, places in rising order.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> path: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let width = params[0].y;
    let capacity = params[0].z;
    let start = params[0].w;
    if at >= width {
        return;
    }
    let keys = at * capacity + start;
    let values = width * capacity + start * width + at;
    for (var i = 0u; i < params[0].x; i++) {
        let source = path[i];
        if source < capacity - start {
            result[keys + i] = result[keys + source];
            result[values + i * width] = result[values + source * width];
        }
    }
}
