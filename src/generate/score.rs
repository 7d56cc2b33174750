//! What a model makes of a given text: how many bits each token costs under it.
//!
//! A text longer than the context is read in windows that begin half a context before what they tell of, so that a token
//! has at least half a context before it, or the whole text.

use super::decode::{Alternative, Limits};
use super::distribution::{Filter, Scores};
use super::error::GenerateError;
use crate::nn::models::transformer::batch::Batch;

/// Rows of a pass: a slice of work.
const ROWS: usize = 32;
/// Likeliest ids that are told of each place.
const ALTERNATIVES: usize = 5;

/// What a token costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Bits: minus log2 of its probability.
    pub bits: f64,
    /// The likeliest ids in its place, likeliest first.
    pub alternatives: Vec<Alternative>,
}

/// A text that is read.
pub struct Scoring {
    limits: Limits,
    tokens: Vec<u32>,
    /// The first token of the window.
    from: usize,
    /// Tokens of the window that have passed.
    passed: usize,
    /// The next token to be told of.
    next: usize,
    rows: usize,
}

impl Scoring {
    /// Of the ids of a text. Where the model has an id that stands before a document, it stands before this one;
    /// otherwise the first token is told nothing of.
    ///
    /// # Errors
    /// There is nothing to read.
    pub fn new(ids: &[u32], limits: Limits) -> Result<Self, GenerateError> {
        let tokens: Vec<u32> = limits.end.iter().chain(ids).copied().collect();
        if tokens.len() < 2 || limits.context < 2 {
            return Err(GenerateError::NoPrompt);
        }
        Ok(Self { limits, tokens, from: 0, passed: 0, next: 1, rows: 0 })
    }

    /// Tokens told of, and all that will be.
    pub fn progress(&self) -> (usize, usize) {
        (self.next - 1, self.tokens.len() - 1)
    }

    /// What is to pass next, and how many places the cache keeps before; none when all is told.
    pub fn next_batch(&mut self) -> Option<(usize, Batch)> {
        if self.next >= self.tokens.len() {
            return None;
        }
        if self.passed == self.limits.context {
            self.from = self.next - self.limits.context.div_ceil(2);
            self.passed = 0;
        }
        // The last token is behind all that is to be told.
        let end = (self.tokens.len() - 1).min(self.from + self.limits.context);
        let at = self.from + self.passed;
        self.rows = ROWS.min(end - at);
        let first = self.next.saturating_sub(at + 1);
        let batch = Batch::run(&self.tokens[at..at + self.rows], self.passed).wanting(first.min(self.rows)..self.rows);
        Some((self.passed, batch))
    }

    /// Takes the logits of the wanted rows; gives the costs of the next tokens.
    pub fn take(&mut self, logits: &[f32]) -> Vec<Cost> {
        let own = Filter::default();
        let rows = logits.chunks_exact(self.limits.vocabulary).zip(&self.tokens[self.next..]);
        let costs: Vec<Cost> = rows
            .map(|(logits, &id)| {
                let scores = Scores::new(logits);
                let distribution = scores.distribution(own);
                let alternatives = scores.top(ALTERNATIVES).into_iter().map(|id| {
                    let probability = distribution.probability(id);
                    Alternative { id, probability, drawn_with: probability }
                });
                Cost { bits: scores.bits(id), alternatives: alternatives.collect() }
            })
            .collect();
        self.next += costs.len();
        self.passed += self.rows;
        costs
    }
}
