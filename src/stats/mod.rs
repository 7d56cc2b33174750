//! Figures on ids, of text and of pictures alike: each one function with its unit, its sample size and the inputs for
//! which it is undefined. They take counts of ids and the size of the alphabet; those on order and places take the ids.

mod bits;
mod counts;
mod distribution;
mod line;
#[cfg(feature = "lab")]
mod look_back;
#[cfg(feature = "lab")]
mod mandelbrot;
#[cfg(feature = "lab")]
mod neighbours;
#[cfg(feature = "lab")]
mod shuffled;

use std::fmt;

use serde::{Serialize, Serializer};

pub use bits::{adaptive_bits, codec_bits, fixed_bits};
pub use counts::Counts;
pub use distribution::{RankedCount, Zipf, entropy, rank_frequency, renyi_efficiency, utilisation, yule, zipf};
#[cfg(feature = "lab")]
pub use look_back::{IdOrder, LookBack, LookingBack};
#[cfg(feature = "lab")]
pub use mandelbrot::{ZipfMandelbrot, zipf_mandelbrot};
#[cfg(feature = "lab")]
pub use neighbours::{IdMeetings, IdNeighbours, IdOffset, IdPair, Neighbouring};

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
    pub(crate) fn new(
        value: Result<f64, Undefined>,
        unit: &'static str,
        sample_size: u64,
        sample: &'static str,
    ) -> Self {
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
    /// The curve of ranks falls ever more steeply, farther than an offset can say.
    Bends {
        /// Ranks that were fitted, and the largest offset that was tried.
        ranks: u64,
    },
    /// The grid has no two cells at this offset.
    NoPairs,
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
            Self::Bends { ranks } => {
                write!(f, "undefined because use falls more like an exponential: no offset up to {ranks} fits best")
            }
            Self::NoPairs => f.write_str("undefined because no two cells lie so far apart"),
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

#[cfg(test)]
mod tests {
    use super::*;

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
