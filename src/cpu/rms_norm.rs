//! Root mean square normalization (Zhang and Sennrich 2019).

use super::sum::sum;

/// `out = x / sqrt(mean of x² + epsilon) · gain` over each row.
pub fn rms_norm(x: &[f32], gain: &[f32], columns: usize, epsilon: f32, out: &mut [f32]) {
    for (row, out) in x.chunks_exact(columns).zip(out.chunks_exact_mut(columns)) {
        let scale = 1.0 / (sum(row, |x| x * x) / columns as f32 + epsilon).sqrt();
        for ((value, x), gain) in out.iter_mut().zip(row).zip(gain) {
            *value = x * scale * gain;
        }
    }
}
