//! [`super::matmul`] with weights as half-precision floats, two a word: each panel is made f32 once and serves all rows.

use super::matmul::{Finish, PANEL, multiply_panel};

/// `weights` are panels `[panel, k, 8]` of halves, lower bits first.
pub fn matmul_half(x: &[f32], weights: &[u32], depth: usize, columns: usize, finish: Finish<'_>, out: &mut [f32]) {
    let mut unpacked = vec![0.0; depth * PANEL];
    for (panel, words) in weights.chunks_exact(depth * PANEL / 2).enumerate() {
        for (pair, &word) in unpacked.chunks_exact_mut(2).zip(words) {
            pair[0] = half(word & 0xFFFF);
            pair[1] = half(word >> 16);
        }
        multiply_panel(x, (&unpacked, &[]), depth, panel, columns, finish, out);
    }
}

/// The value of a half, infinities and what is no number taken as large numbers: no weight is one.
#[inline(always)]
fn half(bits: u32) -> f32 {
    // The bits of the exponent and mantissa stand 13 places higher in a float, whose exponent is biased by 112 more: a
    // multiplication puts that right for small numbers too.
    let size = f32::from_bits((bits & 0x7FFF) << 13) * f32::from_bits((127 + 112) << 23);
    f32::from_bits(size.to_bits() | (bits & 0x8000) << 16)
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_ieee() {
        let cases = [(0x0000, 0.0), (0x3C00, 1.0), (0xC000, -2.0), (0x7BFF, 65_504.0), (0x0001, 5.960_464_5e-8)];
        for (bits, value) in cases {
            assert_eq!(half(bits), value);
        }
        assert_eq!(half(0x8000).to_bits(), (-0.0_f32).to_bits());
    }
}
