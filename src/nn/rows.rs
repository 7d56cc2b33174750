//! Rows alone and in company: for every kernel that works row by row, a trial of 128 rows, and trials of some of them
//! by themselves. The bits must be the same.

use super::buffer::Buffer;
use super::error::PlanError;
use super::kernel::{Kernel, Params};
use super::kernels::named;
use super::trial::Trial;

/// Rows of the whole trial.
const ROWS: usize = 128;
/// The first row and the number of rows of each part.
const PARTS: [(usize, usize); 8] = [(0, 1), (1, 1), (7, 1), (127, 1), (0, 16), (37, 16), (5, 3), (0, ROWS)];
/// What fraction one half is in a parameter block.
const HALF: u32 = 0.5_f32.to_bits();
/// The kernels that work row by row, the first parameter being the number of rows.
const KERNELS: [(&str, &[u32]); 10] = [
    ("matmul", &[128, 100, 37, 1, 3]),
    ("matmul_half", &[128, 100, 40, 2, 3]),
    ("matmul_byte", &[128, 100, 37, 0, 3]),
    ("softmax", &[128, 77]),
    ("layer_norm", &[128, 77, HALF]),
    ("rms_norm", &[128, 77, HALF]),
    ("gather", &[128, 12, 50]),
    ("rotary", &[128, 48, 32, 16, 60]),
    ("attention", &[128, 96, 2, 32, 64, 150, 20, 130, HALF]),
    ("nearest", &[128, 24, 100]),
];

/// A trial of 128 rows and trials of some of its rows.
pub struct Split {
    /// All rows.
    pub whole: Trial,
    /// The number of the first row, and a trial of it and those after it.
    pub parts: Vec<(usize, Trial)>,
}

impl Split {
    /// The split of a kernel; none where it does not work row by row.
    ///
    /// # Errors
    /// The parameters do not go together.
    pub fn of(kernel: &'static Kernel) -> Result<Option<Self>, PlanError> {
        let Some((_, params)) = KERNELS.iter().find(|(name, _)| *name == kernel.name) else { return Ok(None) };
        let whole = Trial::new(kernel, Params::new(params), 1)?;
        let parts = PARTS.iter().map(|&(first, rows)| Ok((first, part(&whole, first, rows)?)));
        let parts = parts.collect::<Result<_, PlanError>>()?;
        Ok(Some(Self { whole, parts }))
    }

    /// The splits of all kernels that work row by row.
    ///
    /// # Errors
    /// As [`Split::of`].
    pub fn all() -> Result<Vec<Self>, PlanError> {
        let kernels = KERNELS.iter().filter_map(|(name, _)| named(name));
        kernels.filter_map(|kernel| Self::of(kernel).transpose()).collect()
    }
}

/// Whether the rows of a part, from row `first` on, have the bits that they have in the whole.
pub fn same_bits(whole: &Buffer, first: usize, part: &Buffer) -> bool {
    let (whole, part) = (whole.to_bits(), part.to_bits());
    let start = first * whole.len() / ROWS;
    whole.get(start..start + part.len()) == Some(&part[..])
}

fn part(whole: &Trial, first: usize, rows: usize) -> Result<Trial, PlanError> {
    let mut params = whole.params;
    params.0[0] = rows as u32;
    let mut part = Trial::new(whole.kernel, params, 1)?;
    for (buffer, all) in part.inputs.iter_mut().zip(&whole.inputs) {
        // A buffer that grows with the rows holds them one after the other.
        if all.len() != buffer.len() {
            let start = first * all.len() / ROWS;
            let taken = start..start + buffer.len();
            *buffer = match all {
                Buffer::Floats(all) => Buffer::Floats(all[taken].to_vec()),
                Buffer::Words(all) => Buffer::Words(all[taken].to_vec()),
            };
        }
    }
    Ok(part)
}
