//! [`super::matmul`] with weights as signed bytes, four a word, and one scale for each column.

use super::matmul::{Finish, PANEL, multiply_panel, write};
use super::tile::row_of_bytes;

/// `weights` are panels `[panel, k, 8]` of bytes, lower bits first; `finish.scale` makes them what they stand for.
pub fn matmul_byte(x: &[f32], weights: &[u32], depth: usize, columns: usize, finish: Finish<'_>, out: &mut [f32]) {
    let panel_of = |panel: usize| &weights[panel * depth * PANEL / 4..][..depth * PANEL / 4];
    let panels = columns.div_ceil(PANEL);
    if out.len() == columns {
        // One row reads every weight once: the bytes become floats on the way, and both halves of the panels are walked
        // at the same time, as in [`super::matmul`].
        let half = panels / 2;
        for panel in 0..half {
            let pair = [panel, panel + half];
            for (panel, sums) in pair.into_iter().zip(row_of_bytes(x, pair.map(panel_of))) {
                write(out, columns, 0, panel, &sums, finish);
            }
        }
        if panels % 2 == 1 {
            let [sums] = row_of_bytes(x, [panel_of(panels - 1)]);
            write(out, columns, 0, panels - 1, &sums, finish);
        }
        return;
    }
    let mut unpacked = vec![0.0; depth * PANEL];
    for panel in 0..panels {
        for (four, &word) in unpacked.chunks_exact_mut(4).zip(panel_of(panel)) {
            for (value, byte) in four.iter_mut().zip(word.to_le_bytes()) {
                *value = f32::from(byte as i8);
            }
        }
        multiply_panel(x, (&unpacked, &[]), depth, panel, columns, finish, out);
    }
}
