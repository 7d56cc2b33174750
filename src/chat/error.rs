//! What can go wrong with chat templates, said so that the visitor knows what to do.

use thiserror::Error;

/// An error of a chat template or of what it was given.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ChatError {
    /// The conversation is no conversation.
    #[error("the conversation: expected a JSON object with a list `messages`, got {got}")]
    Conversation {
        /// What came.
        got: String,
    },
    /// The conversation is longer than what is taken.
    #[error("the conversation in bytes is {got}, more than the {limit} that can be taken")]
    TooLarge {
        /// Its length as JSON, in bytes.
        got: usize,
        /// The limit.
        limit: usize,
    },
    /// The template is broken, or it refuses the conversation.
    #[error("the chat template{}: expected {expected}, got {got}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Template {
        /// Where in it.
        line: Option<usize>,
        /// What should stand there.
        expected: &'static str,
        /// What stands there, or what the template says.
        got: String,
    },
}
