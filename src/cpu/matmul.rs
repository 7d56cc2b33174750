//! Products of rows with a matrix of weights, with bias, activation and residual in the same pass.
//!
//! Weights lie in panels of eight columns: `[panel, k, 8]`, the last panel filled up with anything. Every output has one
//! sum, over rising k, so that a row has the same bits whatever rows are computed with it; lossless speculative decoding
//! rests on that.
//!
//! `unsafe`: loads of whole vectors on wasm, whose bounds the slices next to them have shown. Measured against the same
//! loop over arrays it takes two thirds of the time.

use super::activate::Activation;

/// Columns of a panel.
pub const PANEL: usize = 8;
/// Rows that one pass over a panel serves.
const TILE: usize = 4;

/// What is done with the sums, in this order.
#[derive(Clone, Copy, Debug)]
pub struct Finish<'a> {
    /// Multiplied, one for each column.
    pub scale: Option<&'a [f32]>,
    /// Added, one for each column.
    pub bias: Option<&'a [f32]>,
    /// Applied.
    pub activation: Activation,
    /// Added, `[row, column]`.
    pub residual: Option<&'a [f32]>,
}

/// `out = finish(x · weights)`; `x` is `[row, depth]`, `out` `[row, columns]`, `weights` panels of f32.
pub fn matmul(x: &[f32], weights: &[f32], depth: usize, columns: usize, finish: Finish<'_>, out: &mut [f32]) {
    let panels = columns.div_ceil(PANEL);
    if out.len() == columns {
        // One row: four panels at a time, so that sums do not wait for each other.
        let mut panel = 0;
        while panel + 4 <= panels {
            let four: [&[f32]; 4] = std::array::from_fn(|at| panel_of(weights, panel + at, depth));
            let sums = row(x, four);
            for (at, sums) in sums.iter().enumerate() {
                write(out, columns, 0, panel + at, sums, finish);
            }
            panel += 4;
        }
        for panel in panel..panels {
            let [sums] = row(x, [panel_of(weights, panel, depth)]);
            write(out, columns, 0, panel, &sums, finish);
        }
        return;
    }
    for panel in 0..panels {
        multiply_panel(x, panel_of(weights, panel, depth), depth, panel, columns, finish, out);
    }
}

fn panel_of(weights: &[f32], panel: usize, depth: usize) -> &[f32] {
    &weights[panel * depth * PANEL..][..depth * PANEL]
}

/// All rows with one panel of f32.
pub(super) fn multiply_panel(
    x: &[f32],
    weights: &[f32],
    depth: usize,
    panel: usize,
    columns: usize,
    finish: Finish<'_>,
    out: &mut [f32],
) {
    let rows = out.len() / columns;
    let whole = rows / TILE * TILE;
    for first in (0..whole).step_by(TILE) {
        let four: [&[f32]; TILE] = std::array::from_fn(|at| &x[(first + at) * depth..][..depth]);
        for (at, sums) in tile(four, weights).iter().enumerate() {
            write(out, columns, first + at, panel, sums, finish);
        }
    }
    for first in whole..rows {
        let [sums] = row(&x[first * depth..][..depth], [weights]);
        write(out, columns, first, panel, &sums, finish);
    }
}

/// Finishes the sums of one row and panel and writes those that are columns.
#[inline(always)]
fn write(out: &mut [f32], columns: usize, row: usize, panel: usize, sums: &[f32; PANEL], finish: Finish<'_>) {
    let first = panel * PANEL;
    let width = PANEL.min(columns - first);
    let mut values = *sums;
    if let Some(scale) = finish.scale {
        values.iter_mut().zip(&scale[first..]).for_each(|(value, scale)| *value *= scale);
    }
    if let Some(bias) = finish.bias {
        values.iter_mut().zip(&bias[first..]).for_each(|(value, bias)| *value += bias);
    }
    finish.activation.apply(&mut values);
    let at = row * columns + first;
    if let Some(residual) = finish.residual {
        values.iter_mut().zip(&residual[at..at + width]).for_each(|(value, residual)| *value += residual);
    }
    out[at..at + width].copy_from_slice(&values[..width]);
}

#[cfg(not(target_arch = "wasm32"))]
mod kernel {
    use super::{PANEL, TILE};

    /// Four rows with one panel.
    pub(super) fn tile(x: [&[f32]; TILE], weights: &[f32]) -> [[f32; PANEL]; TILE] {
        let mut sums = [[0.0; PANEL]; TILE];
        let [a, b, c, d] = x;
        for ((((weights, a), b), c), d) in weights.chunks_exact(PANEL).zip(a).zip(b).zip(c).zip(d) {
            for (sums, x) in sums.iter_mut().zip([a, b, c, d]) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += x * weight;
                }
            }
        }
        sums
    }

    /// One row with some panels.
    pub(super) fn row<const PANELS: usize>(x: &[f32], weights: [&[f32]; PANELS]) -> [[f32; PANEL]; PANELS] {
        let mut sums = [[0.0; PANEL]; PANELS];
        for (k, x) in x.iter().enumerate() {
            for (sums, weights) in sums.iter_mut().zip(weights) {
                for (sum, weight) in sums.iter_mut().zip(&weights[k * PANEL..][..PANEL]) {
                    *sum += x * weight;
                }
            }
        }
        sums
    }
}

#[cfg(target_arch = "wasm32")]
mod kernel {
    use std::arch::wasm32::{f32x4_add, f32x4_mul, f32x4_splat, v128, v128_load, v128_store};

    use super::{PANEL, TILE};

    #[allow(unsafe_code, reason = "vector loads: the callers have checked that four floats are there")]
    #[inline(always)]
    unsafe fn load(values: &[f32], at: usize) -> v128 {
        debug_assert!(at + 4 <= values.len());
        // SAFETY: by the caller's check, `at..at + 4` is within `values`; wasm loads need no alignment.
        unsafe { v128_load(values.as_ptr().add(at).cast()) }
    }

    #[allow(unsafe_code, reason = "vector stores into arrays of eight")]
    #[inline(always)]
    fn stored(low: v128, high: v128) -> [f32; PANEL] {
        let mut values = [0.0; PANEL];
        let start = values.as_mut_ptr();
        // SAFETY: eight floats are two vectors.
        unsafe {
            v128_store(start.cast(), low);
            v128_store(start.add(4).cast(), high);
        }
        values
    }

    /// Four rows with one panel.
    #[allow(unsafe_code, reason = "vector loads and unchecked reads, in bounds by the first lines")]
    pub(super) fn tile(x: [&[f32]; TILE], weights: &[f32]) -> [[f32; PANEL]; TILE] {
        let depth = x.iter().map(|row| row.len()).min().unwrap_or(0).min(weights.len() / PANEL);
        let mut low = [f32x4_splat(0.0); TILE];
        let mut high = low;
        for k in 0..depth {
            // SAFETY: k < depth, which is no more than the length of each row and the eighth of the weights.
            let (first, second) = unsafe { (load(weights, k * PANEL), load(weights, k * PANEL + 4)) };
            for row in 0..TILE {
                // SAFETY: as above.
                let x = f32x4_splat(unsafe { *x[row].get_unchecked(k) });
                low[row] = f32x4_add(low[row], f32x4_mul(x, first));
                high[row] = f32x4_add(high[row], f32x4_mul(x, second));
            }
        }
        std::array::from_fn(|row| stored(low[row], high[row]))
    }

    /// One row with some panels.
    #[allow(unsafe_code, reason = "vector loads, in bounds by the first line")]
    pub(super) fn row<const PANELS: usize>(x: &[f32], weights: [&[f32]; PANELS]) -> [[f32; PANEL]; PANELS] {
        let depth = weights.iter().map(|panel| panel.len() / PANEL).min().unwrap_or(0).min(x.len());
        let mut low = [f32x4_splat(0.0); PANELS];
        let mut high = low;
        for (k, &x) in x[..depth].iter().enumerate() {
            let x = f32x4_splat(x);
            for panel in 0..PANELS {
                // SAFETY: k < depth, which is no more than the eighth of each panel.
                let (first, second) = unsafe { (load(weights[panel], k * PANEL), load(weights[panel], k * PANEL + 4)) };
                low[panel] = f32x4_add(low[panel], f32x4_mul(x, first));
                high[panel] = f32x4_add(high[panel], f32x4_mul(x, second));
            }
        }
        std::array::from_fn(|panel| stored(low[panel], high[panel]))
    }
}

use kernel::{row, tile};
