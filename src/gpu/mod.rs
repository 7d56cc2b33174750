//! Plans on WebGPU: in a browser its own, natively (tests only) whatever Vulkan driver there is.
//!
//! - [`device`]: which adapter there is, a device on it, its pipelines, and what became of it.
//! - [`program`]: a plan made ready: buffers, bind groups; a run is one submit with one readback.
//! - [`transformer`]: a language model, its caches on the device.
//! - [`error`]: what can go wrong, each in words for the visitor.
//! - [`self_check`]: the kernel table on this adapter against the CPU twins.
//!
//! Which backend runs is not decided here.

pub mod device;
pub mod error;
mod once;
pub mod program;
pub mod self_check;
pub mod transformer;
