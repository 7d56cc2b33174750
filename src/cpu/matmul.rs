//! Products of rows with a matrix of weights, with bias, activation and residual in the same pass.
//!
//! Weights lie in panels of eight columns: `[panel, k, 8]`, the last panel filled up with anything. Every output has one
//! sum, over rising k, so that a row has the same bits whatever rows are computed with it; lossless speculative decoding
//! rests on that.

use super::activate::Activation;
use super::tile::{FETCHED, WIDTH, row, tile_fetching};

/// Columns of a panel.
pub const PANEL: usize = WIDTH;
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
        // One row, which reads every weight once. Both halves of the panels are walked at the same time: two long ways
        // through memory, which arrives as fast as it can, and two sums that do not wait for each other.
        let half = panels / 2;
        for panel in 0..half {
            let pair = [panel, panel + half];
            for (panel, sums) in pair.into_iter().zip(row(x, pair.map(|panel| panel_of(weights, panel, depth)))) {
                write(out, columns, 0, panel, &sums, finish);
            }
        }
        if panels % 2 == 1 {
            let [sums] = row(x, [panel_of(weights, panels - 1, depth)]);
            write(out, columns, 0, panels - 1, &sums, finish);
        }
        return;
    }
    for panel in 0..panels {
        let next = weights.get((panel + 1) * depth * PANEL..).unwrap_or_default();
        multiply_panel(x, (panel_of(weights, panel, depth), next), depth, panel, columns, finish, out);
    }
}

fn panel_of(weights: &[f32], panel: usize, depth: usize) -> &[f32] {
    &weights[panel * depth * PANEL..][..depth * PANEL]
}

/// All rows with one panel of f32; `next` is what the next one will be read from, as far as it is known.
pub(super) fn multiply_panel(
    x: &[f32],
    (weights, next): (&[f32], &[f32]),
    depth: usize,
    panel: usize,
    columns: usize,
    finish: Finish<'_>,
    out: &mut [f32],
) {
    let rows = out.len() / columns;
    let whole = rows / TILE * TILE;
    let mut parts = next[..next.len().min(depth * PANEL)].chunks(depth * FETCHED);
    for first in (0..whole).step_by(TILE) {
        let four: [&[f32]; TILE] = std::array::from_fn(|at| &x[(first + at) * depth..][..depth]);
        let sums = tile_fetching(four, weights, parts.next().unwrap_or_default());
        for (at, sums) in sums.iter().enumerate() {
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
pub(super) fn write(
    out: &mut [f32],
    columns: usize,
    row: usize,
    panel: usize,
    sums: &[f32; PANEL],
    finish: Finish<'_>,
) {
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
