// Channels into space, or back.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    let rows = params[0].y;
    let columns = params[0].z;
    let side = params[0].w;
    if at >= params[0].x * side * side * rows * columns {
        return;
    }
    // `at` in the small picture: channel and place in the square, row, column.
    let plane = at / (rows * columns);
    let row = at / columns % rows;
    let i = plane / side % side;
    let large = ((plane / (side * side) * rows + row) * side + i) * columns * side + at % columns * side + plane % side;
    if params[1].x == 1u {
        result[at] = x[large];
    } else {
        result[large] = x[at];
    }
}
