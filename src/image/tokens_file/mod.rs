//! The `.tokens` file: ids of a picture or a text, coded, with all that is needed to decode them.
//!
//! Version 1, byte by byte. A *number* is unsigned LEB128 (seven bits a byte, the lowest first; the high bit says that
//! more follow), at most 2^53; a *name* is a number of bytes and so many bytes of UTF-8, at most 255.
//!
//! | field | bytes |
//! |---|---|
//! | `TKNS` | 4 |
//! | version: 1 | 1 |
//! | kind: 0 sequence, 1 grid, 2 ordered | 1 |
//! | name of the tokenizer | name |
//! | number of options (at most 16), then each: its name, its value | number, then name and f64, little-endian |
//! | kind 0: ids, alphabet | 2 numbers |
//! | kind 1: width, height; rows, columns, ids of a cell, side of a cell | 6 numbers |
//! | kind 2: width, height; ids | 3 numbers |
//! | side information of the tokenizer: its length, then itself | number, bytes |
//! | CRC-32 of the ids, each as four bytes, little-endian | 4 |
//! | the ids, coded | all up to the last four bytes |
//! | CRC-32 of all bytes before | 4 |
//!
//! **How ids are coded.** By a range coder (`crate::range_coder`) with adaptive frequencies (`counts`): `2·seen + 1` of
//! every id, for each depth of a cell and each of the tokenizer's contexts
//! ([`ImageTokenizer::context`](super::tokenizer::ImageTokenizer::context)) apart; a sequence has one context. So the
//! ids take what [`rate`](super::rate) calls adaptive, and about a byte.
//!
//! A reader makes the tokenizer of that name with those options and refuses the file where its layout is another: what
//! the ids mean belongs to the tokenizer, not to the file.

mod checksum;
mod counts;
mod error;
mod head;
mod jobs;

pub use error::TokensFileError;
pub use head::{Head, Shape};
pub use jobs::{Packing, Unpacking};
