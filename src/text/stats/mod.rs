//! Every figure that the page and the API show about tokens, each one function with its unit, its sample size and the
//! inputs for which it is undefined.
//!
//! Functions on counts (`bits`, `distribution`) take ids and the size of the alphabet only, so that image tokens use
//! them too. Functions on text (`ratios`, `words`, `lengths`) take counts, spans and boundaries: graphemes and words
//! are the caller's (`Intl.Segmenter` on the page), and so are the sizes that compressors make.
//! [`TextFigures`] collects all of them. Cost: one pass over the ids, one over the spans.

mod bits;
mod counts;
mod distribution;
mod lengths;
mod ratios;
mod words;

use std::fmt;

use serde::{Serialize, Serializer};

pub use bits::{adaptive_bits, codec_bits, fixed_bits};
pub use counts::Counts;
pub use distribution::{RankedCount, Zipf, entropy, rank_frequency, renyi_efficiency, utilisation, zipf};
pub use lengths::{LengthCount, count_half_characters, half_characters, length_histogram};
pub use ratios::{bytes_per_token, code_points_per_token, context_share, cost, fertility, graphemes_per_token, parity};
pub use words::{WordFit, continued_words, words_kept_whole};

/// A number with all that is needed to read it, or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// The number; `None` when it is undefined on this input.
    pub value: Option<f64>,
    /// Why there is no number.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "string | null"))]
    pub undefined: Option<Undefined>,
    /// Its unit; empty for a plain ratio.
    pub unit: &'static str,
    /// How many things it was computed from.
    pub sample_size: u64,
    /// What these things are.
    pub sample: &'static str,
}

impl Figure {
    fn new(value: Result<f64, Undefined>, unit: &'static str, sample_size: u64, sample: &'static str) -> Self {
        let (value, undefined) = match value {
            Ok(value) if value.is_finite() => (Some(value), None),
            Ok(_) => (None, Some(Undefined::NotFinite)),
            Err(reason) => (None, Some(reason)),
        };
        Self { value, undefined, unit, sample_size, sample }
    }
}

/// Why a figure has no value on this input. Serialized as its sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Undefined {
    /// There is no token.
    NoTokens,
    /// There is no word.
    NoWords,
    /// The reference text has no token.
    NoReferenceTokens,
    /// The vocabulary is empty.
    NoVocabulary,
    /// Every id is the same one: its logarithm is 0 and divides nothing.
    SingleEntryVocabulary,
    /// Zipf's law needs more ranks.
    TooFewDistinct {
        /// Distinct tokens here.
        distinct: u64,
        /// Distinct tokens needed.
        needed: u64,
    },
    /// All tokens are equally frequent: there is no variance that a line could explain.
    EqualCounts,
    /// The caller has not given this yet (graphemes, words, a price).
    NotGiven(&'static str),
    /// A price or an order that is no number or negative.
    BadParameter(&'static str),
    /// The arithmetic left the range of numbers.
    NotFinite,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTokens => f.write_str("undefined because there are no tokens"),
            Self::NoWords => f.write_str("undefined because there are no words"),
            Self::NoReferenceTokens => f.write_str("undefined because the reference text has no tokens"),
            Self::NoVocabulary => f.write_str("undefined because the vocabulary is empty"),
            Self::SingleEntryVocabulary => f.write_str("undefined because the vocabulary has a single entry"),
            Self::TooFewDistinct { distinct, needed } => {
                write!(f, "undefined because there are {distinct} distinct tokens and the fit needs {needed}")
            }
            Self::EqualCounts => f.write_str("undefined because all tokens are equally frequent"),
            Self::NotGiven(what) => write!(f, "undefined because {what} not given"),
            Self::BadParameter(what) => write!(f, "undefined because {what} must be a number that is not negative"),
            Self::NotFinite => f.write_str("undefined because the result is not a finite number"),
        }
    }
}

impl Serialize for Undefined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

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

    #[test]
    fn a_figure_crosses_with_its_reason_as_a_sentence() {
        let json = serde_json::to_value(entropy(&Counts::new(0))).expect("a figure serializes");
        assert_eq!(json["value"], serde_json::Value::Null);
        assert_eq!(json["undefined"], "undefined because there are no tokens");
        assert_eq!(json["unit"], "bits per token");
        assert_eq!(json["sampleSize"], 0);
    }

    #[test]
    fn no_figure_is_infinite() {
        let figure = Figure::new(Ok(f64::INFINITY), "", 1, "tokens");
        assert_eq!((figure.value, figure.undefined), (None, Some(Undefined::NotFinite)));
    }
}
