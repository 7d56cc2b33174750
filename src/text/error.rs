//! What can go wrong with text tokenizers, said so that the visitor knows what to do.

use thiserror::Error;

/// An error of the text engine.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TextError {
    /// The file asks for a component that the engine does not have.
    #[error("{place} asks for {component}, which Tokenarium does not have; it is refused rather than approximated")]
    Unsupported {
        /// The component's name.
        component: String,
        /// Where in the file it stands, as a path (`pre_tokenizer.pretokenizers[1]`).
        place: String,
    },
    /// The file is broken.
    #[error("{place}: expected {expected}, got {got}")]
    Malformed {
        /// Where in the file.
        place: String,
        /// What should stand there.
        expected: String,
        /// What stands there.
        got: String,
    },
    /// The file is larger, deeper or longer than the engine takes.
    #[error("{what} is {got}, more than the {limit} that can be taken")]
    TooLarge {
        /// What is too large.
        what: String,
        /// Its size.
        got: u64,
        /// The limit.
        limit: u64,
    },
    /// An id that the vocabulary does not have.
    #[error("id {id} at position {position} is not in the vocabulary of {size}")]
    UnknownId {
        /// The id.
        id: u32,
        /// Its place in the list.
        position: usize,
        /// How many ids there are.
        size: usize,
    },
}
