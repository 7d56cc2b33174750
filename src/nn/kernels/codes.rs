//! Vector quantization: the nearest code, and the mean of what is nearest to it.

use super::kernel;
use super::tolerances::SUMS;
use crate::cpu::centroids::centroids;
use crate::cpu::matmul::PANEL;
use crate::cpu::nearest::nearest;
use crate::nn::buffer::{Fill, Kind, Slot};
use crate::nn::kernel::{Kernel, Shape, Tolerance, elements, threads};

/// Parameters: points, depth, codes. Inputs: x; the codes in panels of eight, then their squared lengths, filled up to
/// whole panels.
pub(super) const NEAREST: Kernel = kernel!(
    nearest,
    Tolerance {
        share: 0.0,
        because: "the trial's values are quarters, whose sums are exact: ties included, ids are equal"
    },
    |params| {
        let [points, depth, codes, ..] = params.0;
        let padded = codes.next_multiple_of(PANEL as u32);
        let quarters = |length| Slot::parts(Kind::Floats, vec![(Fill::Quarters, length)]);
        Ok(Shape {
            inputs: vec![quarters(elements(&[points, depth])?), quarters(elements(&[padded, depth + 1])?)],
            output: Slot::parts(Kind::Words, vec![(Fill::Zeros, elements(&[points])?)]),
            groups: threads(elements(&[points, codes.min(1)])?),
        })
    },
    |params, inputs, out| {
        let [points, depth, codes, ..] = params.0.map(|size| size as usize);
        let x = &inputs[0].floats()[..points * depth];
        nearest(x, inputs[1].floats(), depth, codes, &mut out.words_mut()[..points]);
    }
);

/// Parameters: points, depth, codes. Inputs: x; the code of each point. Output: the means, then how many points each
/// code has.
pub(super) const CENTROIDS: Kernel = kernel!(
    centroids,
    SUMS,
    |params| {
        let [points, depth, codes, ..] = params.0;
        Ok(Shape {
            inputs: vec![
                Slot::floats(elements(&[points, depth])?),
                Slot::parts(Kind::Words, vec![(Fill::Below(codes.saturating_add(1)), points as usize)]),
            ],
            output: Slot::written(elements(&[codes, depth])? + codes as usize),
            groups: threads(elements(&[codes, depth])?),
        })
    },
    |params, inputs, out| {
        let [points, depth, codes, ..] = params.0.map(|size| size as usize);
        let x = &inputs[0].floats()[..points * depth];
        centroids(x, &inputs[1].words()[..points], depth, codes, &mut out.floats_mut()[..codes * (depth + 1)]);
    }
);
