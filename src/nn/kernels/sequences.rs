//! Rows of a sequence: embeddings, positions, the cache of keys and values, attention over it.

use super::kernel;
use super::tolerances::{FUNCTIONS, MOVES, SUMS};
use crate::cpu::append::{Cache, append};
use crate::cpu::attention::{Attention, attention};
use crate::cpu::gather::gather;
use crate::cpu::keep::keep;
use crate::cpu::rotary::{Rows, rotary};
use crate::nn::buffer::{Fill, Kind, Slot};
use crate::nn::kernel::{Kernel, Misfit, Shape, elements, threads};

/// Features of a head that the attention's shader has registers for.
const MAX_HEAD: u32 = 128;

/// Parameters: rows, width, entries of the table. Inputs: the table; ids.
pub(super) const GATHER: Kernel = kernel!(
    gather,
    MOVES,
    |params| {
        let [rows, width, entries, ..] = params.0;
        let length = elements(&[rows, width])?;
        Ok(Shape {
            inputs: vec![
                Slot::floats(elements(&[entries, width])?),
                // One more than there are: an id beyond the table gives zeros.
                Slot::parts(Kind::Words, vec![(Fill::Below(entries + 1), rows as usize)]),
            ],
            output: Slot::written(length),
            groups: threads(length),
        })
    },
    |params, inputs, out| {
        let [rows, width, entries, ..] = params.0.map(|size| size as usize);
        let table = &inputs[0].floats()[..entries * width];
        gather(table, &inputs[1].words()[..rows], width, &mut out.floats_mut()[..rows * width]);
    }
);

/// Parameters: rows, features of a row, features that are turned, features of a head, positions in the table. Inputs: x;
/// the table, cosines then sines of each position; the position of each row.
pub(super) const ROTARY: Kernel = kernel!(
    rotary,
    SUMS,
    |params| {
        let [rows, stride, turned, head, positions, ..] = params.0;
        if turned > stride || head == 0 || !head.is_multiple_of(2) || !turned.is_multiple_of(head) {
            return Err(Misfit("whole heads of an even number of features are turned, within a row"));
        }
        let length = elements(&[rows, stride])?;
        Ok(Shape {
            inputs: vec![
                Slot::floats(length),
                Slot::floats(elements(&[positions, head])?),
                Slot::parts(Kind::Words, vec![(Fill::Below(positions), rows as usize)]),
            ],
            output: Slot::written(length),
            groups: threads(length),
        })
    },
    |params, inputs, out| {
        let [rows, stride, turned, head, positions, ..] = params.0.map(|size| size as usize);
        let table = &inputs[1].floats()[..positions * head];
        let x = &inputs[0].floats()[..rows * stride];
        let sizes = Rows { stride, head, turned };
        rotary(x, table, &inputs[2].words()[..rows], sizes, &mut out.floats_mut()[..rows * stride]);
    }
);

/// Parameters: rows, features of a row, where in it keys and values begin, width and capacity of the cache, place of the
/// first row. Input: x. The cache is the output; what is not written stays.
pub(super) const APPEND: Kernel = kernel!(
    append,
    MOVES,
    |params| {
        let [rows, stride, keys, values, width, capacity, at, ..] = params.0;
        if keys.max(values).saturating_add(width) > stride || at.saturating_add(rows) > capacity {
            return Err(Misfit("a row has fewer features than are written, or the cache is full"));
        }
        Ok(Shape {
            inputs: vec![Slot::floats(elements(&[rows, stride])?)],
            output: Slot::floats(elements(&[2, width, capacity])?),
            groups: threads(elements(&[rows, width])?),
        })
    },
    |params, inputs, out| {
        let [rows, stride, keys, values, width, capacity, at, ..] = params.0.map(|size| size as usize);
        let x = &inputs[0].floats()[..rows * stride];
        let out = &mut out.floats_mut()[..2 * width * capacity];
        append(x, (stride, keys, values), Cache { width, capacity }, at, out);
    }
);

/// Parameters: rows kept, width and capacity of the cache, place that the path counts from. Input: the path, rising. The
/// cache is the output. Rolling back needs no kernel: the next rows are appended at a lower place.
pub(super) const KEEP: Kernel = kernel!(
    keep,
    MOVES,
    |params| {
        let [rows, width, capacity, at, ..] = params.0;
        if at.saturating_add(rows) > capacity {
            return Err(Misfit("the path leads beyond the cache"));
        }
        Ok(Shape {
            inputs: vec![Slot::parts(Kind::Words, vec![(Fill::Path, elements(&[rows])?)])],
            output: Slot::floats(elements(&[2, width, capacity])?),
            groups: threads(width as usize),
        })
    },
    |params, inputs, out| {
        let [rows, width, capacity, at, ..] = params.0.map(|size| size as usize);
        let out = &mut out.floats_mut()[..2 * width * capacity];
        keep(&inputs[0].words()[..rows], Cache { width, capacity }, at, out);
    }
);

/// Parameters: queries, features of their rows, heads, features of a head, width and capacity of the cache, places that
/// all see, places that bits speak of, scale (bits of a float). Inputs: rows with the queries at their beginning; the
/// cache; the bits, whole words for each query.
pub(super) const ATTENTION: Kernel = kernel!(
    attention,
    FUNCTIONS,
    |params| {
        let [queries, stride, heads, head, width, capacity, prefix, added, ..] = params.0;
        let features = heads.saturating_mul(head);
        if head > MAX_HEAD || features > stride {
            return Err(Misfit("a head has more than 128 features, or a row fewer than its heads"));
        }
        if width == 0 || head == 0 || !width.is_multiple_of(head) || !features.is_multiple_of(width) {
            return Err(Misfit("the heads of the cache do not divide those of the queries"));
        }
        if prefix.saturating_add(added) > capacity {
            return Err(Misfit("more places are seen than the cache has"));
        }
        let bits = queries as usize * (added as usize).div_ceil(32);
        Ok(Shape {
            inputs: vec![
                Slot::floats(elements(&[queries, stride])?),
                Slot::floats(elements(&[2, width, capacity])?),
                Slot::parts(Kind::Words, vec![(Fill::Bits, bits.max(1))]),
            ],
            output: Slot::written(elements(&[queries, features])?),
            groups: threads(elements(&[queries, heads])?),
        })
    },
    |params, inputs, out| {
        let [queries, stride, heads, head, width, capacity, prefix, added, ..] = params.0.map(|size| size as usize);
        let scale = f32::from_bits(params.0[8]);
        let sizes = Attention { stride, heads, head, prefix, added, scale, cache: Cache { width, capacity } };
        let cache = &inputs[1].floats()[..2 * width * capacity];
        let out = &mut out.floats_mut()[..queries * heads * head];
        attention(&inputs[0].floats()[..queries * stride], cache, inputs[2].words(), sizes, out);
    }
);
