// Rows of a table by ids; an id beyond it gives zeros.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> table: array<f32>;
@group(0) @binding(2) var<storage, read> ids: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let width = params[0].y;
    if at >= params[0].x * width {
        return;
    }
    let entry = ids[at / width];
    var value = 0.0;
    if entry < params[0].z {
        value = table[entry * width + at % width];
    }
    result[at] = value;
}
