//! Character classes of the components, exactly as the reference library has them.
//!
//! The tables come from the reference itself (see `set_tables`), not from today's Unicode: its components were built
//! on several older versions, and a character that was unassigned then is not punctuation to it now. A set is unpacked
//! on first use into the sorted borders of its stretches; ASCII is answered from a bit mask, the rest by binary search
//! (ten steps at most).

use std::sync::OnceLock;

use super::set_tables as tables;

/// A set of code points.
struct Set {
    packed: &'static [u8],
    unpacked: OnceLock<(u128, Vec<u32>)>,
}

impl Set {
    const fn new(packed: &'static [u8]) -> Self {
        Self { packed, unpacked: OnceLock::new() }
    }

    #[inline]
    fn contains(&self, c: char) -> bool {
        let (ascii, borders) = match self.unpacked.get() {
            Some(unpacked) => unpacked,
            None => self.unpacked.get_or_init(|| unpack(self.packed)),
        };
        if c.is_ascii() { ascii >> c as u32 & 1 == 1 } else { within(borders, c as u32) }
    }
}

/// The members among ASCII's characters as a mask, and the borders of all stretches.
#[cold]
fn unpack(packed: &[u8]) -> (u128, Vec<u32>) {
    let mut end = 0;
    let borders: Vec<u32> = numbers(packed)
        .map(|length| {
            end += length;
            end
        })
        .collect();
    let ascii = (0..128).filter(|&c| within(&borders, c)).fold(0u128, |mask, c| mask | 1 << c);
    (ascii, borders)
}

/// Whether `c` lies in a stretch inside: the number of borders at or below it is odd.
fn within(borders: &[u32], c: u32) -> bool {
    borders.partition_point(|&border| border <= c) % 2 == 1
}

/// The LEB128 numbers of `packed`.
pub(crate) fn numbers(packed: &[u8]) -> impl Iterator<Item = u32> {
    let mut rest = packed.iter();
    std::iter::from_fn(move || {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let &byte = rest.next()?;
            number |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    })
}

macro_rules! class {
    ($(#[$doc:meta])* $name:ident, $table:ident) => {
        $(#[$doc])*
        pub(crate) fn $name(c: char) -> bool {
            static SET: Set = Set::new(tables::$table);
            SET.contains(c)
        }
    };
}

class!(
    /// `\w`: letters, marks, digits, connectors, joiners.
    is_word, WORD
);
class!(
    /// ASCII symbols and Unicode punctuation.
    is_punctuation, PUNCTUATION
);
class!(
    /// What BERT's cleaning drops.
    is_dropped_by_bert, BERT_DROPPED
);
class!(
    /// Category Mn, which BERT's accent stripping drops.
    is_nonspacing_mark, NONSPACING
);
class!(
    /// Category M, which `StripAccents` drops.
    is_mark, MARK
);

class!(
    /// What the normal forms decompose, combine or reorder: characters of Unicode 9, from U+00A0 on.
    is_normalized, NORMALIZED
);

/// A number for the script of `c`; 0 goes with any. Kana counts as Han, as in SentencePiece.
pub(crate) fn script(c: char) -> u32 {
    static SCRIPTS: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    let runs = SCRIPTS.get_or_init(|| {
        let mut numbers = numbers(tables::SCRIPTS);
        let mut end = 0;
        std::iter::from_fn(|| {
            let script = numbers.next()?;
            end += numbers.next()?;
            Some((end, script))
        })
        .collect()
    });
    runs.get(runs.partition_point(|&(end, _)| end <= c as u32)).map_or(0, |&(_, script)| script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_characters_are_in_their_classes() {
        assert!(is_word('a') && is_word('_') && is_word('é') && is_word('\u{200d}') && !is_word('-'));
        assert!(is_punctuation('$') && is_punctuation('。') && !is_punctuation('€'));
        assert!(is_dropped_by_bert('\0') && is_dropped_by_bert('\u{fffd}') && !is_dropped_by_bert('\n'));
        assert!(is_nonspacing_mark('\u{301}') && !is_nonspacing_mark('\u{903}') && is_mark('\u{903}'));
        assert_eq!(script('語'), script('の'));
        assert_ne!(script('a'), script('б'));
        assert_eq!(script(' '), 0);
    }
}
