//! Convolution of a picture of features with a square kernel, at any stride, with bias, activation and residual.

use super::activate::Activation;

/// Sizes of a convolution.
#[derive(Clone, Copy, Debug)]
pub struct Convolution {
    /// Channels, rows and columns of the input.
    pub input: (usize, usize, usize),
    /// Channels of the output.
    pub channels: usize,
    /// Side of the kernel.
    pub kernel: usize,
    /// Pixels from one place of the kernel to the next.
    pub stride: usize,
    /// Zeros around the input.
    pub padding: usize,
    /// Applied to sum and bias.
    pub activation: Activation,
}

impl Convolution {
    /// Rows and columns of the output.
    pub fn output(&self) -> (usize, usize) {
        let side = |length: usize| (length + 2 * self.padding - self.kernel) / self.stride + 1;
        (side(self.input.1), side(self.input.2))
    }
}

/// `x` is `[channel, row, column]`, `weights` `[output, input, row, column]`, `bias` one for each output channel;
/// `residual`, of the shape of `out`, is added last. One sum for each output, over rising input channel, row, column.
pub fn conv(
    x: &[f32],
    (weights, bias): (&[f32], &[f32]),
    residual: Option<&[f32]>,
    sizes: Convolution,
    out: &mut [f32],
) {
    let Convolution { input: (inputs, rows, columns), kernel, stride, padding, .. } = sizes;
    let (out_rows, out_columns) = sizes.output();
    let plane = out_rows * out_columns;
    for (channel, out) in out.chunks_exact_mut(plane).enumerate() {
        let weights = &weights[channel * inputs * kernel * kernel..][..inputs * kernel * kernel];
        for (out_row, out) in out.chunks_exact_mut(out_columns).enumerate() {
            out.fill(0.0);
            for (at, &weight) in weights.iter().enumerate() {
                let (input, kernel_row, kernel_column) = (at / (kernel * kernel), at / kernel % kernel, at % kernel);
                let Some(row) = (out_row * stride + kernel_row).checked_sub(padding).filter(|&row| row < rows) else {
                    continue;
                };
                let x = &x[(input * rows + row) * columns..][..columns];
                // The outputs whose column of the input is within it.
                let first = padding.saturating_sub(kernel_column).div_ceil(stride);
                let end = (columns + padding).saturating_sub(kernel_column).div_ceil(stride).min(out_columns);
                if first >= end {
                    continue;
                }
                let x = &x[first * stride + kernel_column - padding..];
                if stride == 1 {
                    out[first..end].iter_mut().zip(x).for_each(|(sum, x)| *sum += x * weight);
                } else {
                    out[first..end].iter_mut().zip(x.iter().step_by(stride)).for_each(|(sum, x)| *sum += x * weight);
                }
            }
            out.iter_mut().for_each(|sum| *sum += bias[channel]);
            sizes.activation.apply(out);
            if let Some(residual) = residual {
                let residual = &residual[channel * plane + out_row * out_columns..];
                out.iter_mut().zip(residual).for_each(|(value, residual)| *value += residual);
            }
        }
    }
}
