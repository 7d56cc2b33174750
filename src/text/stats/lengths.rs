//! How long tokens are, and how many of them cut a character.

use std::collections::HashMap;

use serde::Serialize;

use crate::order;
use crate::stats::{Figure, Undefined};

/// How many tokens have this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct LengthCount {
    /// UTF-8 bytes of the text that the token covers.
    pub bytes: u32,
    /// Tokens of this length.
    pub tokens: u64,
}

/// Histogram of token lengths in UTF-8 bytes of the text, from start, end pairs; in rising order, empty bins left out.
pub fn length_histogram(spans: &[u32]) -> Vec<LengthCount> {
    let mut bins = HashMap::<u32, u64>::new();
    for pair in spans.chunks_exact(2) {
        if let [start, end] = pair {
            *bins.entry(end.saturating_sub(*start)).or_default() += 1;
        }
    }
    let mut bins: Vec<LengthCount> = bins.into_iter().map(|(bytes, tokens)| LengthCount { bytes, tokens }).collect();
    order::sort_by_key(&mut bins, |bin| bin.bytes.into());
    bins
}

/// Share of tokens that begin or end inside a code point; `halves` is what [`count_half_characters`] counted.
pub fn half_characters(halves: u64, tokens: u64) -> Figure {
    let value = if tokens == 0 { Err(Undefined::NoTokens) } else { Ok(halves as f64 / tokens as f64) };
    Figure::new(value, "share", tokens, "tokens")
}

/// Counts the tokens that begin or end inside a code point of `text`; `spans` are start, end pairs of UTF-8 bytes.
pub fn count_half_characters(text: &str, spans: &[u32]) -> u64 {
    let inside = |at: u32| !text.is_char_boundary(at as usize);
    spans.chunks_exact(2).filter(|pair| pair.iter().any(|&at| inside(at))).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_bytes_of_the_text() {
        let bins = length_histogram(&[0, 0, 0, 3, 3, 6, 6, 7]);
        let expected = [(0, 1), (1, 1), (3, 2)].map(|(bytes, tokens)| LengthCount { bytes, tokens });
        assert_eq!(bins, expected);
        assert!(length_histogram(&[]).is_empty());
    }

    #[test]
    fn both_sides_of_a_cut_character_count() {
        // "a€b": the three bytes of € cut 2 + 1.
        let halves = count_half_characters("a€b", &[0, 1, 1, 3, 3, 4, 4, 5]);
        assert_eq!(halves, 2);
        assert_eq!(half_characters(halves, 4).value, Some(0.5));
        assert_eq!(count_half_characters("a€b", &[0, 1, 1, 4, 4, 5]), 0);
        assert_eq!(half_characters(0, 0).undefined, Some(Undefined::NoTokens));
    }
}
