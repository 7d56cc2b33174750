//! What a pass covers when a text of any length goes through a model of a given context.
//!
//! A text longer than the context is read in windows that begin half a context before what they tell of, so that a token
//! has at least half a context before it, or the whole text. Which rows a pass has never changes what they give, so a text
//! that is known ahead and one that is found token by token are told the same.

use crate::nn::models::transformer::batch::Batch;

/// Rows of a pass: a slice of work.
const ROWS: usize = 32;

/// Where the reading of a text stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Windows {
    context: usize,
    /// The first token of the window.
    from: usize,
    /// Tokens of the window that have passed.
    passed: usize,
    /// The next token to be told of.
    next: usize,
    rows: usize,
}

impl Windows {
    /// From the second token on: nothing stands before the first.
    pub(super) fn new(context: usize) -> Self {
        Self { context, from: 0, passed: 0, next: 1, rows: 0 }
    }

    /// The next token to be told of.
    pub(super) fn next(&self) -> usize {
        self.next
    }

    /// What is to pass so that the next token is told of, and how many places the cache keeps before. `tokens` are those
    /// that have another behind them to be told of.
    pub(super) fn batch(&mut self, tokens: &[u32]) -> (usize, Batch) {
        if self.passed == self.context {
            self.from = self.next - self.context.div_ceil(2);
            self.passed = 0;
        }
        let at = self.from + self.passed;
        let end = tokens.len().min(self.from + self.context);
        self.rows = ROWS.min(end - at);
        let first = self.next.saturating_sub(at + 1);
        (self.passed, Batch::run(&tokens[at..at + self.rows], self.passed).wanting(first.min(self.rows)..self.rows))
    }

    /// The rows have passed, and told of so many tokens.
    pub(super) fn told(&mut self, count: usize) {
        self.next += count;
        self.passed += self.rows;
    }
}
