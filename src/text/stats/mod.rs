//! Figures on tokens and their text: [`crate::stats`] has those that need ids alone.
//!
//! They take counts, spans and boundaries: graphemes and words are the caller's (`Intl.Segmenter` on the page), and so
//! are the sizes that compressors make. [`TextFigures`] collects all of them, those on ids too. Cost: one pass over the
//! ids, one over the spans.

mod lengths;
mod ratios;
mod words;

use serde::Serialize;

pub use lengths::{LengthCount, count_half_characters, half_characters, length_histogram};
pub use ratios::{bytes_per_token, code_points_per_token, context_share, cost, fertility, graphemes_per_token, parity};
pub use words::{WordFit, continued_words, words_kept_whole};

use crate::stats::{
    Counts, Figure, Undefined, Zipf, adaptive_bits, entropy, fixed_bits, renyi_efficiency, utilisation, zipf,
};

/// What was measured on a text before the figures are computed. What the caller does not know stays `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// UTF-8 bytes.
    pub bytes: u64,
    /// Code points.
    pub code_points: u64,
    /// Extended grapheme clusters (UAX 29).
    pub graphemes: Option<u64>,
    /// How words and tokens lie on each other.
    pub words: Option<WordFit>,
    /// Tokens that begin or end inside a code point.
    pub half_characters: u64,
    /// What the visitor pays for a million tokens.
    pub price_per_million: Option<f64>,
    /// Tokens that fit into the model's context.
    pub context_window: Option<u64>,
}

/// All figures of a text in one serializable value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct TextFigures {
    /// B / T.
    pub bytes_per_token: Figure,
    /// C / T.
    pub code_points_per_token: Figure,
    /// G / T.
    pub graphemes_per_token: Figure,
    /// T · ceil(log2 V).
    pub fixed_bits: Figure,
    /// The adaptive order-0 coder's bits.
    pub adaptive_bits: Figure,
    /// Shannon entropy of the token frequencies.
    pub entropy: Figure,
    /// T / W.
    pub fertility: Figure,
    /// Share of words that are one token.
    pub words_kept_whole: Figure,
    /// Share of words of two tokens or more.
    pub continued_words: Figure,
    /// H_2.5 / log2 V.
    pub renyi_efficiency: Figure,
    /// Distinct tokens / V.
    pub utilisation: Figure,
    /// Slope and fit of the rank-frequency curve.
    pub zipf: Zipf,
    /// Share of tokens that begin or end inside a code point.
    pub half_characters: Figure,
    /// T × price / 1,000,000.
    pub cost: Figure,
    /// T / context window.
    pub context_share: Figure,
}

/// The order of the Rényi entropy that the page shows (Zouhar and others 2023 found 2.5 to agree best with
/// translation quality).
pub const RENYI_ORDER: f64 = 2.5;

impl TextFigures {
    /// Computes all figures from counts of ids over `alphabet` possible ones and what was measured on the text.
    pub fn new(counts: &Counts, alphabet: u64, measured: &Measured) -> Self {
        let tokens = counts.total();
        let missing = |unit, what| Figure::new(Err(Undefined::NotGiven(what)), unit, 0, "words");
        Self {
            bytes_per_token: bytes_per_token(measured.bytes, tokens),
            code_points_per_token: code_points_per_token(measured.code_points, tokens),
            graphemes_per_token: graphemes_per_token(measured.graphemes, tokens),
            fixed_bits: fixed_bits(tokens, alphabet),
            adaptive_bits: adaptive_bits(counts, alphabet),
            entropy: entropy(counts),
            fertility: measured
                .words
                .map_or_else(|| missing("tokens per word", "words are"), |words| fertility(tokens, words.words)),
            words_kept_whole: measured.words.map_or_else(|| missing("share", "words are"), words_kept_whole),
            continued_words: measured.words.map_or_else(|| missing("share", "words are"), continued_words),
            renyi_efficiency: renyi_efficiency(counts, alphabet, RENYI_ORDER),
            utilisation: utilisation(counts, alphabet),
            zipf: zipf(counts),
            half_characters: half_characters(measured.half_characters, tokens),
            cost: cost(tokens, measured.price_per_million),
            context_share: context_share(tokens, measured.context_window),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_gives_reasons_instead_of_numbers() {
        let figures = TextFigures::new(&Counts::new(0), 100, &Measured::default());
        assert_eq!(figures.bytes_per_token.undefined, Some(Undefined::NoTokens));
        assert_eq!(figures.entropy.undefined, Some(Undefined::NoTokens));
        assert_eq!(figures.fertility.undefined, Some(Undefined::NotGiven("words are")));
        assert_eq!(figures.fixed_bits.value, Some(0.0));
        assert_eq!(figures.adaptive_bits.value, Some(0.0));
    }
}
