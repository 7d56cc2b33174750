//! What is known of a kernel. A kernel that lacks one of these does not compile.

use super::buffer::{Buffer, Kind, Slot};
use super::error::PlanError;

/// Inputs that a kernel may have: with its output these are four storage buffers, which every adapter has.
pub const MAX_INPUTS: usize = 3;
/// Words in a parameter block, 64 bytes; what each means is up to the kernel.
pub const PARAMS: usize = 16;
/// Threads of a workgroup, in every shader.
const THREADS: usize = 64;
/// Workgroups that a dispatch may have in one direction.
const MAX_GROUPS: u32 = 65_535;
/// Elements that a buffer may have.
const MAX_ELEMENTS: u64 = 1 << 28;

/// The parameter block of a step. A float is given by its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params(pub [u32; PARAMS]);

impl Params {
    /// The first parameters; the others are zero.
    pub fn new(first: &[u32]) -> Self {
        let mut all = [0; PARAMS];
        for (place, value) in all.iter_mut().zip(first) {
            *place = *value;
        }
        Self(all)
    }
}

/// What a step reads, writes and takes on a GPU.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Each input, at most [`MAX_INPUTS`].
    pub inputs: Vec<Slot>,
    /// What is written. Kernels that change a part only find the rest there.
    pub output: Slot,
    /// Workgroups in x, y and z.
    pub groups: [u32; 3],
}

/// A difference that is taken between two backends, and why so much.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// Share of the largest value of the output; 0 where every bit must be the same.
    pub share: f32,
    /// The reason.
    pub because: &'static str,
}

/// One kernel.
pub struct Kernel {
    /// Name of its files: `shaders/NAME.wgsl`, `src/cpu/NAME.rs`, and in `tests/golden/kernels` `NAME.txt` (shapes) and
    /// `NAME.json` (what NumPy gives for them).
    pub name: &'static str,
    /// Its shader: entry point `main`, 64 threads, parameters at binding 0, inputs at 1 to 3, the output at 4.
    pub wgsl: &'static str,
    /// The CPU's version.
    pub twin: fn(&Params, &[&Buffer], &mut Buffer),
    /// What the parameters ask for, or what is wrong with them.
    pub shape: fn(&Params) -> Result<Shape, Misfit>,
    /// How far backends may be apart.
    pub tolerance: Tolerance,
    /// Parameter blocks that it is tried on, one a line: shapes at the edges, of one element, odd, beyond a workgroup.
    pub shapes: &'static str,
}

/// Why parameters were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit(pub &'static str);

impl Kernel {
    /// The shape for these parameters.
    ///
    /// # Errors
    /// [`PlanError::Params`] says what is wrong with them.
    pub fn shape_of(&self, params: &Params) -> Result<Shape, PlanError> {
        (self.shape)(params).map_err(|Misfit(problem)| PlanError::Params {
            kernel: self.name,
            problem,
            params: params.0.to_vec(),
        })
    }
}

/// The product of sizes, none of which may be zero.
pub(super) fn elements(sizes: &[u32]) -> Result<usize, Misfit> {
    let mut product = 1_u64;
    for &size in sizes {
        product = product.saturating_mul(u64::from(size));
    }
    match product {
        0 => Err(Misfit("a size is zero")),
        1..=MAX_ELEMENTS => Ok(product as usize),
        _ => Err(Misfit("a buffer would have more than 2^28 elements")),
    }
}

/// Workgroups for so many threads: in x, then also in y. Shaders count `x + y * 65535 * 64`.
pub(super) fn threads(count: usize) -> [u32; 3] {
    let groups = count.div_ceil(THREADS) as u32;
    if groups <= MAX_GROUPS { [groups, 1, 1] } else { [MAX_GROUPS, groups.div_ceil(MAX_GROUPS), 1] }
}

impl Kind {
    /// In words, for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Floats => "floats",
            Self::Words => "words",
        }
    }
}
