//! Where guesses come from. A strategy is one file here; what it guesses changes how many passes a text takes, never the
//! text.

pub mod plain;
pub mod recycling;
pub mod speculative;
pub mod trie;

use super::accept::Accepted;
use super::decode::{Options, Rows};
use super::draft::Draft;
use super::error::GenerateError;

/// What a strategy guesses from.
pub struct Context<'a> {
    /// The text so far.
    pub tokens: &'a [u32],
    /// How it is written.
    pub options: &'a Options,
    /// Guesses that a draft may have.
    pub most: usize,
    /// Tokens that a guess may be ahead.
    pub depth: usize,
}

/// What came of a draft.
pub struct Observed<'a, 'b> {
    /// The text now.
    pub tokens: &'a [u32],
    /// Tokens at its end that are new.
    pub written: usize,
    /// The guesses.
    pub draft: &'a Draft,
    /// Which of them stand.
    pub accepted: &'a Accepted,
    /// What the model said behind the text and behind every guess.
    pub rows: &'a Rows<'b>,
}

/// A strategy.
pub trait Proposer {
    /// Guesses what comes next; may guess nothing.
    ///
    /// # Errors
    /// A model of its own refused the text.
    fn propose(&mut self, context: &Context<'_>) -> Result<Draft, GenerateError>;

    /// Learns from a pass.
    fn observe(&mut self, observed: &Observed<'_, '_>);

    /// Passes of a model of its own, since it was made.
    fn passes(&self) -> u32 {
        0
    }
}
