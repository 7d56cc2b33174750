//! Pictures and the tokenizers that turn them into ids and back.
//!
//! - [`picture`]: eight bits a channel, opaque; alpha is laid over a ground on the way in.
//! - [`tokenizer`]: the one trait, and encoding and decoding in slices. [`layout`]: how ids are arranged.
//! - [`patches`], [`dct`]: tokenizers, one file per family.
//! - [`catalog`]: their names and options.
//! - [`rate`]: what ids cost in bits. [`measures`]: how far a reconstruction is from its original.
//!
//! Files of pictures are not read here, and no browser crate is named.

pub mod catalog;
mod colour;
pub mod dct;
pub mod error;
pub mod layout;
pub mod measures;
pub mod patches;
pub mod picture;
pub mod rate;
pub mod tokenizer;
