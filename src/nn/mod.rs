//! Models as plans: lists of steps over numbered buffers. No arithmetic of its own: [`crate::cpu`] and `crate::gpu`
//! carry a plan out.
//!
//! - [`kernel`]: what is known of a kernel: WGSL, CPU twin, shape rule, tolerance, golden cases.
//! - [`kernels`]: the table of all of them.
//! - [`buffer`]: values, and what a kernel wants of a buffer.
//! - [`plan`]: steps checked when they are added, and how the twins run them.
//! - [`trial`]: the cases that every backend is tried on, and how far two results are apart.
//! - [`safetensors`]: weights from files.
//! - [`models`]: the models, each a plan over its weights.
//! - [`rows`]: rows alone and in company, which must have the same bits.

pub mod buffer;
pub mod error;
pub mod kernel;
pub mod kernels;
pub mod models;
pub mod plan;
pub mod rows;
pub mod safetensors;
pub mod trial;
