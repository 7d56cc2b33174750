//! Long work in slices: what one slice left behind. What the slices do is each module's own.
//!
//! There is no clock in here: a budget counts units of work (bytes, symbols or pixels looked at, roughly a few
//! nanoseconds each), so that the same calls do the same on every machine; the worker measures its slices and chooses
//! the budget.

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
