//! What can go wrong when a plan is made.

use thiserror::Error;

/// An error of a plan.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PlanError {
    /// A parameter is zero, too large, or does not go with another.
    #[error("{kernel}: {problem} (parameters {params:?})")]
    Params {
        /// The kernel.
        kernel: &'static str,
        /// What is wrong.
        problem: &'static str,
        /// All parameters.
        params: Vec<u32>,
    },
    /// A buffer is of the other kind, or shorter than what the kernel reads or writes.
    #[error("{kernel}: buffer {buffer} has {got}; {expected} are needed")]
    Buffer {
        /// The kernel.
        kernel: &'static str,
        /// Number of the buffer.
        buffer: usize,
        /// What it has, in words.
        got: String,
        /// What is needed, in words.
        expected: String,
    },
    /// The kernel takes more or fewer inputs, or writes to what it reads.
    #[error("{kernel}: {problem}")]
    Wiring {
        /// The kernel.
        kernel: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
}
