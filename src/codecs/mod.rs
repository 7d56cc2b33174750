//! Formats of others: what a general compressor makes of a text, and picture files as samples.
//!
//! No call in here can be sliced: whoever makes one in a browser gives it a worker that can be ended.

mod brotli;
pub mod picture;

pub use brotli::brotli_bytes;
