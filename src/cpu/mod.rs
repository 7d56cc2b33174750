//! The CPU twins: one file per kernel, plain functions over slices with the shapes that their documentation names.
//!
//! Each gives the same bits on every machine: no fused multiply-add, no order of summation that depends on the width of
//! vectors, an exponential of our own ([`exp`]). A twin trusts its caller with lengths: plans check them once.
//! What a kernel is called with, and how far a GPU may be apart, stands in `crate::nn::kernels`.

pub mod activate;
pub mod append;
pub mod attention;
pub mod centroids;
pub mod conv;
pub mod dct;
pub mod exp;
pub mod gather;
pub mod group_norm;
pub mod keep;
mod lanes;
pub mod layer_norm;
pub mod matmul;
pub mod matmul_byte;
pub mod matmul_half;
pub mod nearest;
pub mod pixel_shuffle;
pub mod resize;
pub mod rms_norm;
pub mod rotary;
pub mod softmax;
pub mod splat;
mod sum;
mod tile;
pub mod upsample;
