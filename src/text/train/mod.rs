//! Training a tokenizer on the visitor's text: BPE over bytes or characters, Unigram, WordPiece.
//!
//! A [`Trainer`] is a job in slices; when it is done it becomes a [`Training`], which knows every step it went
//! through and gives the tokenizer at any of them as a [`Definition`](super::definition::Definition), usable like any
//! other. Deterministic: the same text and options give the same bytes on every machine (hash maps decide nothing,
//! logarithms are libm's on every platform).
//!
//! ```text
//! text ─ normalizer ─ pre-tokenizer → words with counts → steps (merges | rounds of pruning) → definition at a step
//! ```

mod alphabet;
mod corpus;
mod merge_training;
mod merges;
mod options;
mod pairs;
mod state;
mod symbols;
mod training;
mod unigram;
mod wordpiece;
mod words;

pub use merges::Merge;
pub use options::{Algorithm, MAX_TRAINING_BYTES, MAX_VOCABULARY, TrainOptions};
pub use state::{Candidate, Change, Piece, StepTotals, TrainingState, WordState};
pub use training::{Trainer, Training};
pub use words::{WordCounter, Words};
