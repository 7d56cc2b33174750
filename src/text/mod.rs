//! Text tokenizers.
//!
//! One pipeline, six stages, each an enum with one file per variant:
//!
//! ```text
//! text ─ added tokens ─ normalizer ─ pre-tokenizer ─ model ─ post-processor → ids, spans      ids ─ decoder → bytes
//! ```
//!
//! A [`Definition`](definition::Definition) is a tokenizer as plain data: what the readers in `format` produce, what
//! the trainers in `train` produce, what a `.vocab` file holds. A [`Tokenizer`](tokenizer::Tokenizer) is a definition
//! with its look-up tables built, ready to run.

pub mod added;
pub mod aligned;
pub mod browse;
pub mod compare;
pub mod decoder;
pub mod definition;
mod direct;
pub mod document;
pub mod encoding;
pub mod end_tokens;
pub mod error;
pub mod expected;
pub mod format;
pub mod job;
mod keywords;
mod lower_case;
pub mod model;
pub mod n_best;
pub mod normalizer;
pub mod postprocessor;
pub mod pretokenizer;
pub mod reachable;
pub mod sink;
pub mod stats;
pub mod stream;
pub mod tokenizer;
pub mod trace;
#[cfg(feature = "tools")]
pub mod train;
pub mod units;
pub mod vocabulary;
pub mod vocabulary_index;

/// The number of a token in its vocabulary.
pub type TokenId = u32;
