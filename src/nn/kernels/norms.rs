//! Normalizations of rows or groups, and the functions between layers.

use super::kernel;
use super::tolerances::FUNCTIONS;
use crate::cpu::activate::{Activation, activate};
use crate::cpu::group_norm::{Groups, group_norm};
use crate::cpu::layer_norm::layer_norm;
use crate::cpu::rms_norm::rms_norm;
use crate::cpu::softmax::softmax;
use crate::nn::buffer::{Fill, Kind, Slot};
use crate::nn::kernel::{Kernel, Misfit, Params, Shape, elements, threads};

/// Parameters: rows, columns. Input: x.
pub(super) const SOFTMAX: Kernel = kernel!(
    softmax,
    FUNCTIONS,
    |params| {
        let shape = rows(params, vec![])?;
        let wide = Slot::parts(Kind::Floats, vec![(Fill::Wide, shape.output.length())]);
        Ok(Shape { inputs: vec![wide], ..shape })
    },
    |params, inputs, out| {
        let [rows, columns, ..] = params.0.map(|size| size as usize);
        softmax(&inputs[0].floats()[..rows * columns], columns, &mut out.floats_mut()[..rows * columns]);
    }
);

/// Parameters: rows, columns, epsilon (bits of a float). Inputs: x; gains, then biases.
pub(super) const LAYER_NORM: Kernel = kernel!(
    layer_norm,
    FUNCTIONS,
    |params| rows(params, vec![Slot::floats(elements(&[2, params.0[1]])?)]),
    |params, inputs, out| {
        let [rows, columns, ..] = params.0.map(|size| size as usize);
        let (x, out) = (&inputs[0].floats()[..rows * columns], &mut out.floats_mut()[..rows * columns]);
        layer_norm(x, &inputs[1].floats()[..2 * columns], columns, f32::from_bits(params.0[2]), out);
    }
);

/// Parameters: rows, columns, epsilon (bits of a float). Inputs: x; gains.
pub(super) const RMS_NORM: Kernel = kernel!(
    rms_norm,
    FUNCTIONS,
    |params| rows(params, vec![Slot::floats(elements(&[params.0[1]])?)]),
    |params, inputs, out| {
        let [rows, columns, ..] = params.0.map(|size| size as usize);
        let (x, out) = (&inputs[0].floats()[..rows * columns], &mut out.floats_mut()[..rows * columns]);
        rms_norm(x, inputs[1].floats(), columns, f32::from_bits(params.0[2]), out);
    }
);

/// Parameters: channels, pixels, groups, epsilon (bits of a float), activation. Inputs: x `[channel, pixel]`; gains, then
/// biases.
pub(super) const GROUP_NORM: Kernel = kernel!(
    group_norm,
    FUNCTIONS,
    |params| {
        let [channels, pixels, groups, _, activation, ..] = params.0;
        if groups == 0 || !channels.is_multiple_of(groups) || activation > 2 {
            return Err(Misfit("channels do not fall into whole groups, or there is no such activation"));
        }
        let length = elements(&[channels, pixels])?;
        Ok(Shape {
            inputs: vec![Slot::floats(length), Slot::floats(elements(&[2, channels])?)],
            output: Slot::written(length),
            groups: [groups, 1, 1],
        })
    },
    |params, inputs, out| {
        let [channels, pixels, groups, ..] = params.0.map(|size| size as usize);
        let sizes = Groups {
            pixels,
            channels: channels / groups,
            epsilon: f32::from_bits(params.0[3]),
            activation: Activation::from_number(params.0[4]),
        };
        let (x, out) = (&inputs[0].floats()[..channels * pixels], &mut out.floats_mut()[..channels * pixels]);
        group_norm(x, &inputs[1].floats()[..2 * channels], sizes, out);
    }
);

/// Parameters: elements, activation (1 GELU, 2 SiLU). Input: x.
pub(super) const ACTIVATE: Kernel = kernel!(
    activate,
    FUNCTIONS,
    |params| {
        let [length, activation, ..] = params.0;
        if !(1..=2).contains(&activation) {
            return Err(Misfit("there is no such activation"));
        }
        let length = elements(&[length])?;
        let wide = Slot::parts(Kind::Floats, vec![(Fill::Wide, length)]);
        Ok(Shape { inputs: vec![wide], output: Slot::written(length), groups: threads(length) })
    },
    |params, inputs, out| {
        let length = params.0[0] as usize;
        activate(&inputs[0].floats()[..length], Activation::from_number(params.0[1]), &mut out.floats_mut()[..length]);
    }
);

/// A thread for each row.
fn rows(params: &Params, weights: Vec<Slot>) -> Result<Shape, Misfit> {
    let [rows, columns, ..] = params.0;
    let length = elements(&[rows, columns])?;
    Ok(Shape {
        inputs: [vec![Slot::floats(length)], weights].concat(),
        output: Slot::written(length),
        groups: threads(rows as usize),
    })
}
