//! Which rule cut a pre-token.

use serde::{Deserialize, Serialize};

use super::super::TokenId;
use super::super::definition::{Definition, KnownPattern, PreTokenizer, SplitPattern};
use super::super::pretokenizer::known::{GAP, branches, next_piece};
use super::super::tokenizer::{PreToken, Rule};

/// What cut a pre-token off the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub enum Cut {
    /// It is this added token.
    Added {
        /// Its id.
        id: TokenId,
    },
    /// Nothing: it is all the text between two added tokens.
    Whole,
    /// A pre-tokenizer.
    PreTokenizer {
        /// Its place in the definition's list.
        index: u32,
        /// Its name (`Split`, `ByteLevel`, `Metaspace` …).
        name: String,
        /// The string or regular expression that it looks for, where it has one that is not a known pattern.
        pattern: Option<String>,
        /// The alternative of a known pattern that matched.
        branch: Option<Branch>,
    },
}

/// An alternative of a known pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Branch {
    /// Its place among the pattern's alternatives.
    pub index: u32,
    /// What it takes, in words.
    pub name: String,
    /// Its regular expression.
    pub source: String,
}

/// What cut `pieces[index]`.
pub(super) fn cut(definition: &Definition, pieces: &[PreToken], index: usize) -> Cut {
    let steps = definition.pre_tokenizers.iter().enumerate();
    let (at, step) = match pieces[index].rule {
        Rule::Added(id) => return Cut::Added { id },
        // Nothing had to be cut, but a pattern may say what the piece is.
        Rule::Whole => {
            return steps.rev().find_map(|(at, step)| matched(at, step, pieces, index)).unwrap_or(Cut::Whole);
        }
        Rule::PreTokenizer(at) => match definition.pre_tokenizers.get(at) {
            Some(step) => (at, step),
            None => return Cut::Whole,
        },
    };
    matched(at, step, pieces, index).unwrap_or_else(|| {
        let (name, pattern) = words(step);
        let pattern = match pattern {
            Some(SplitPattern::Literal(text) | SplitPattern::Regex(text)) => Some(text),
            Some(SplitPattern::Known(_)) | None => None,
        };
        Cut::PreTokenizer { index: at as u32, name: name.to_owned(), pattern, branch: None }
    })
}

/// The alternative of a known pattern that `pieces[index]` is a match of.
fn matched(at: usize, step: &PreTokenizer, pieces: &[PreToken], index: usize) -> Option<Cut> {
    let (name, Some(SplitPattern::Known(known))) = words(step) else { return None };
    let branch = Some(branch(known, pieces, index)?);
    Some(Cut::PreTokenizer { index: at as u32, name: name.to_owned(), pattern: None, branch })
}

fn words(step: &PreTokenizer) -> (&'static str, Option<SplitPattern>) {
    match step {
        PreTokenizer::Split { pattern, .. } => ("Split", Some(pattern.clone())),
        PreTokenizer::ByteLevel { use_regex: true, .. } => ("ByteLevel", Some(SplitPattern::Known(KnownPattern::Gpt2))),
        PreTokenizer::ByteLevel { .. } => ("ByteLevel", None),
        PreTokenizer::Whitespace => ("Whitespace", None),
        PreTokenizer::WhitespaceSplit => ("WhitespaceSplit", None),
        PreTokenizer::Punctuation(_) => ("Punctuation", None),
        PreTokenizer::Digits { .. } => ("Digits", None),
        PreTokenizer::Metaspace { .. } => ("Metaspace", None),
        PreTokenizer::Bert => ("Bert", None),
        PreTokenizer::UnicodeScripts => ("UnicodeScripts", None),
        PreTokenizer::CharDelimiter(_) => ("CharDelimiter", None),
        PreTokenizer::FixedLength(_) => ("FixedLength", None),
    }
}

/// Scans the piece once more with what follows it, since a scanner looks ahead but never behind.
fn branch(pattern: KnownPattern, pieces: &[PreToken], index: usize) -> Option<Branch> {
    const ENOUGH: usize = 64;
    let length = pieces[index].text.len();
    let mut context = pieces[index].text.clone();
    for (piece, before) in pieces[index + 1..].iter().zip(&pieces[index..]) {
        let touches = piece.span.start == before.span.end && !matches!(piece.rule, Rule::Added(_));
        if !touches || context.len() > length + ENOUGH {
            break;
        }
        context.extend_from_slice(&piece.text);
    }
    let piece = next_piece(pattern, &String::from_utf8_lossy(&context), 0);
    if piece.branch == GAP || piece.end != length {
        return None;
    }
    let branch = branches(pattern).get(usize::from(piece.branch))?;
    Some(Branch { index: u32::from(piece.branch), name: branch.name.to_owned(), source: branch.source.to_owned() })
}
