//! [`super::matmul`] with weights as signed bytes, four a word, and one scale for each column.

use super::matmul::{Finish, PANEL, multiply_panel};

/// `weights` are panels `[panel, k, 8]` of bytes, lower bits first; `finish.scale` makes them what they stand for.
pub fn matmul_byte(x: &[f32], weights: &[u32], depth: usize, columns: usize, finish: Finish<'_>, out: &mut [f32]) {
    let mut unpacked = vec![0.0; depth * PANEL];
    for (panel, words) in weights.chunks_exact(depth * PANEL / 4).enumerate() {
        for (four, &word) in unpacked.chunks_exact_mut(4).zip(words) {
            for (value, byte) in four.iter_mut().zip(word.to_le_bytes()) {
                *value = f32::from(byte as i8);
            }
        }
        multiply_panel(x, &unpacked, depth, panel, columns, finish, out);
    }
}
