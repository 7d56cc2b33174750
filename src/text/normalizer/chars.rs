//! Normalizers that look at one character at a time: lower case, marks, BERT's cleaning and spacing.

use super::Editor;
use crate::text::lower_case;
use crate::text::pretokenizer::sets;

/// What happens to a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Its lower case, which may be several characters.
    Lowercase,
    /// Marks (category M) go.
    DropMarks,
    /// Non-spacing marks (category Mn) go.
    DropNonspacing,
    /// BERT's cleaning: controls go, white space becomes a space.
    Clean,
    /// BERT's spaces around CJK ideographs.
    SpaceIdeographs,
}

impl Change {
    /// Changes the text up to `end`.
    pub(crate) fn apply(self, editor: &mut Editor<'_>, end: usize) {
        let mut at = editor.at();
        let mut buffer = String::new();
        for c in editor.text()[at..end].chars() {
            let range = at..at + c.len_utf8();
            at = range.end;
            match self {
                Self::Lowercase if c.is_ascii() && !c.is_ascii_uppercase() => {}
                Self::Lowercase => {
                    buffer.clear();
                    lower_case::push(c, &mut buffer);
                    if !buffer.starts_with(c) {
                        editor.replace(range, &buffer);
                    }
                }
                Self::DropMarks if !c.is_ascii() && sets::is_mark(c) => editor.replace(range, ""),
                Self::DropNonspacing if !c.is_ascii() && sets::is_nonspacing_mark(c) => editor.replace(range, ""),
                Self::Clean if sets::is_dropped_by_bert(c) => editor.replace(range, ""),
                Self::Clean if c != ' ' && c.is_whitespace() => editor.replace(range, " "),
                Self::SpaceIdeographs if is_ideograph(c) => {
                    editor.replace(range.start..range.start, " ");
                    editor.advance(range.end);
                    editor.replace(range.end..range.end, " ");
                }
                Self::DropMarks | Self::DropNonspacing | Self::Clean | Self::SpaceIdeographs => {}
            }
        }
        editor.advance(end);
    }
}

/// The blocks that BERT's own code calls Chinese; kana and Hangul are not among them.
fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2A6DF}'
        | '\u{2A700}'..='\u{2B81F}'
        | '\u{2B920}'..='\u{2CEAF}'
        | '\u{2F800}'..='\u{2FA1F}')
}
