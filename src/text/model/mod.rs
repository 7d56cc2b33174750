//! Models: a piece of text into ids. One file per kind.

pub mod bpe;
