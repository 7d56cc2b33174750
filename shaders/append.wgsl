// Keys and values of new rows into a cache: keys `[feature, place]`, then values `[place, feature]`.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let width = params[1].x;
    let capacity = params[1].y;
    if at >= params[0].x * width {
        return;
    }
    let row = at / width;
    let feature = at % width;
    let place = params[1].z + row;
    let first = row * params[0].y + feature;
    result[feature * capacity + place] = x[first + params[0].z];
    result[width * capacity + place * width + feature] = x[first + params[0].w];
}
