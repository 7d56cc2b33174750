//! Layer normalization (Ba, Kiros and Hinton 2016).

use super::sum::sum;

/// `out = (x - mean) / sqrt(variance + epsilon) · gain + bias` over each row; `gain_bias` holds the gains of all
/// columns, then the biases.
pub fn layer_norm(x: &[f32], gain_bias: &[f32], columns: usize, epsilon: f32, out: &mut [f32]) {
    let (gain, bias) = gain_bias.split_at(columns);
    for (row, out) in x.chunks_exact(columns).zip(out.chunks_exact_mut(columns)) {
        let mean = sum(row, |x| x) / columns as f32;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / columns as f32;
        let scale = 1.0 / (variance + epsilon).sqrt();
        for (((value, &x), gain), bias) in out.iter_mut().zip(row).zip(gain).zip(bias) {
            *value = (x - mean) * scale * gain + bias;
        }
    }
}
