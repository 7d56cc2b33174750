//! What a transformer is, as the metadata of its weights say.

use crate::nn::kernel::PARAMS;
use crate::nn::safetensors::{Weights, WeightsError};

/// Features of a head, in every configuration.
pub const HEAD: usize = 64;
/// The hidden layer of a perceptron is so many times as wide as the model.
pub const WIDENING: usize = 4;
/// The longest context that is taken.
const MAX_CONTEXT: usize = 1 << 14;
/// The widest model, in heads.
const MAX_HEADS: usize = 32;
/// The largest vocabulary.
const MAX_VOCABULARY: usize = 1 << 18;
const _: () = assert!(PARAMS >= 9, "the attention's parameters fit a block");

/// Sizes and special ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Features of a row.
    pub width: usize,
    /// Layers.
    pub layers: usize,
    /// Heads of [`HEAD`] features; they make up the width.
    pub heads: usize,
    /// Positions that it was trained on.
    pub context: usize,
    /// Ids.
    pub vocabulary: usize,
    /// Name of the tokenizer that the ids are of.
    pub tokenizer: String,
    /// The id that ends a document.
    pub end: Option<u32>,
}

impl Config {
    /// From the metadata of a file.
    ///
    /// # Errors
    /// An entry is missing or is not what this module runs.
    pub fn read(weights: &Weights<'_>) -> Result<Self, WeightsError> {
        let only = |name: &'static str, wanted: &str| match weights.entry(name) {
            Some(got) if got == wanted => Ok(()),
            got => Err(WeightsError::Metadata {
                name,
                got: got.unwrap_or("missing").to_owned(),
                expected: wanted.to_owned(),
            }),
        };
        only("architecture", "transformer")?;
        only("attention", "causal")?;
        let (width, heads) = (weights.number("width", MAX_HEADS * HEAD)?, weights.number("heads", MAX_HEADS)?);
        if width != heads * HEAD {
            return Err(WeightsError::Metadata {
                name: "width",
                got: width.to_string(),
                expected: format!("{heads} heads of {HEAD}"),
            });
        }
        let vocabulary = weights.number("vocabulary", MAX_VOCABULARY)?;
        let end = match weights.entry("end") {
            Some(text) => Some(text.parse().ok().filter(|&end| (end as usize) < vocabulary).ok_or_else(|| {
                let expected = format!("an id below {vocabulary}");
                WeightsError::Metadata { name: "end", got: text.to_owned(), expected }
            })?),
            None => None,
        };
        Ok(Self {
            width,
            layers: weights.number("layers", 64)?,
            heads,
            context: weights.number("context", MAX_CONTEXT)?,
            vocabulary,
            tokenizer: weights.entry("tokenizer").unwrap_or_default().to_owned(),
            end,
        })
    }
}
