//! Byte positions of tokens as UTF-16 units, for callers that hold the text as JavaScript does.
//!
//! One walk over the text: positions of neighbouring tokens lie close together, so a cursor that steps from one to the
//! next, forward mostly, costs time linear in the text and the tokens. Documents convert through their index instead.

/// Turns byte positions in `text` into UTF-16 units, in place. A position inside a character becomes the character's
/// start, as in documents; one beyond the text becomes its end.
pub fn to_utf16(text: &str, positions: &mut [u32]) {
    if text.is_ascii() {
        positions.iter_mut().for_each(|position| *position = (*position).min(text.len() as u32));
        return;
    }
    let bytes = text.as_bytes();
    let starts_character = |byte: u8| byte & 0xc0 != 0x80;
    let units = |byte: u8| u32::from(starts_character(byte)) + u32::from(byte >= 0xf0);
    // `unit` characters-so-far in units, for the whole characters that start before byte `at`.
    let (mut at, mut unit) = (0_usize, 0_u32);
    for position in positions {
        let mut wanted = (*position as usize).min(bytes.len());
        while !text.is_char_boundary(wanted) {
            wanted -= 1;
        }
        if wanted >= at {
            unit += bytes.get(at..wanted).unwrap_or_default().iter().map(|&byte| units(byte)).sum::<u32>();
        } else {
            unit -= bytes.get(wanted..at).unwrap_or_default().iter().map(|&byte| units(byte)).sum::<u32>();
        }
        at = wanted;
        *position = unit;
    }
}

/// The byte position in `text` of a UTF-16 position; inside a pair it is the pair's start, beyond the text its end.
pub fn to_utf8(text: &str, utf16: usize) -> usize {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > utf16 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_place_inside_a_character_is_its_start() {
        let mut positions: Vec<u32> = (0..=9).collect();
        to_utf16("a€😀", &mut positions);
        assert_eq!(positions, [0, 1, 1, 1, 2, 2, 2, 2, 4, 4]);
    }

    #[test]
    fn utf16_positions_become_bytes() {
        let bytes: Vec<usize> = (0..=6).map(|at| to_utf8("a€😀", at)).collect();
        assert_eq!(bytes, [0, 1, 4, 4, 8, 8, 8]);
    }

    proptest! {
        #[test]
        fn equals_counting_from_the_start(text in "[a\u{e9}€😀]{0,20}", mut positions in proptest::collection::vec(0u32..90, 0..20)) {
            let expected: Vec<u32> = positions
                .iter()
                .map(|&position| {
                    let whole = text.char_indices().filter(|(at, c)| at + c.len_utf8() <= position as usize);
                    whole.map(|(_, c)| c.len_utf16() as u32).sum()
                })
                .collect();
            to_utf16(&text, &mut positions);
            prop_assert_eq!(positions, expected);
        }
    }
}
