//! GPT-2's printable characters for bytes: the 188 printable bytes of Latin-1 stand for themselves, the other 68 for
//! U+0100 and on.
//!
//! Only files that go on cutting or changing text after the byte level need them as characters; everywhere else the
//! model is given the bytes themselves.

use std::ops::Range;

use super::Editor;
use crate::text::aligned::Rewriter;

/// The character that stands for `byte`.
pub(crate) fn character(byte: u8) -> char {
    let code = match byte {
        b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF => u32::from(byte),
        0..=0x20 => 0x100 + u32::from(byte),
        0x7F..=0xA0 => 0x121 + u32::from(byte - 0x7F),
        0xAD => 0x143,
    };
    char::from_u32(code).unwrap_or('\u{FFFD}')
}

/// The byte that `c` stands for.
pub(crate) fn byte(c: char) -> Option<u8> {
    match c as u32 {
        code @ (0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF) => Some(code as u8),
        code @ 0x100..=0x120 => Some((code - 0x100) as u8),
        code @ 0x121..=0x142 => Some((code - 0x121) as u8 + 0x7F),
        0x143 => Some(0xAD),
        _ => None,
    }
}

/// The normalizer.
pub(crate) fn apply(editor: &mut Editor<'_>, end: usize) {
    for at in editor.at()..end {
        // Bytes that stand for themselves are one character of the same bytes only in ASCII.
        let byte = editor.text().as_bytes()[at];
        if !byte.is_ascii_graphic() {
            editor.replace(at..at + 1, character(byte).encode_utf8(&mut [0; 4]));
        } else {
            editor.advance(at + 1);
        }
    }
}

/// Writes the bytes of `range` as characters.
pub(crate) fn write(rewriter: &mut Rewriter<'_>, range: Range<usize>) {
    for at in range {
        let byte = rewriter.text().as_bytes()[at];
        rewriter.replace(at..at + 1, character(byte).encode_utf8(&mut [0; 4]));
    }
}

/// The bytes that `text` stands for; a character that stands for none is written as it is.
pub(crate) fn bytes(text: &str, out: &mut Vec<u8>) {
    for c in text.chars() {
        match byte(c) {
            Some(byte) => out.push(byte),
            None => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_bytes_are_one_to_one() {
        let mut seen = std::collections::BTreeSet::new();
        for value in 0..=255 {
            assert!(seen.insert(character(value)));
            assert_eq!(byte(character(value)), Some(value));
        }
        assert_eq!(character(b' '), 'Ġ');
        assert_eq!(character(b'\n'), 'Ċ');
        assert_eq!(character(0xAD), 'Ń');
        assert_eq!(byte('語'), None);
    }
}
