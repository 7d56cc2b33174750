// The orthonormal DCT of blocks of 8 x 8, or its inverse; a thread for each value.
@group(0) @binding(0) var<uniform> params: array<vec4<u32>, 4>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;
const ROW_OF_THREADS = 65535u * 64u;

// cos(k pi / 16) / 2.
var<private> half_cosines: array<f32, 9> =
    array<f32, 9>(0.5, 0.49039264, 0.46193977, 0.4157348, 0.35355338, 0.27778512, 0.19134172, 0.09754516, 0.0);

// Value of basis function `u` at `place`; for the inverse their roles change.
fn basis(one: u32, other: u32) -> f32 {
    let inverse = params[0].y == 1u;
    let u = select(one, other, inverse);
    let place = select(other, one, inverse);
    if u == 0u {
        return half_cosines[4];
    }
    let angle = (2u * place + 1u) * u % 32u;
    let folded = select(angle, 32u - angle, angle > 16u);
    if folded <= 8u {
        return half_cosines[folded];
    }
    return -half_cosines[16u - folded];
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let at = id.x + id.y * ROW_OF_THREADS;
    if at >= params[0].x * 64u {
        return;
    }
    let first = at / 64u * 64u;
    let v = at % 64u / 8u;
    let u = at % 8u;
    var value = 0.0;
    for (var row = 0u; row < 8u; row++) {
        var across = 0.0;
        for (var column = 0u; column < 8u; column++) {
            across += basis(u, column) * x[first + row * 8u + column];
        }
        value += basis(v, row) * across;
    }
    result[at] = value;
}
