//! SentencePiece's precompiled character map: `nmt_nfkc` and its relatives, or a model's own.
//!
//! The file holds a double-array trie over bytes (Darts: 32-bit units) whose values point into a block of
//! zero-terminated replacements. SentencePiece replaces the longest prefix that the trie knows at each position. The
//! reference library for `tokenizer.json` works otherwise ([`super::by_grapheme`]); which one holds depends on which file
//! the map came from. Units are checked on every step, so a broken map replaces nothing.

use super::Editor;
use crate::text::error::TextError;

/// A character map, ready to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charsmap {
    units: Vec<u32>,
    replacements: String,
    #[cfg(feature = "tools")]
    by_grapheme: bool,
}

impl Charsmap {
    /// Reads the binary form: length of the trie in bytes, the trie, the replacements.
    pub(crate) fn new(bytes: &[u8], by_grapheme: bool, place: &dyn Fn() -> String) -> Result<Self, TextError> {
        if by_grapheme && cfg!(not(feature = "tools")) {
            return Err(TextError::Unsupported { component: "grapheme clusters".to_owned(), place: place() });
        }
        let malformed =
            |expected: &str, got: String| TextError::Malformed { place: place(), expected: expected.to_owned(), got };
        let (length, rest) = bytes
            .split_first_chunk::<4>()
            .ok_or_else(|| malformed("a character map", format!("{} bytes", bytes.len())))?;
        let length = u32::from_le_bytes(*length) as usize;
        let (trie, replacements) = rest
            .split_at_checked(length)
            .filter(|_| length >= 4 && length.is_multiple_of(4))
            .ok_or_else(|| malformed("a trie of whole units inside the map", format!("{length} bytes")))?;
        let units = trie.chunks_exact(4).map(|unit| u32::from_le_bytes([unit[0], unit[1], unit[2], unit[3]])).collect();
        let replacements = std::str::from_utf8(replacements)
            .map_err(|error| malformed("replacements in UTF-8", error.to_string()))?
            .to_owned();
        Ok(Self {
            units,
            replacements,
            #[cfg(feature = "tools")]
            by_grapheme,
        })
    }

    /// The replacement of the shortest or longest known prefix of `text`, and that prefix's length.
    pub(super) fn prefix(&self, text: &str, longest: bool) -> Option<(usize, &str)> {
        let offset = |unit: u32| (unit >> 10) << ((unit & (1 << 9)) >> 6);
        let mut unit = *self.units.first()?;
        let mut node = offset(unit);
        let mut found = None;
        for (index, &byte) in text.as_bytes().iter().enumerate() {
            node ^= u32::from(byte);
            let Some(&next) = self.units.get(node as usize) else { break };
            unit = next;
            if byte == 0 || unit & (1 << 31 | 0xFF) != u32::from(byte) {
                break;
            }
            node ^= offset(unit);
            if unit >> 8 & 1 == 1 {
                let Some(leaf) = self.units.get(node as usize) else { break };
                found = Some((index + 1, leaf & (u32::MAX >> 1)));
                if !longest {
                    break;
                }
            }
        }
        let (length, value) = found?;
        let replacement = self.replacements.get(value as usize..)?;
        Some((length, replacement.split('\0').next().unwrap_or_default()))
    }

    /// Whether no key goes on over a space and a space stays one: then what stands before a space and what begins with
    /// it are mapped apart in every text. Looks for the label of a space anywhere but at the root. O(units).
    pub(crate) fn parts_at_spaces(&self) -> bool {
        let Some(&root) = self.units.first() else { return true };
        let first = ((root >> 10) << ((root & (1 << 9)) >> 6)) ^ 0x20;
        let inner = |(at, &unit): (usize, &u32)| at != first as usize && unit & (1 << 31 | 0xFF) == 0x20;
        !self.units.iter().enumerate().skip(1).any(inner) && self.prefix(" ", true).is_none()
    }

    /// Whether `letter`, alone before a space, remains something that ends in a letter or a digit.
    pub(crate) fn keeps_letter(&self, letter: char) -> bool {
        let text = String::from_iter([letter, ' ']);
        #[cfg(feature = "tools")]
        let alone = letter.is_ascii() || !self.by_grapheme || super::by_grapheme::are_apart(&text);
        #[cfg(not(feature = "tools"))]
        let alone = true;
        alone && self.prefix(&text, true).is_none_or(|(_, with)| with.ends_with(char::is_alphanumeric))
    }

    /// Replaces up to `end` or a little more.
    pub(crate) fn apply(&self, editor: &mut Editor<'_>, end: usize) {
        #[cfg(feature = "tools")]
        if self.by_grapheme {
            return super::by_grapheme::apply(self, editor, end);
        }
        let text = editor.text();
        while editor.at() < end {
            let at = editor.at();
            match self.prefix(&text[at..], true) {
                Some((length, with)) => change(editor, at, at + length, with),
                None => editor.advance(at + text[at..].chars().next().map_or(1, char::len_utf8)),
            }
        }
    }
}

/// Replaces unless that changes nothing, so that maps which name a character itself cost no alignment.
pub(super) fn change(editor: &mut Editor<'_>, from: usize, to: usize, with: &str) {
    if &editor.text()[from..to] == with {
        editor.advance(to);
    } else {
        editor.replace(from..to, with);
    }
}
