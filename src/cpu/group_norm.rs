//! Group normalization (Wu and He 2018) of a picture of features, with an activation after it.

use super::activate::Activation;
use super::sum::sum;

/// Channels, pixels of each, groups that the channels fall into, and what follows.
#[derive(Clone, Copy, Debug)]
pub struct Groups {
    /// Pixels of a channel.
    pub pixels: usize,
    /// Channels of a group.
    pub channels: usize,
    /// Added to the variance.
    pub epsilon: f32,
    /// Applied to the result.
    pub activation: Activation,
}

/// `x` and `out` are `[channel, pixel]`; `gain_bias` holds the gains of all channels, then the biases.
pub fn group_norm(x: &[f32], gain_bias: &[f32], groups: Groups, out: &mut [f32]) {
    let Groups { pixels, channels, epsilon, activation } = groups;
    let (gain, bias) = gain_bias.split_at(gain_bias.len() / 2);
    let size = pixels * channels;
    for (group, (x, out)) in x.chunks_exact(size).zip(out.chunks_exact_mut(size)).enumerate() {
        let mean = sum(x, |x| x) / size as f32;
        let variance = sum(x, |x| (x - mean) * (x - mean)) / size as f32;
        let scale = 1.0 / (variance + epsilon).sqrt();
        for (at, (x, out)) in x.chunks_exact(pixels).zip(out.chunks_exact_mut(pixels)).enumerate() {
            let channel = group * channels + at;
            let (gain, bias) = (gain[channel] * scale, bias[channel]);
            for (value, x) in out.iter_mut().zip(x) {
                *value = (x - mean) * gain + bias;
            }
            activation.apply(out);
        }
    }
}
