//! What can go wrong with a generation.

use thiserror::Error;

use super::decode::MAX_GUESSES;
use crate::nn::models::transformer::ModelError;

/// An error of a generation.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum GenerateError {
    /// The model cannot take the rows.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// There is nothing to continue.
    #[error("a prompt has at least one token")]
    NoPrompt,
    /// No place is left behind the prompt.
    #[error("the prompt has {got} tokens; this model takes {most}")]
    Prompt {
        /// Tokens of the prompt.
        got: usize,
        /// The most that leave a place to write in.
        most: usize,
    },
    /// A setting is beyond what it may be.
    #[error("{name} is {got}; it may be {allowed}")]
    Setting {
        /// Its name.
        name: &'static str,
        /// What it is.
        got: f64,
        /// What it may be, in words.
        allowed: &'static str,
    },
    /// The draft has another vocabulary than the model.
    #[error("the draft has {draft} ids, the model {model}: they must be the same")]
    Vocabularies {
        /// Ids of the draft.
        draft: usize,
        /// Ids of the model.
        model: usize,
    },
    /// What was to be unpacked is not what this model packed.
    #[error("these bytes are no text that this model packed")]
    Unpack,
    /// A draft is larger than a pass takes.
    #[error("a draft of {0} guesses; a pass takes {MAX_GUESSES}")]
    Draft(usize),
}
