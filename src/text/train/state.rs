//! What training looks like after a step, as plain data for the page to draw.

use serde::{Deserialize, Serialize};

use super::super::TokenId;
use super::merges::Merge;

/// Totals after a step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct StepTotals {
    /// Tokens in the vocabulary.
    pub vocabulary: u32,
    /// Tokens of the training text, as the trainer has cut it.
    pub tokens: u64,
    /// Merges made so far (WordPiece makes several in a step; 0 for Unigram).
    pub merges: u32,
    /// Unigram: the log likelihood of the text under the model, in nats. Others: `None`.
    pub log_likelihood: Option<f64>,
}

/// Training after a step. Lists are as long as was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct TrainingState {
    /// Which step; 0 is before the first.
    pub step: u32,
    /// How many steps there are.
    pub steps: u32,
    /// Totals after this step.
    pub totals: StepTotals,
    /// Distinct words in the text.
    pub distinct_words: u32,
    /// Of these, words that are one token.
    pub whole_words: u32,
    /// Bytes of all words of the text.
    pub text_bytes: u64,
    /// The most frequent words, as the trainer sees them.
    pub words: Vec<WordState>,
    /// What this step did.
    pub change: Change,
    /// What the next step chooses from, the best first.
    pub candidates: Vec<Candidate>,
}

/// One distinct word and its tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct WordState {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How often it occurs.
    pub count: u64,
    /// Where each of its tokens ends, in bytes from the word's start.
    pub ends: Vec<u32>,
    /// Its tokens; `None` for a character outside the alphabet. Unigram: ids of this step's vocabulary.
    pub tokens: Vec<Option<TokenId>>,
}

/// What a step did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub enum Change {
    /// Step 0: nothing yet.
    Start,
    /// Pairs were joined: one by BPE, one or more by WordPiece.
    Merged {
        /// Those joined, in order.
        merges: Vec<Merge>,
    },
    /// Unigram: tokens were dropped; those with the lowest loss first, and how many there were.
    Pruned {
        /// How many were dropped.
        count: u32,
        /// The first of them.
        dropped: Vec<Piece>,
    },
}

/// What the next step could take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub enum Candidate {
    /// A pair that could be joined.
    Pair {
        /// The left token.
        left: TokenId,
        /// The right token.
        right: TokenId,
        /// How often it stands in the text.
        count: u64,
        /// WordPiece: how much the log likelihood would rise, in nats. BPE: 0.
        gain: f64,
    },
    /// Unigram: a token that could be dropped.
    Piece(Piece),
}

/// A token of a Unigram model under training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Piece {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Log probability.
    pub score: f32,
    /// How much the log likelihood of the text would fall without it, per token of the text, in nats.
    pub loss: f64,
}
