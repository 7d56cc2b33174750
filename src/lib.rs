//! Tokenarium: how text and pictures become tokens, exactly, at once, and explained.
//!
//! The map of the crate:
//!
//! - [`text`]: text tokenizers. Pipeline stages, models, documents, trainers, trace, statistics, file formats.
//! - [`image`]: pictures, image tokenizers, what their ids cost, how far a reconstruction is from its original.
//! - [`chat`]: chat templates, messages written as the one text that a model reads.
//! - [`stats`]: figures on ids, of text and of pictures alike.
//! - [`generate`]: sampling and decoding strategies, over logits.
//! - [`nn`]: models as plans, and the table of kernels that plans are made of.
//! - [`cpu`]: the kernels on the CPU, the same bits on every machine.
//! - `gpu`: the kernels on WebGPU, with the feature of that name.
//! - [`codecs`]: formats of others: what compressors make of a text, picture files as samples.
//! - [`bounds`]: the largest pictures that are taken.
//! - [`job`]: what a slice of long work left behind.
//! - `web`: the only wasm-bindgen code, compiled for wasm alone; thin and without logic.
//!
//! One cargo feature per wasm module: `text` is what the page loads first, `tools` adds the regex engine, the
//! readers of other formats and training, `chat` runs chat templates, `codecs` holds compressors and readers of picture files,
//! `lab` the pictures and the models.

#[cfg(any(feature = "codecs", feature = "lab"))]
pub mod bounds;
#[cfg(feature = "chat")]
pub mod chat;
#[cfg(feature = "codecs")]
pub mod codecs;
#[cfg(feature = "lab")]
pub mod cpu;
#[cfg(feature = "lab")]
pub mod generate;
#[cfg(feature = "gpu")]
pub mod gpu;
#[cfg(feature = "lab")]
pub mod image;
#[cfg(any(feature = "text", feature = "lab"))]
pub mod job;
#[cfg(feature = "lab")]
pub mod nn;
#[cfg(any(feature = "text", feature = "lab"))]
pub(crate) mod order;
#[cfg(any(feature = "lab", test))]
pub(crate) mod random;
#[cfg(feature = "lab")]
pub(crate) mod range_coder;
#[cfg(any(feature = "text", feature = "lab"))]
pub mod stats;
#[cfg(feature = "text")]
pub mod text;

#[cfg(target_arch = "wasm32")]
mod web;
