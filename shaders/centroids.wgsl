// The mean of the points of each code, then how many there are; a thread for each value, points in order.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> ids: array<u32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let depth = params[0].y;
    let codes = params[0].z;
    if at >= codes * depth {
        return;
    }
    let code = at / depth;
    var sum = 0.0;
    var count = 0.0;
    for (var point = 0u; point < params[0].x; point++) {
        if ids[point] == code {
            sum += x[point * depth + at % depth];
            count += 1.0;
        }
    }
    result[at] = sum * (1.0 / max(count, 1.0));
    if at % depth == 0u {
        result[codes * depth + code] = count;
    }
}
