//! Added tokens: special tokens and others that are found in the text before every other stage.
//!
//! Two searches (leftmost-longest, see [`super::keywords`]): one over the original text for tokens that are not normalized, one
//! over the normalized text for those that are. Matches are taken as the reference library does: the search goes on
//! behind the bare match, then `single_word` may discard it and `lstrip` / `rstrip` widen it over white space. Where a
//! widened match reaches into the next one, the next one still begins where the search found it, so the two
//! overlap in the reference; here the second one's span is cut so that spans stay in order.
//!
//! Search is done window by window so that a long text can be searched in slices; a window overlaps the next one by
//! the longest token, which makes the result independent of where windows end.

use std::ops::Range;

use super::TokenId;
use super::definition::AddedToken;
use super::error::TextError;
use super::format::{MAX_TOKEN_BYTES, limit};
use super::keywords::Keywords;

/// One of the two sets, ready to search.
#[derive(Clone, Debug)]
pub(crate) struct AddedSet {
    patterns: Keywords,
    tokens: Vec<AddedToken>,
    longest: usize,
    all_special: bool,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// This token there; the search goes on at `resume`.
    Token { id: TokenId, span: Range<usize>, resume: usize },
    /// Nothing up to here; the window ended.
    Nothing { up_to: usize },
}

impl AddedSet {
    /// Builds the set of `tokens`, each looked for as the pattern beside it. `None` when there is none.
    pub(crate) fn new(tokens: Vec<(String, AddedToken)>) -> Result<Option<Self>, TextError> {
        let (patterns, tokens): (Vec<_>, Vec<_>) =
            tokens.into_iter().filter(|(pattern, _)| !pattern.is_empty()).unzip();
        if patterns.is_empty() {
            return Ok(None);
        }
        let longest = patterns.iter().map(String::len).max().unwrap_or(0);
        limit("all added tokens in bytes", patterns.iter().map(String::len).sum(), MAX_TOKEN_BYTES)?;
        let all_special = tokens.iter().all(|token| token.special);
        Ok(Some(Self { patterns: Keywords::new(&patterns), tokens, longest, all_special }))
    }

    /// Whether any of its tokens can match when `specials` may or may not.
    pub(crate) fn matches(&self, specials: bool) -> bool {
        specials || !self.all_special
    }

    /// The first token at or after `from`; text before `taken` belongs to the token before. Special tokens are passed
    /// over unless `specials`. Looks at about `window` bytes at most.
    pub(crate) fn find(&self, text: &str, from: usize, taken: usize, specials: bool, window: usize) -> Found {
        let mut at = from;
        let window_end = from.saturating_add(window.max(1)).min(text.len());
        while at < window_end {
            let search_end = window_end.saturating_add(self.longest - 1).min(text.len());
            let Some((place, mut span)) = self.patterns.find(text.as_bytes(), at..search_end) else { break };
            if span.start >= window_end {
                break;
            }
            at = span.end;
            let Some(token) = self.tokens.get(place) else { break };
            if token.special && !specials {
                continue;
            }
            let (before, after) = (&text[..span.start], &text[span.end..]);
            if token.single_word
                && (before.chars().next_back().is_some_and(is_word) || after.chars().next().is_some_and(is_word))
            {
                continue;
            }
            if token.lstrip {
                span.start = before.trim_end().len();
            }
            if token.rstrip {
                span.end = text.len() - after.trim_start().len();
            }
            span.start = span.start.max(taken);
            span.end = span.end.max(span.start);
            return Found::Token { id: token.id, span, resume: at };
        }
        let mut up_to = window_end.max(at);
        while !text.is_char_boundary(up_to) {
            up_to += 1;
        }
        Found::Nothing { up_to }
    }
}

/// What the reference's `\w` takes: letters, marks, digits, connectors, joiners.
fn is_word(c: char) -> bool {
    super::pretokenizer::sets::is_word(c)
}
