//! Text as a browser gives it: UTF-16 units, unpaired surrogates among them.
//!
//! UTF-8 has no place for half a surrogate pair, so U+FFFD stands for it (one unit there, three bytes here) and a mark
//! keeps its value: what the visitor typed can be given back unit by unit. An edit may cut a pair or bring two halves
//! together; the document then takes the neighbouring unit into the edit.

use super::chunks::Surrogate;

/// Text with marks where unpaired surrogates stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) surrogates: Vec<Surrogate>,
}

impl Decoded {
    /// From UTF-16. One pass.
    pub(super) fn from_units(units: impl Iterator<Item = u16>) -> Self {
        let mut decoded = Self { text: String::with_capacity(units.size_hint().0), surrogates: Vec::new() };
        for unit in char::decode_utf16(units) {
            match unit {
                Ok(character) => decoded.text.push(character),
                Err(error) => {
                    let (at, value) = (decoded.text.len() as u32, error.unpaired_surrogate());
                    decoded.surrogates.push(Surrogate { at, value });
                    decoded.text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
        decoded
    }

    /// From text that is whole.
    pub(super) fn from_text(text: String) -> Self {
        Self { text, surrogates: Vec::new() }
    }

    /// Back to UTF-16, unpaired surrogates in their places.
    pub(super) fn units(&self) -> impl Iterator<Item = u16> {
        let mut marks = self.surrogates.iter().peekable();
        self.text.char_indices().flat_map(move |(at, character)| {
            let mut buffer = [0; 2];
            let units = character.encode_utf16(&mut buffer).len();
            if let Some(mark) = marks.next_if(|mark| mark.at as usize == at) {
                buffer[0] = mark.value;
            }
            buffer.into_iter().take(units)
        })
    }
}

/// The first half of a pair.
pub(super) fn is_high(unit: u16) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

/// The second half of a pair.
pub(super) fn is_low(unit: u16) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_sequence_of_units_comes_back(
            units in proptest::collection::vec(prop_oneof![any::<u16>(), 0xd7feu16..0xe002, Just(0xfffd)], 0..30),
        ) {
            let decoded = Decoded::from_units(units.iter().copied());
            prop_assert_eq!(decoded.units().collect::<Vec<_>>(), units.clone());
            let lone = char::decode_utf16(units.iter().copied()).filter(Result::is_err).count();
            prop_assert_eq!(decoded.surrogates.len(), lone);
            prop_assert_eq!(decoded.text, String::from_utf16_lossy(&units));
        }
    }
}
