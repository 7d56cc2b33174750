//! The four Unicode normal forms.
//!
//! Text is taken group by group: a group begins at a character that nothing before it can combine or change places
//! with, so each group is normalized for itself and aligned as a whole. Most groups are one character that the form
//! leaves alone; they are only read. Cost: a table look-up per character above the range that the form never touches.
//!
//! The reference library normalizes by Unicode 9. What was assigned since then stands for itself there, and so it does
//! here (`inert`); Unicode's stability policy makes the rest the same in every version.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical, decompose_compatible};
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfd_quick, is_nfkc_quick, is_nfkd_quick,
};

use super::Editor;
use crate::text::pretokenizer::sets::is_normalized;

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
}

impl Form {
    /// No form changes a character below this one, nor lets one combine with what is before it.
    fn first_touched(self) -> char {
        match self {
            Self::Nfc => '\u{300}',
            Self::Nfd => '\u{C0}',
            Self::Nfkc | Self::Nfkd => '\u{A0}',
        }
    }

    fn quick(self, c: char) -> IsNormalized {
        let c = std::iter::once(c);
        match self {
            Self::Nfc => is_nfc_quick(c),
            Self::Nfd => is_nfd_quick(c),
            Self::Nfkc => is_nfkc_quick(c),
            Self::Nfkd => is_nfkd_quick(c),
        }
    }

    /// Whether a group may begin at `c`: the first character of its decomposition is a starter that does not combine
    /// with anything before it.
    fn begins_group(self, c: char) -> bool {
        if c < self.first_touched() || inert(c) {
            return true;
        }
        let mut first = None;
        let mut keep = |part| {
            first.get_or_insert(part);
        };
        match self {
            Self::Nfc | Self::Nfd => decompose_canonical(c, &mut keep),
            Self::Nfkc | Self::Nfkd => decompose_compatible(c, &mut keep),
        }
        let first = first.unwrap_or(c);
        canonical_combining_class(first) == 0
            && (matches!(self, Self::Nfd | Self::Nfkd) || is_nfc_quick(std::iter::once(first)) != IsNormalized::Maybe)
    }

    /// Whether the form leaves `c` alone wherever it stands first in a group.
    fn is_quiet(self, c: char) -> bool {
        c < self.first_touched()
            || inert(c)
            || (self.quick(c) == IsNormalized::Yes && canonical_combining_class(c) == 0)
    }

    /// Normalizes the text up to `end` or a little more.
    pub(crate) fn apply(self, editor: &mut Editor<'_>, end: usize) {
        let text = editor.text();
        let mut group = String::new();
        while editor.at() < end {
            let start = editor.at();
            let mut chars = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
            // Characters that stand alone and are left alone; the last one may still begin a group.
            let mut quiet_from = start;
            let loud = loop {
                let Some((at, c)) = chars.next() else { return editor.advance(text.len()) };
                if !self.is_quiet(c) {
                    break (at, c);
                }
                if at >= end {
                    return editor.advance(at);
                }
                quiet_from = at;
            };
            let mut from = if self.begins_group(loud.1) { loud.0 } else { quiet_from };
            if let Some(first) = text[from..].chars().next().filter(|&c| inert(c)) {
                from += first.len_utf8();
            }
            let to = chars.find(|&(_, c)| self.begins_group(c)).map_or(text.len(), |(at, _)| at);
            let source = &text[from..to];
            group.clear();
            match self {
                Self::Nfc => group.extend(source.nfc()),
                Self::Nfd => group.extend(source.nfd()),
                Self::Nfkc => group.extend(source.nfkc()),
                Self::Nfkd => group.extend(source.nfkd()),
            }
            if group == source {
                editor.advance(to);
            } else {
                editor.replace(from..to, &group);
            }
        }
    }
}

/// Whether no normal form of Unicode 9 touches `c`.
fn inert(c: char) -> bool {
    c >= '\u{A0}' && !is_normalized(c)
}
