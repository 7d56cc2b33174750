//! Long work in slices, so that a worker can read its messages in between.
//!
//! Work that may take over 8 ms is plain state with a `step`: the worker calls it again and again, looks at its
//! messages between two calls, and cancels by dropping the state. [`Step`] says what a budget counts.

use super::error::TextError;
pub use crate::job::Step;

/// Work that is done in slices.
pub trait Job {
    /// Works on for about `budget` units, at least a little even for a budget of 0.
    fn step(&mut self, budget: u64) -> Result<Step, TextError>;

    /// Runs to the end in one go.
    fn run(&mut self) -> Result<(), TextError> {
        while self.step(u64::MAX)? != Step::Done {}
        Ok(())
    }
}
