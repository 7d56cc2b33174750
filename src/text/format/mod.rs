//! File formats: each reader turns a file into a [`Definition`](super::definition::Definition) or a precise error.
//!
//! Every reader takes bytes that anybody may have written: no panic, no recursion that the file controls, no memory
//! that the file's size does not justify. [`vocab`] is the format of our own, the only one in the `text` module.

pub(crate) mod cursor;
#[cfg(feature = "tools")]
pub mod detect;
mod header;
#[cfg(feature = "tools")]
pub mod pattern;
#[cfg(feature = "tools")]
pub mod sentencepiece;
#[cfg(feature = "tools")]
pub mod tekken;
#[cfg(feature = "tools")]
pub mod tiktoken;
#[cfg(feature = "tools")]
pub mod tokenizer_json;
#[cfg(feature = "tools")]
pub mod tokenizer_json_writer;
pub mod vocab;

use super::TokenId;
use super::definition::{Definition, Model, PostProcessor};
use super::error::TextError;

/// Bytes of a file, at most.
pub const MAX_FILE_BYTES: usize = 1 << 28;

/// Ids of a vocabulary, at most. The largest published ones have about 2^18.
pub const MAX_TOKENS: usize = 1 << 22;

/// Bytes of all tokens of a vocabulary, at most.
pub const MAX_TOKEN_BYTES: usize = 1 << 26;

/// An error when `got` is more than `limit`.
pub(crate) fn limit(what: &str, got: usize, limit: usize) -> Result<(), TextError> {
    if got <= limit {
        return Ok(());
    }
    Err(TextError::TooLarge { what: what.to_owned(), got: got as u64, limit: limit as u64 })
}

/// An error when the definition names an id that stands for nothing: what encoding could put out, decoding must know.
pub(crate) fn check_ids(definition: &Definition) -> Result<(), TextError> {
    let unknown = match &definition.model {
        Model::Bpe(bpe) => bpe.unknown,
        Model::Unigram { unknown, .. } => *unknown,
        Model::WordPiece { unknown, .. } | Model::WordLevel { unknown } => Some(*unknown),
        Model::Bytes | Model::CodePoints => None,
    };
    let around = definition.post_processors.iter().flat_map(|step| match step {
        PostProcessor::Template { before, after } => [before.as_slice(), after].concat(),
        PostProcessor::ByteLevelTrim { .. } => Vec::new(),
    });
    let known = |id: TokenId| match definition.model {
        Model::Bytes if id < 256 => true,
        Model::CodePoints if char::from_u32(id).is_some() => true,
        _ => !definition.vocabulary.get(id).is_empty() || definition.added.iter().any(|token| token.id == id),
    };
    match unknown.into_iter().chain(around).find(|&id| !known(id)) {
        None => Ok(()),
        Some(id) => Err(TextError::Malformed {
            place: "the unknown token or the template".into(),
            expected: "ids of tokens".into(),
            got: format!("id {id}, which has none"),
        }),
    }
}
