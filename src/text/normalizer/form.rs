//! The four Unicode normal forms.
//!
//! Text is taken group by group: a group begins at a character that nothing before it can combine or change places
//! with, so each group is normalized for itself and aligned as a whole. Most groups are one character that the form
//! leaves alone; they are only read. Cost: a table look-up per character above the range that the form never touches.
//!
//! The reference library normalizes by Unicode 9. What was assigned since then stands for itself there, and so it does
//! here (`inert`); Unicode's stability policy makes the rest the same in every version.

use std::ops::Range;
use std::sync::OnceLock;

use super::{Editor, unicode};
use crate::order;
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

    /// Whether a group may begin at `c`: the first character of its decomposition is a starter that does not combine
    /// with anything before it.
    fn begins_group(self, c: char) -> bool {
        if c < self.first_touched() || inert(c) {
            return true;
        }
        let first = unicode::first_part(c, self.is_compatible());
        unicode::combining_class(first) == 0 && (!self.composes() || !combines(first))
    }

    /// Whether the form leaves `c` alone wherever it stands first in a group. Looked up in a bit set below U+10000.
    #[inline(always)]
    fn is_quiet(self, c: char) -> bool {
        static SETS: [OnceLock<Box<[u64; 1024]>>; 4] = [const { OnceLock::new() }; 4];
        if c < self.first_touched() {
            return true;
        }
        if c > '\u{FFFF}' {
            return self.find_quiet(c);
        }
        let set = SETS[self as usize].get_or_init(|| {
            let mut set = Box::new([0; 1024]);
            for c in (0..0x1_0000).filter_map(char::from_u32).filter(|&c| self.find_quiet(c)) {
                set[c as usize / 64] |= 1 << (c as usize % 64);
            }
            set
        });
        set[c as usize / 64 % 1024] >> (c as usize % 64) & 1 == 1
    }

    fn find_quiet(self, c: char) -> bool {
        c < self.first_touched()
            || inert(c)
            || (unicode::combining_class(c) == 0 && self.leaves(c) && (!self.composes() || !combines(c)))
    }

    /// Whether it puts characters together again.
    pub(super) fn composes(self) -> bool {
        matches!(self, Self::Nfc | Self::Nfkc)
    }

    /// Whether it takes apart for compatibility.
    pub(super) fn is_compatible(self) -> bool {
        matches!(self, Self::Nfkc | Self::Nfkd)
    }

    /// Whether `c` on its own stays what it is.
    fn leaves(self, c: char) -> bool {
        let mut alone = String::new();
        unicode::normalize(c.encode_utf8(&mut [0; 4]), self, &mut alone);
        alone.chars().eq([c])
    }

    /// Reads `text` on from `at`, where a group begins, to `end` or a little more, up to the first group that changes;
    /// what it becomes is then in `group`.
    pub(crate) fn next_change(self, text: &str, at: usize, end: usize, group: &mut String) -> NextChange {
        let mut start = at;
        while start < end {
            let mut chars = text[start..].char_indices().map(|(at, c)| (start + at, c));
            // Characters that stand alone and are left alone; the last one may still begin a group.
            let mut quiet_from = start;
            let loud = loop {
                let Some((at, c)) = chars.next() else { return NextChange::NotBefore(text.len()) };
                if !self.is_quiet(c) {
                    break (at, c);
                }
                if at >= end {
                    return NextChange::NotBefore(at);
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
            unicode::normalize(source, self, group);
            if group != source {
                return NextChange::At(from..to);
            }
            start = to;
        }
        NextChange::NotBefore(start)
    }

    /// Normalizes the text up to `end` or a little more.
    pub(crate) fn apply(self, editor: &mut Editor<'_>, end: usize) {
        let mut group = String::new();
        while editor.at() < end {
            match self.next_change(editor.text(), editor.at(), end, &mut group) {
                NextChange::At(range) => editor.replace(range, &group),
                NextChange::NotBefore(at) => editor.advance(at),
            }
        }
    }
}

/// Where a form changes a text next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NextChange {
    /// This group.
    At(Range<usize>),
    /// Nothing before this place, where a group begins.
    NotBefore(usize),
}

/// Whether no normal form of Unicode 9 touches `c`.
fn inert(c: char) -> bool {
    c >= '\u{A0}' && !is_normalized(c)
}

/// Whether `c` may become one with a character before it: the vowels and finals of Hangul, and what ends the
/// decomposition of a character that is put together again.
fn combines(c: char) -> bool {
    static SECONDS: OnceLock<Vec<u64>> = OnceLock::new();
    let seconds = SECONDS.get_or_init(|| {
        let composites = unicode::composites().filter(|&(composite, _)| is_normalized(composite));
        let mut seconds: Vec<u64> = composites.map(|(_, second)| second.into()).collect();
        order::sort_by_key(&mut seconds, |&second| second);
        seconds.dedup();
        seconds
    });
    matches!(c, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}') || seconds.binary_search(&c.into()).is_ok()
}
