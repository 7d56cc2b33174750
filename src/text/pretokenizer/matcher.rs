//! What a split looks for in a piece: strings, characters, classes, shipped patterns, regular expressions.
//!
//! A matcher answers one question: where, in this piece, is the first match at or after this position. It looks at a
//! bounded number of bytes per call where it can, so that a long piece is searched in slices.

use std::ops::Range;

use super::known::{GAP, next_piece};
use super::sets;
use crate::text::definition::{KnownPattern, SplitPattern};
use crate::text::error::TextError;

/// What is looked for.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// This string.
    Literal(String),
    /// This character.
    Char(char),
    /// Every single character of a class.
    Class(fn(char) -> bool),
    /// `\w+|[^\w\s]+`.
    WordOrSymbols,
    /// The longest stretch without a change of script.
    SameScript,
    /// So many characters.
    FixedLength(usize),
    /// A pattern with a hand-written scanner.
    Known(KnownPattern),
    /// A regular expression.
    #[cfg(feature = "tools")]
    Regex(super::pattern::Pattern),
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A match.
    Match(Range<usize>),
    /// None up to here; the window ended.
    Nothing(usize),
}

impl Matcher {
    /// The matcher for `pattern`; `place` says where in the file it stands.
    pub fn new(pattern: &SplitPattern, place: impl Fn() -> String) -> Result<Self, TextError> {
        match pattern {
            SplitPattern::Literal(string) => Ok(Self::Literal(string.clone())),
            SplitPattern::Known(known) => Ok(Self::Known(*known)),
            #[cfg(feature = "tools")]
            SplitPattern::Regex(source) => super::pattern::Pattern::new(source, place).map(Self::Regex),
            #[cfg(not(feature = "tools"))]
            SplitPattern::Regex(source) => {
                Err(TextError::Unsupported { component: format!("the regular expression {source}"), place: place() })
            }
        }
    }

    /// The first match in `piece` that begins at or after `from` and within about `window` bytes.
    pub fn find(&self, piece: &str, from: usize, window: usize) -> Found {
        let rest = &piece[from..];
        let window = window.max(1);
        let ends = |length: usize| Found::Match(from..from + length);
        match self {
            Self::Literal(string) => {
                let mut reach = window.saturating_add(string.len()).min(rest.len());
                while !rest.is_char_boundary(reach) {
                    reach += 1;
                }
                match rest[..reach].find(string.as_str()) {
                    Some(_) if string.is_empty() => Found::Nothing(piece.len()),
                    Some(at) => Found::Match(from + at..from + at + string.len()),
                    None if reach == rest.len() => Found::Nothing(piece.len()),
                    None => {
                        let mut up_to = reach + 1 - string.len();
                        while !rest.is_char_boundary(up_to) {
                            up_to -= 1;
                        }
                        Found::Nothing(from + up_to)
                    }
                }
            }
            Self::Char(wanted) => first_char(rest, from, window, |c| c == *wanted),
            Self::Class(class) => first_char(rest, from, window, class),
            Self::WordOrSymbols => {
                let Some((begin, first)) = rest.char_indices().find(|(_, c)| !c.is_whitespace()) else {
                    return Found::Nothing(piece.len());
                };
                let word = sets::is_word(first);
                let length = rest[begin..]
                    .find(|c: char| sets::is_word(c) != word || c.is_whitespace())
                    .unwrap_or(rest.len() - begin);
                Found::Match(from + begin..from + begin + length)
            }
            Self::SameScript => same_script(rest)
                .map_or(Found::Nothing(piece.len()), |range| Found::Match(from + range.start..from + range.end)),
            Self::FixedLength(count) => ends(rest.char_indices().nth((*count).max(1)).map_or(rest.len(), |(at, _)| at)),
            Self::Known(known) => {
                let mut start = from;
                loop {
                    let cut = next_piece(*known, piece, start);
                    match cut.branch {
                        GAP if cut.end >= piece.len() || cut.end >= from + window => return Found::Nothing(cut.end),
                        GAP => start = cut.end,
                        _ => return Found::Match(start..cut.end),
                    }
                }
            }
            #[cfg(feature = "tools")]
            Self::Regex(pattern) => pattern.find(piece, from).map_or(Found::Nothing(piece.len()), Found::Match),
        }
    }
}

fn first_char(rest: &str, from: usize, window: usize, wanted: impl Fn(char) -> bool) -> Found {
    for (at, c) in rest.char_indices() {
        if wanted(c) {
            return Found::Match(from + at..from + at + c.len_utf8());
        }
        if at >= window {
            return Found::Nothing(from + at + c.len_utf8());
        }
    }
    Found::Nothing(from + rest.len())
}

/// The first stretch of one script in `rest`. A character that goes with any script joins what is before it, whatever
/// follows; where nothing is before it, it belongs to no stretch: the reference drops it.
fn same_script(rest: &str) -> Option<Range<usize>> {
    let mut scripts = rest.char_indices().map(|(at, c)| (at, sets::script(c))).filter(|&(_, script)| script != 0);
    let (start, script) = scripts.next()?;
    let end = scripts.find(|&(_, other)| other != script).map_or(rest.len(), |(at, _)| at);
    Some(start..end)
}
