//! Tokens near a token in the vocabulary: the same word in another case or with another beginning, its prefixes, and
//! what is one character longer or shorter. One pass over the vocabulary.

use serde::{Deserialize, Serialize};

use super::super::TokenId;
use super::super::definition::{Definition, Model};
use super::super::lower_case::lower_case;
use crate::order;

/// Tokens near a token, each list in id order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Neighbours {
    /// The same text but for case and for what marks the beginning or the inside of a word (a space, `▁`, `##`).
    pub variants: Vec<TokenId>,
    /// Tokens that it begins with, the longest last.
    pub prefixes: Vec<TokenId>,
    /// It with one character more, in front or behind; a hundred at most.
    pub longer: Vec<TokenId>,
    /// It with one character less, in front or behind.
    pub shorter: Vec<TokenId>,
}

/// At most so many tokens in a list.
const MOST: usize = 100;

/// The neighbours of token `id`; all empty when there is no such token.
pub fn neighbours(definition: &Definition, id: TokenId) -> Neighbours {
    let vocabulary = &definition.vocabulary;
    let token = vocabulary.get(id);
    let mut found = Neighbours::default();
    if token.is_empty() {
        return found;
    }
    let inside = match &definition.model {
        Model::WordPiece { continuing_prefix, .. } => continuing_prefix.as_str(),
        Model::Bpe(bpe) => bpe.continuing_prefix.as_str(),
        _ => "",
    };
    let word = word(token, inside);
    for (other, bytes) in vocabulary.iter().filter(|&(other, _)| other != id) {
        if self::word(bytes, inside) == word {
            found.variants.push(other);
        }
        if token.starts_with(bytes) {
            found.prefixes.push(other);
        }
        if is_one_shorter(bytes, token) {
            found.shorter.push(other);
        }
        if is_one_shorter(token, bytes) && found.longer.len() < MOST {
            found.longer.push(other);
        }
    }
    order::sort_by_key(&mut found.prefixes, |&prefix| (vocabulary.get(prefix).len() as u64) << 32 | u64::from(prefix));
    found.variants.truncate(MOST);
    found
}

/// The token without its marks, in lower case.
fn word(token: &[u8], inside: &str) -> Vec<u8> {
    let token = token.strip_prefix(inside.as_bytes()).unwrap_or(token);
    let token = token.strip_prefix("▁".as_bytes()).or_else(|| token.strip_prefix(b" ")).unwrap_or(token);
    match std::str::from_utf8(token) {
        Ok(text) if !text.is_ascii() => lower_case(text).into_bytes(),
        _ => token.to_ascii_lowercase(),
    }
}

/// Whether `short` is `long` without its first or last character (byte, where there are no whole characters).
fn is_one_shorter(short: &[u8], long: &[u8]) -> bool {
    let Some(difference) = long.len().checked_sub(short.len()).filter(|difference| (1..=4).contains(difference)) else {
        return false;
    };
    let one = |rest: &[u8]| rest.len() == 1 || std::str::from_utf8(rest).is_ok_and(|text| text.chars().count() == 1);
    (long.starts_with(short) && one(&long[short.len()..])) || (long.ends_with(short) && one(&long[..difference]))
}
