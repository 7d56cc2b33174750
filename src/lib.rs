//! Tokenarium: how text becomes tokens, exactly, at once, and explained.
//!
//! The map of the crate:
//!
//! - [`text`]: text tokenizers. Pipeline stages, models, documents, trainers, trace, statistics, file formats.
//! - [`codecs`]: sizes that general compressors reach.
//! - `web`: the only wasm-bindgen code, compiled for wasm alone; thin and without logic.
//!
//! One cargo feature per wasm module: `text` is what the page loads first, `tools` adds the regex engine, the
//! readers of other formats, training and chat templates, `codecs` holds the compressors that figures compare with.

#[cfg(feature = "codecs")]
pub mod codecs;
#[cfg(feature = "text")]
pub mod text;

#[cfg(target_arch = "wasm32")]
mod web;
