//! Pictures of features, `[channel, row, column]`, and pictures to look at.

use super::kernel;
use super::tolerances::{FUNCTIONS, MOVES, SUMS};
use crate::cpu::activate::Activation;
use crate::cpu::conv::{Convolution, conv};
use crate::cpu::dct::dct;
use crate::cpu::pixel_shuffle::{Shuffle, pixel_shuffle};
use crate::cpu::resize::{Filter, resize};
use crate::cpu::splat::{FIELDS, splat};
use crate::cpu::upsample::upsample;
use crate::nn::buffer::{Fill, Kind, Slot};
use crate::nn::kernel::{Kernel, Misfit, Params, Shape, elements, threads};

/// Parameters: input channels, rows, columns, output channels, side of the kernel, stride, padding, activation, whether a
/// residual follows. Inputs: x; weights `[output, input, row, column]`, then the biases; the residual, or any float.
pub(super) const CONV: Kernel = kernel!(
    conv,
    SUMS,
    |params| {
        let [inputs, rows, columns, channels, side, stride, padding, activation, residual, ..] = params.0;
        let [wide, high] = [columns, rows].map(|length| length.saturating_add(padding.saturating_mul(2)));
        if side == 0 || side > wide || side > high || stride == 0 || padding >= side || activation > 2 || residual > 1 {
            return Err(Misfit(
                "the kernel is larger than the padded picture, or there is no such stride or activation",
            ));
        }
        let (out_rows, out_columns) = ((high - side) / stride + 1, (wide - side) / stride + 1);
        let out = elements(&[channels, out_rows, out_columns])?;
        let weights = elements(&[channels, inputs, side, side])? + channels as usize;
        Ok(Shape {
            inputs: vec![
                Slot::floats(elements(&[inputs, rows, columns])?),
                Slot::floats(weights),
                Slot::floats(if residual == 1 { out } else { 1 }),
            ],
            output: Slot::written(out),
            groups: threads(out),
        })
    },
    |params, inputs, out| {
        let [channels_in, rows, columns, channels, side, stride, padding, ..] = params.0.map(|size| size as usize);
        let sizes = Convolution {
            input: (channels_in, rows, columns),
            channels,
            kernel: side,
            stride,
            padding,
            activation: Activation::from_number(params.0[7]),
        };
        let (weights, bias) = inputs[1].floats().split_at(channels * channels_in * side * side);
        let residual = (params.0[8] == 1).then(|| inputs[2].floats());
        let (out_rows, out_columns) = sizes.output();
        let out = &mut out.floats_mut()[..channels * out_rows * out_columns];
        conv(&inputs[0].floats()[..channels_in * rows * columns], (weights, bias), residual, sizes, out);
    }
);

/// Parameters: channels, rows, columns, factor. Input: x.
pub(super) const UPSAMPLE: Kernel = kernel!(
    upsample,
    MOVES,
    |params| {
        let [channels, rows, columns, factor, ..] = params.0;
        let out = elements(&[channels, rows, columns, factor, factor])?;
        Ok(Shape {
            inputs: vec![Slot::floats(elements(&[channels, rows, columns])?)],
            output: Slot::written(out),
            groups: threads(out),
        })
    },
    |params, inputs, out| {
        let [channels, rows, columns, factor, ..] = params.0.map(|size| size as usize);
        let small = channels * rows * columns;
        let out = &mut out.floats_mut()[..small * factor * factor];
        upsample(&inputs[0].floats()[..small], columns, factor, out);
    }
);

/// Parameters: channels of the large picture, rows and columns of the small one, factor, 1 for large to small. Input: x.
pub(super) const PIXEL_SHUFFLE: Kernel = kernel!(
    pixel_shuffle,
    MOVES,
    |params| {
        let [channels, rows, columns, side, back, ..] = params.0;
        if back > 1 {
            return Err(Misfit("there are two directions"));
        }
        let length = elements(&[channels, rows, columns, side, side])?;
        Ok(Shape { inputs: vec![Slot::floats(length)], output: Slot::written(length), groups: threads(length) })
    },
    |params, inputs, out| {
        let [channels, rows, columns, side, back, ..] = params.0.map(|size| size as usize);
        let length = channels * rows * columns * side * side;
        let sizes = Shuffle { channels, rows, columns, side, back: back == 1 };
        pixel_shuffle(&inputs[0].floats()[..length], sizes, &mut out.floats_mut()[..length]);
    }
);

/// Parameters: blocks, 1 for the inverse. Input: x `[block, 8, 8]`.
pub(super) const DCT: Kernel = kernel!(
    dct,
    SUMS,
    |params| {
        let [blocks, inverse, ..] = params.0;
        if inverse > 1 {
            return Err(Misfit("there are two directions"));
        }
        let length = elements(&[blocks, 64])?;
        Ok(Shape { inputs: vec![Slot::floats(length)], output: Slot::written(length), groups: threads(length) })
    },
    |params, inputs, out| {
        let length = params.0[0] as usize * 64;
        dct(&inputs[0].floats()[..length], params.0[1] == 1, &mut out.floats_mut()[..length]);
    }
);

/// Parameters: channels, rows, columns, rows and columns wanted, 0 for the area's mean or 1 for bicubic. Input: x.
pub(super) const RESIZE: Kernel = kernel!(
    resize,
    SUMS,
    |params| {
        let [channels, rows, columns, out_rows, out_columns, filter, ..] = params.0;
        if filter > 1 {
            return Err(Misfit("there is no such filter"));
        }
        let out = elements(&[channels, out_rows, out_columns])?;
        Ok(Shape {
            inputs: vec![Slot::floats(elements(&[channels, rows, columns])?)],
            output: Slot::written(out),
            groups: threads(out),
        })
    },
    |params, inputs, out| {
        let [channels, rows, columns, out_rows, out_columns, ..] = params.0.map(|size| size as usize);
        let filter = if params.0[5] == 1 { Filter::Bicubic } else { Filter::Area };
        let out = &mut out.floats_mut()[..channels * out_rows * out_columns];
        let x = &inputs[0].floats()[..channels * rows * columns];
        resize(x, (rows, columns), (out_rows, out_columns), filter, out);
    }
);

/// Parameters: Gaussians, width, height. Input: eight values of each.
pub(super) const SPLAT: Kernel = kernel!(splat, FUNCTIONS, splat_shape, |params, inputs, out| {
    let [count, width, height, ..] = params.0.map(|size| size as usize);
    splat(&inputs[0].floats()[..count * FIELDS], width, height, &mut out.floats_mut()[..3 * width * height]);
});

fn splat_shape(params: &Params) -> Result<Shape, Misfit> {
    let [count, width, height, ..] = params.0;
    let values = elements(&[count, FIELDS as u32])?;
    Ok(Shape {
        inputs: vec![Slot::parts(Kind::Floats, vec![(Fill::Gaussians(width, height), values)])],
        output: Slot::written(elements(&[3, width, height])?),
        groups: threads(elements(&[width, height])?),
    })
}
