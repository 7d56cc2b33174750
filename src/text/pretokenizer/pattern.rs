//! Regular expressions of visitors' files, on a linear-time engine.
//!
//! A `tokenizer.json` means its expressions as Oniguruma reads them; the engine here is `regex-automata`'s DFA that is
//! built while it runs, which has no look-around and no possessive quantifiers. It can fail on word boundaries alone,
//! which are refused. `translate` rewrites what means exactly the same and refuses the rest. The
//! one look-ahead that tokenizers live on, `\s+(?!\S)` as an alternative of its own, is done by rule: the alternative
//! takes the run of white space without its last character where something else follows; a run of one character is left
//! to the alternatives after it.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use regex_automata::hybrid::{dfa, regex};
use regex_automata::nfa::thompson;
use regex_automata::{Anchored, Input, Match};

use super::translate::{Alternative, translate};
use crate::text::error::TextError;

/// The states that a pattern may come to, at most, in bytes.
const LARGEST: usize = 10 << 20;

/// Alternatives with the states that searching has built so far.
#[derive(Debug)]
struct Engine {
    regex: regex::Regex,
    cache: Mutex<regex::Cache>,
}

impl Engine {
    fn new(sources: &[&str]) -> Result<Self, String> {
        let regex = regex::Builder::new()
            .thompson(thompson::Config::new().nfa_size_limit(Some(LARGEST)))
            .dfa(dfa::Config::new().skip_cache_capacity_check(true))
            .build_many(sources)
            .map_err(|error| error.to_string())?;
        Ok(Self { cache: Mutex::new(regex.create_cache()), regex })
    }

    fn search(&self, input: &Input<'_>) -> Option<Match> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        self.regex.try_search(&mut cache, input).ok().flatten()
    }
}

/// A compiled pattern: its alternatives, in order of preference.
#[derive(Clone, Debug)]
pub struct Pattern {
    engine: Arc<Engine>,
    /// For each alternative that looks ahead: the ones after it.
    after: Vec<Option<Box<Pattern>>>,
}

impl Pattern {
    /// Compiles `source`; `place` says where in the file it stands.
    pub(super) fn new(source: &str, place: impl Fn() -> String) -> Result<Self, TextError> {
        translate(source).and_then(|alternatives| Self::compile(&alternatives)).map_err(|reason| {
            TextError::Unsupported { component: format!("the regular expression {source} ({reason})"), place: place() }
        })
    }

    fn compile(alternatives: &[Alternative]) -> Result<Self, String> {
        let sources: Vec<&str> = alternatives.iter().map(|alternative| alternative.source.as_str()).collect();
        let engine = Arc::new(Engine::new(&sources)?);
        let after = alternatives.iter().enumerate().map(|(index, alternative)| match alternatives.get(index + 1..) {
            Some(rest) if alternative.not_before_text => Self::compile(rest).map(|rest| Some(Box::new(rest))),
            _ => Ok(None),
        });
        Ok(Self { engine, after: after.collect::<Result<_, String>>()? })
    }

    /// The first match in `text` at or after `from`.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let mut from = from;
        loop {
            let found = self.engine.search(&Input::new(text).range(from..))?;
            match self.settle(text, found.pattern().as_usize(), found.range()) {
                Some(range) => return Some(range),
                None => from = found.start() + text[found.start()..].chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    /// What a match of alternative `index` comes to.
    fn settle(&self, text: &str, index: usize, range: Range<usize>) -> Option<Range<usize>> {
        let Some(Some(after)) = self.after.get(index) else { return Some(range) };
        if range.end == text.len() {
            return Some(range);
        }
        let last = text[range.clone()].char_indices().next_back().map_or(0, |(at, _)| at);
        if last > 0 {
            return Some(range.start..range.start + last);
        }
        let input = Input::new(text).range(range.start..).anchored(Anchored::Yes);
        let found = after.engine.search(&input)?;
        after.settle(text, found.pattern().as_usize(), found.range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(source: &str, text: &str) -> Vec<String> {
        let pattern = Pattern::new(source, String::new).unwrap();
        let (mut at, mut out) = (0, Vec::new());
        while let Some(range) = pattern.find(text, at) {
            out.push(text[range.clone()].to_owned());
            at = range.end.max(at + 1);
        }
        out
    }

    #[test]
    fn white_space_before_text_leaves_its_last_character() {
        let gpt2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
        assert_eq!(all(gpt2, "a   b \n c  "), ["a", "  ", " b", " \n", " c", "  "]);
        assert_eq!(all(r"\s+(?!\S)|x", "  x y  "), [" ", "x", "  "]);
    }

    #[test]
    fn what_means_something_else_is_refused_with_its_reason() {
        for (source, reason) in [
            (r"a(?=b)", "look-ahead"),
            (r"(?<!a)b", "look-behind"),
            (r"x(?!\S)", "look-ahead"),
            (r"(?>a|b)c", "atomic"),
            (r"(a)\1", "backreference"),
            (r"a++ab", "possessive"),
            (r"\bword", "word boundary"),
            (r"[[:alpha:]]", "POSIX"),
            (r"(?m:a.b)", "flag"),
        ] {
            let error = Pattern::new(source, || "here".to_owned()).unwrap_err().to_string();
            assert!(error.contains(reason), "{source}: {error}");
        }
    }

    #[test]
    fn possessive_quantifiers_stay_where_giving_back_cannot_help() {
        assert_eq!(all(r"[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}++", "!ab 12"), ["!ab", "12"]);
        assert_eq!(all(r"\w+|[^\w\s]++", "x_ⅷ\u{301}-+"), ["x_ⅷ\u{301}", "-+"]);
    }
}
