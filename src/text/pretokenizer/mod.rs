//! Pre-tokenizers: where text is cut before the model sees it. One file per kind.

pub mod class;
pub mod known;
pub mod scan;
