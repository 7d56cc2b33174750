//! Pictures and the tokenizers that turn them into ids and back.
//!
//! - [`picture`]: eight bits a channel, opaque; alpha is laid over a ground on the way in.
//! - [`tokenizer`]: the one trait, and encoding and decoding in slices. [`layout`]: how ids are arranged.
//! - [`patches`], [`dct`], [`wavelet`], [`codebook`], [`product`], [`patch_pca`], [`pyramid`], [`quadtree`],
//!   [`gaussians`], [`reduction`], [`whole_pca`]: tokenizers, one file per family.
//! - [`catalog`]: their names and options.
//! - [`tokens_file`]: the `.tokens` file.
//! - [`rate`]: what ids cost in bits. [`measures`]: how far a reconstruction is from its original.
//!
//! Files of pictures are not read here, and no browser crate is named.

pub mod ask;
mod basis;
pub mod catalog;
pub mod codebook;
mod codes;
mod colour;
pub mod dct;
mod edges;
pub mod error;
mod exact;
mod fitted;
pub mod gaussians;
mod kmeans;
pub mod layout;
pub mod measures;
pub mod patch_pca;
pub mod patches;
mod pca;
pub mod picture;
mod plane;
pub mod product;
pub mod pyramid;
pub mod quadtree;
pub mod rate;
pub mod reduction;
pub mod scalar;
mod splats;
pub mod tokenizer;
pub mod tokens_file;
mod vectors;
pub mod wavelet;
pub mod whole_pca;
