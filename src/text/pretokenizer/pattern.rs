//! Regular expressions of visitors' files, on a linear-time engine.
//!
//! The engine is `regex-automata`. What it has no word for is translated where the meaning stays exactly the same, and
//! refused with its reason otherwise.

use std::ops::Range;

use regex_automata::meta::Regex;

use crate::text::error::TextError;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
}

impl Pattern {
    /// Compiles `source`; `place` says where in the file it stands.
    pub(super) fn new(source: &str, place: impl Fn() -> String) -> Result<Self, TextError> {
        let regex = Regex::new(source).map_err(|error| TextError::Unsupported {
            component: format!("the regular expression {source} ({error})"),
            place: place(),
        })?;
        Ok(Self { regex })
    }

    /// The first match in `text` at or after `from`.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        self.regex.find(regex_automata::Input::new(text).range(from..)).map(|found| found.range())
    }
}
