//! The orthonormal discrete cosine transform (Ahmed, Natarajan and Rao 1974) of blocks of 8 × 8, and its inverse.

const SIDE: usize = 8;
const BLOCK: usize = SIDE * SIDE;

/// cos(k π / 16) / 2 for k from 0 to 8. Literals, because libraries of different platforms round cosines differently.
const HALF_COSINES: [f32; 9] =
    [0.5, 0.490_392_64, 0.461_939_77, 0.415_734_8, 0.353_553_38, 0.277_785_12, 0.191_341_72, 0.097_545_16, 0.0];

/// `x` and `out` are `[block, row, column]`.
pub fn dct(x: &[f32], inverse: bool, out: &mut [f32]) {
    let basis: [[f32; SIDE]; SIDE] =
        std::array::from_fn(|u| std::array::from_fn(|x| if inverse { basis(x, u) } else { basis(u, x) }));
    for (x, out) in x.chunks_exact(BLOCK).zip(out.chunks_exact_mut(BLOCK)) {
        let mut across = [0.0; BLOCK];
        for (row, across) in x.chunks_exact(SIDE).zip(across.chunks_exact_mut(SIDE)) {
            for (value, basis) in across.iter_mut().zip(&basis) {
                *value = product(basis.iter().zip(row));
            }
        }
        for (v, out) in out.chunks_exact_mut(SIDE).enumerate() {
            for (u, value) in out.iter_mut().enumerate() {
                *value = product(basis[v].iter().zip(across[u..].iter().step_by(SIDE)));
            }
        }
    }
}

/// One sum in rising order, from zero.
fn product<'a>(pairs: impl Iterator<Item = (&'a f32, &'a f32)>) -> f32 {
    pairs.fold(0.0, |sum, (a, b)| sum + a * b)
}

/// Value of basis function `u` at `x`: cos((2x + 1) u π / 16) / 2, the constant one by √2 smaller.
fn basis(u: usize, x: usize) -> f32 {
    if u == 0 {
        return HALF_COSINES[4];
    }
    // The angle in sixteenths of π, folded into the first quarter of the circle.
    let angle = (2 * x + 1) * u % 32;
    let folded = if angle > 16 { 32 - angle } else { angle };
    if folded <= 8 { HALF_COSINES[folded] } else { -HALF_COSINES[16 - folded] }
}
