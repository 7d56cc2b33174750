//! Pre-tokenizers: where text is cut before the model sees it. One file per kind.
//!
//! Every pre-tokenizer is one or two [`Stage`]s of a pipeline: a split (a [`Matcher`] says what is looked for, a
//! behaviour what becomes of it, see `split`) or a rewriting (`rewrite`: Metaspace's character, byte level's leading
//! space). Stages run one after another over all pieces, in slices.

pub mod class;
pub mod known;
pub mod matcher;
#[cfg(feature = "tools")]
mod pattern;
#[cfg(feature = "tools")]
mod possessive;
mod rewrite;
pub mod scan;
pub(crate) mod set_tables;
pub(crate) mod sets;
mod split;
#[cfg(feature = "tools")]
mod translate;

pub use matcher::Matcher;
pub(crate) use rewrite::{Rewrite, RewriteRun};
pub(crate) use split::{SplitRun, Splitting};

use super::definition::{PreTokenizer, SplitBehavior, SplitPattern};
use super::error::TextError;

/// One pass over all pieces.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// Cuts pieces.
    Split(Splitting),
    /// Changes pieces.
    Rewrite(Rewrite),
}

/// A stage and the pre-tokenizer of the definition that it is part of.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) stage: Stage,
    pub(crate) component: usize,
}

impl Step {
    /// Whether it may cut.
    pub(crate) fn cuts(&self) -> bool {
        matches!(self.stage, Stage::Split(_))
    }
}

/// The stages of `definitions`, and whether they leave printable byte characters that the model must see as bytes.
pub(crate) fn stages(definitions: &[PreTokenizer]) -> Result<(Vec<Step>, bool), TextError> {
    let mut steps = Vec::new();
    let mut printable_bytes = false;
    for (component, definition) in definitions.iter().enumerate() {
        let mut add = |stage| steps.push(Step { stage, component });
        let split = |matcher, behavior, invert| Stage::Split(Splitting { matcher, behavior, invert });
        match definition {
            PreTokenizer::Split { pattern, behavior, invert } => {
                let place = || format!("pre_tokenizer.pretokenizers[{component}]");
                add(split(Matcher::new(pattern, place)?, *behavior, *invert));
            }
            PreTokenizer::ByteLevel { add_prefix_space, use_regex } => {
                if *add_prefix_space {
                    add(Stage::Rewrite(Rewrite::LeadingSpace));
                }
                if *use_regex {
                    let pattern = SplitPattern::Known(super::definition::KnownPattern::Gpt2);
                    let place = || format!("pre_tokenizer.pretokenizers[{component}]");
                    add(split(Matcher::new(&pattern, place)?, SplitBehavior::Isolated, false));
                }
                if component + 1 < definitions.len() {
                    add(Stage::Rewrite(Rewrite::PrintableBytes));
                    printable_bytes = true;
                }
            }
            PreTokenizer::Whitespace => add(split(Matcher::WordOrSymbols, SplitBehavior::Removed, true)),
            PreTokenizer::WhitespaceSplit => {
                add(split(Matcher::Class(char::is_whitespace), SplitBehavior::Removed, false));
            }
            PreTokenizer::Punctuation(behavior) => add(split(Matcher::Class(sets::is_punctuation), *behavior, false)),
            PreTokenizer::Digits { individual } => {
                let behavior = if *individual { SplitBehavior::Isolated } else { SplitBehavior::Contiguous };
                add(split(Matcher::Class(char::is_numeric), behavior, false));
            }
            PreTokenizer::Metaspace { replacement, prepend, split: cut } => {
                add(Stage::Rewrite(Rewrite::Metaspace { replacement: *replacement, prepend: *prepend }));
                if *cut {
                    add(split(Matcher::Char(*replacement), SplitBehavior::MergedWithNext, false));
                }
            }
            PreTokenizer::Bert => {
                add(split(Matcher::Class(char::is_whitespace), SplitBehavior::Removed, false));
                add(split(Matcher::Class(sets::is_punctuation), SplitBehavior::Isolated, false));
            }
            PreTokenizer::UnicodeScripts => add(split(Matcher::SameScript, SplitBehavior::Removed, true)),
            PreTokenizer::CharDelimiter(delimiter) => {
                add(split(Matcher::Char(*delimiter), SplitBehavior::Removed, false));
            }
            PreTokenizer::FixedLength(length) => {
                add(split(Matcher::FixedLength(*length as usize), SplitBehavior::Isolated, false));
            }
        }
    }
    Ok((steps, printable_bytes))
}
