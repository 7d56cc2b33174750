//! Products with a matrix of weights.
//!
//! Parameters: rows, depth, columns, activation (0 none, 1 GELU, 2 SiLU), what follows (bit 0 bias, bit 1 residual).
//! Inputs: x `[row, depth]`; weights, in panels of eight columns, then (bytes only) the scales of the columns, then their
//! biases, both filled up to whole panels and there whether used or not; the residual, or any float.

use super::kernel;
use super::tolerances::SUMS;
use crate::cpu::activate::Activation;
use crate::cpu::matmul::{Finish, PANEL, matmul};
use crate::cpu::matmul_byte::matmul_byte;
use crate::cpu::matmul_half::matmul_half;
use crate::nn::buffer::{Buffer, Fill, Kind, Slot};
use crate::nn::kernel::{Kernel, Misfit, Params, Shape, elements, threads};

/// Weights as f32.
pub(super) const MATMUL: Kernel = kernel!(
    matmul,
    SUMS,
    |params| shape(params, |weights, padded| {
        Slot::parts(Kind::Floats, vec![(Fill::Unit, weights), (Fill::Unit, padded)])
    }),
    |params, inputs, out| {
        let Sizes { rows, depth, columns, padded } = sizes(params);
        let (weights, bias) = inputs[1].floats().split_at(padded * depth);
        let x = &inputs[0].floats()[..rows * depth];
        let out = &mut out.floats_mut()[..rows * columns];
        matmul(x, weights, depth, columns, finish(params, None, bias, inputs[2]), out);
    }
);

/// Weights as halves.
pub(super) const MATMUL_HALF: Kernel = kernel!(
    matmul_half,
    SUMS,
    |params| shape(params, |weights, padded| {
        Slot::parts(Kind::Words, vec![(Fill::Halves, weights / 2), (Fill::UnitBits, padded)])
    }),
    |params, inputs, out| {
        let Sizes { rows, depth, columns, padded } = sizes(params);
        let (weights, bias) = inputs[1].words().split_at(padded * depth / 2);
        let bias = floats(&bias[..padded]);
        let x = &inputs[0].floats()[..rows * depth];
        let out = &mut out.floats_mut()[..rows * columns];
        matmul_half(x, weights, depth, columns, finish(params, None, &bias, inputs[2]), out);
    }
);

/// Weights as signed bytes with a scale for each column.
pub(super) const MATMUL_BYTE: Kernel = kernel!(
    matmul_byte,
    SUMS,
    |params| shape(params, |weights, padded| {
        Slot::parts(Kind::Words, vec![(Fill::Bits, weights / 4), (Fill::UnitBits, padded), (Fill::UnitBits, padded)])
    }),
    |params, inputs, out| {
        let Sizes { rows, depth, columns, padded } = sizes(params);
        let (weights, rest) = inputs[1].words().split_at(padded * depth / 4);
        let (scale, bias) = (floats(&rest[..padded]), floats(&rest[padded..2 * padded]));
        let x = &inputs[0].floats()[..rows * depth];
        let out = &mut out.floats_mut()[..rows * columns];
        matmul_byte(x, weights, depth, columns, finish(params, Some(&scale), &bias, inputs[2]), out);
    }
);

struct Sizes {
    rows: usize,
    depth: usize,
    columns: usize,
    /// Columns of whole panels.
    padded: usize,
}

fn sizes(params: &Params) -> Sizes {
    let [rows, depth, columns, ..] = params.0.map(|size| size as usize);
    Sizes { rows, depth, columns, padded: columns.next_multiple_of(PANEL) }
}

fn shape(params: &Params, weights: impl Fn(usize, usize) -> Slot) -> Result<Shape, Misfit> {
    let [rows, depth, columns, activation, follows, ..] = params.0;
    if activation > 2 || follows > 3 {
        return Err(Misfit("there is no such activation, or nothing else that follows"));
    }
    let padded = columns.next_multiple_of(PANEL as u32);
    let out = elements(&[rows, columns])?;
    let residual = if follows & 2 == 0 { 1 } else { out };
    // A thread makes four columns of up to four rows.
    let tiles = elements(&[rows.div_ceil(4), padded / 4])?;
    Ok(Shape {
        inputs: vec![
            Slot::floats(elements(&[rows, depth])?),
            weights(elements(&[padded, depth])?, padded as usize),
            Slot::floats(residual),
        ],
        output: Slot::written(out),
        groups: threads(tiles),
    })
}

fn finish<'a>(params: &Params, scale: Option<&'a [f32]>, bias: &'a [f32], residual: &'a Buffer) -> Finish<'a> {
    let [_, _, _, activation, follows, ..] = params.0;
    Finish {
        scale,
        bias: (follows & 1 == 1).then_some(bias),
        activation: Activation::from_number(activation),
        residual: (follows & 2 == 2).then(|| residual.floats()),
    }
}

fn floats(bits: &[u32]) -> Vec<f32> {
    bits.iter().map(|&bits| f32::from_bits(bits)).collect()
}
