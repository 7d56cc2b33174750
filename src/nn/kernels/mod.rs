//! The kernel table. A kernel is `shaders/NAME.wgsl`, `src/cpu/NAME.rs`, `tests/golden/kernels/NAME.txt` with a function
//! in `kernels.py` there, and an entry here.
//!
//! The entries stand in files by what they work on; each lists its parameter block and its inputs.

mod codes;
mod norms;
mod pictures;
mod products;
mod sequences;

use super::kernel::Kernel;

/// Every kernel.
pub static KERNELS: &[Kernel] = &[
    products::MATMUL,
    products::MATMUL_HALF,
    products::MATMUL_BYTE,
    norms::SOFTMAX,
    norms::LAYER_NORM,
    norms::RMS_NORM,
    norms::GROUP_NORM,
    norms::ACTIVATE,
    sequences::GATHER,
    sequences::ROTARY,
    sequences::APPEND,
    sequences::KEEP,
    sequences::ATTENTION,
    pictures::CONV,
    pictures::UPSAMPLE,
    pictures::PIXEL_SHUFFLE,
    pictures::DCT,
    pictures::RESIZE,
    pictures::SPLAT,
    codes::NEAREST,
    codes::CENTROIDS,
];

/// The kernel of this name.
pub fn named(name: &str) -> Option<&'static Kernel> {
    KERNELS.iter().find(|kernel| kernel.name == name)
}

/// An entry, whose files are found by its name.
macro_rules! kernel {
    ($name:ident, $tolerance:expr, $shape:expr, $twin:expr) => {
        crate::nn::kernel::Kernel {
            name: stringify!($name),
            wgsl: include_str!(concat!("../../../shaders/", stringify!($name), ".wgsl")),
            twin: $twin,
            shape: $shape,
            tolerance: $tolerance,
            shapes: include_str!(concat!("../../../tests/golden/kernels/", stringify!($name), ".txt")),
        }
    };
}
use kernel;

/// Tolerances that several kernels share.
mod tolerances {
    use crate::nn::kernel::Tolerance;

    pub(super) const MOVES: Tolerance = Tolerance { share: 0.0, because: "values are moved, none is computed" };
    pub(super) const SUMS: Tolerance =
        Tolerance { share: 1e-5, because: "a GPU may fuse multiply and add, which rounds once less for each term" };
    pub(super) const FUNCTIONS: Tolerance = Tolerance {
        share: 2e-5,
        because: "WGSL lets exponential, division and square root err by several units in the last place, besides sums",
    };
}
