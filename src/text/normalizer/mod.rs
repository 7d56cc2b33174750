//! Normalizers: text before it is cut, with an alignment back to the original. One file per kind.
//!
//! Every normalizer is one or more [`Step`]s. A step walks once over the text, in slices, and says which stretches it
//! replaces; what it leaves alone is copied in long runs, and a text that it leaves alone entirely is not copied at
//! all. Each step's memory of the slice before is a position, so slices never change the result.

#[cfg(feature = "tools")]
mod by_grapheme;
mod chars;
mod charsmap;
mod form;
pub(crate) mod printable;
pub(crate) mod unicode;
mod whole;

use std::ops::Range;

use super::aligned::{Aligned, Cursor, Rewriter};
use super::definition::Normalizer;
use super::error::TextError;
use super::pretokenizer::{Matcher, matcher::Found};
pub use charsmap::Charsmap;
pub(crate) use form::{Form, NextChange};

/// One pass over the text.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A Unicode normal form.
    Form(Form),
    /// Every character on its own.
    Chars(chars::Change),
    /// Matches become `content`.
    Replace { matcher: Matcher, content: String },
    /// In front of a text that is not empty.
    Prepend(String),
    /// White space at the ends.
    Strip { left: bool, right: bool },
    /// SentencePiece's character map.
    Charsmap(Box<Charsmap>),
    /// Runs of spaces.
    CollapseSpaces,
    /// Bytes as printable characters.
    PrintableBytes,
}

impl Step {
    /// The normal form that it is.
    pub(crate) fn form(&self) -> Option<Form> {
        if let Self::Form(form) = self { Some(*form) } else { None }
    }

    /// Whether any part of what it has made is left alone by it, for certain: it looks at characters and their marks,
    /// and adds nothing.
    pub(crate) fn keeps_what_it_made(&self) -> bool {
        match self {
            Self::Form(_) => true,
            Self::Chars(change) => *change != chars::Change::SpaceIdeographs,
            _ => false,
        }
    }
}

/// The steps of `definitions`, and whether they leave printable byte characters that the model must see as bytes.
pub(crate) fn steps(definitions: &[Normalizer]) -> Result<(Vec<Step>, bool), TextError> {
    let mut steps = Vec::new();
    let mut printable_bytes = false;
    for (index, definition) in definitions.iter().enumerate() {
        let place = || format!("normalizer.normalizers[{index}]");
        match definition {
            Normalizer::Nfc => steps.push(Step::Form(Form::Nfc)),
            Normalizer::Nfd => steps.push(Step::Form(Form::Nfd)),
            Normalizer::Nfkc => steps.push(Step::Form(Form::Nfkc)),
            Normalizer::Nfkd => steps.push(Step::Form(Form::Nfkd)),
            Normalizer::Lowercase => steps.push(Step::Chars(chars::Change::Lowercase)),
            Normalizer::StripAccents => steps.push(Step::Chars(chars::Change::DropMarks)),
            Normalizer::Bert { clean_text, handle_chinese_chars, strip_accents, lowercase } => {
                if *clean_text {
                    steps.push(Step::Chars(chars::Change::Clean));
                }
                if *handle_chinese_chars {
                    steps.push(Step::Chars(chars::Change::SpaceIdeographs));
                }
                if strip_accents.unwrap_or(*lowercase) {
                    steps.push(Step::Form(Form::Nfd));
                    steps.push(Step::Chars(chars::Change::DropNonspacing));
                }
                if *lowercase {
                    steps.push(Step::Chars(chars::Change::Lowercase));
                }
            }
            Normalizer::Replace { pattern, content } => {
                steps.push(Step::Replace { matcher: Matcher::new(pattern, place)?, content: content.clone() });
            }
            Normalizer::Prepend(content) => steps.push(Step::Prepend(content.clone())),
            Normalizer::Strip { left, right } => steps.push(Step::Strip { left: *left, right: *right }),
            Normalizer::Precompiled(bytes) => {
                steps.push(Step::Charsmap(Box::new(Charsmap::new(bytes, false, &place)?)))
            }
            Normalizer::PrecompiledByGrapheme(bytes) => {
                steps.push(Step::Charsmap(Box::new(Charsmap::new(bytes, true, &place)?)));
            }
            Normalizer::CollapseSpaces => steps.push(Step::CollapseSpaces),
            Normalizer::ByteLevel => {
                steps.push(Step::PrintableBytes);
                printable_bytes = true;
            }
        }
    }
    Ok((steps, printable_bytes))
}

/// Where a step stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct NormalizeRun {
    /// Read up to here.
    at: usize,
    /// Everything before is written.
    written: usize,
    changed: bool,
    cursor: Cursor,
}

/// What a slice of a step left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Normalized {
    /// There is more to do.
    Partly,
    /// The text is as it was; nothing was written.
    Unchanged,
    /// The new text is in the target.
    Changed,
}

impl NormalizeRun {
    /// Works on about `budget` bytes of `source`. `target` is empty at the first call.
    pub(crate) fn step(
        &mut self,
        step: &Step,
        source: &Aligned,
        target: &mut Aligned,
        budget: &mut usize,
    ) -> Normalized {
        let text = source.text.as_str();
        while self.at < text.len() {
            if *budget == 0 {
                return Normalized::Partly;
            }
            let mut end = self.at.saturating_add(*budget).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let before = self.at;
            let mut editor = Editor { run: self, source, target };
            match step {
                Step::Form(form) => form.apply(&mut editor, end),
                Step::Chars(change) => change.apply(&mut editor, end),
                Step::Replace { matcher, content } => replace(&mut editor, matcher, content, end),
                Step::Prepend(content) => whole::prepend(&mut editor, content),
                Step::Strip { left, right } => whole::strip(&mut editor, *left, *right),
                Step::Charsmap(map) => map.apply(&mut editor, end),
                Step::CollapseSpaces => whole::collapse_spaces(&mut editor, end),
                Step::PrintableBytes => printable::apply(&mut editor, end),
            }
            *budget = budget.saturating_sub((self.at - before).max(1));
        }
        if !self.changed {
            return Normalized::Unchanged;
        }
        Editor { run: self, source, target }.flush(text.len());
        Normalized::Changed
    }
}

/// What a step writes with: it reads on from `at` and names the stretches that it replaces.
pub(crate) struct Editor<'a> {
    run: &'a mut NormalizeRun,
    source: &'a Aligned,
    target: &'a mut Aligned,
}

impl<'a> Editor<'a> {
    /// The text that is read.
    pub(crate) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Read up to here.
    pub(crate) fn at(&self) -> usize {
        self.run.at
    }

    /// Reads on to `to`, changing nothing.
    pub(crate) fn advance(&mut self, to: usize) {
        self.run.at = to;
    }

    /// Writes `with` in place of `range`, which begins where reading stands or later; reads on to its end.
    pub(crate) fn replace(&mut self, range: Range<usize>, with: &str) {
        self.flush(range.start);
        self.run.changed = true;
        Rewriter::new(self.source, &mut self.run.cursor, self.target).replace(range.clone(), with);
        self.run.written = range.end;
        self.run.at = range.end;
    }

    fn flush(&mut self, to: usize) {
        Rewriter::new(self.source, &mut self.run.cursor, self.target).keep(self.run.written..to);
        self.run.written = to;
    }
}

fn replace(editor: &mut Editor<'_>, matcher: &Matcher, content: &str, end: usize) {
    while editor.at() < end {
        let from = editor.at();
        match matcher.find(editor.text(), from, end - from) {
            Found::Match(range) => {
                let empty = range.is_empty();
                editor.replace(range.clone(), content);
                if empty {
                    editor.advance(range.end + editor.text()[range.end..].chars().next().map_or(1, char::len_utf8));
                }
            }
            Found::Nothing(up_to) => editor.advance(up_to),
        }
    }
}
