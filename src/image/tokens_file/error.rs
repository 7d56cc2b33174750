//! Why a `.tokens` file is refused, or cannot be written.

use thiserror::Error;

use crate::image::error::ImageError;

/// An error of `.tokens` files.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum TokensFileError {
    /// The first bytes are not those of the format.
    #[error("this is no .tokens file: it does not begin with TKNS")]
    NoTokens,
    /// A later version of the format.
    #[error("this .tokens file is of version {got}; this page reads version 1")]
    Version {
        /// What the file says.
        got: u8,
    },
    /// The checksum of the file is another.
    #[error("the .tokens file is damaged: its checksum is not that of its bytes")]
    Damaged,
    /// A field is missing or says what cannot be.
    #[error("the .tokens file is broken: {what}")]
    Broken {
        /// Which field, and what about it.
        what: &'static str,
    },
    /// The tokenizer is not known here, or does not take these options or this size.
    #[error("the tokens cannot be read here: {0}")]
    Tokenizer(#[from] ImageError),
    /// The tokenizer arranges the ids of such a picture in another way.
    #[error("the .tokens file was written by another version of {tokenizer}: its ids are arranged otherwise")]
    Layout {
        /// The tokenizer.
        tokenizer: String,
    },
    /// The decoded ids are not those that were written.
    #[error("the .tokens file was written by another version of {tokenizer}: its ids decode to others")]
    Ids {
        /// The tokenizer.
        tokenizer: String,
    },
    /// Tokens that the format has no room for.
    #[error("these tokens do not fit into a .tokens file: {what}")]
    Unfit {
        /// Why not.
        what: &'static str,
    },
}
