//! Softmax of each row.

use super::exp::exp_lanes;
use super::lanes::{Lanes, each};
use super::sum::sum;

/// `out[r, c] = e^(x[r, c] - max) / Σ`, over rows of `columns`.
pub fn softmax(x: &[f32], columns: usize, out: &mut [f32]) {
    for (row, out) in x.chunks_exact(columns).zip(out.chunks_exact_mut(columns)) {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        out.copy_from_slice(row);
        each(out, |x| exp_lanes(x - Lanes::splat(largest)));
        let scale = 1.0 / sum(out, |value| value);
        out.iter_mut().for_each(|value| *value *= scale);
    }
}
