//! Long work in slices, so that a worker can read its messages in between.
//!
//! Work that may take over 8 ms is plain state with a `step`: the worker calls it again and again, looks at its
//! messages between two calls, and cancels by dropping the state. There is no clock in here: a budget counts units of
//! work (bytes or symbols looked at, roughly a few nanoseconds each), so that the same calls do the same on every
//! machine; the worker measures its slices and chooses the budget.

use super::error::TextError;

/// What a slice of work left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    Progress {
        /// Name of the phase, for people (`counting words`).
        phase: &'static str,
        /// Done in this phase.
        done: u64,
        /// All there is in this phase, where it is known.
        total: Option<u64>,
    },
    /// The result can be taken.
    Done,
}

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
