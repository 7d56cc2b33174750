//! What a model makes of a given text: how many bits each token costs under it.

use super::decode::{Alternative, Limits};
use super::distribution::{Filter, Scores};
use super::error::GenerateError;
use super::window::Windows;
use crate::nn::models::transformer::ModelError;
use crate::nn::models::transformer::batch::Batch;
use crate::range_coder::Share;

/// Likeliest ids that are told of each place.
const ALTERNATIVES: usize = 5;

/// What a token costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Bits: minus log2 of its probability.
    pub bits: f64,
    /// Its part of the probabilities in whole numbers, as it is packed.
    pub(crate) share: Share,
    /// The likeliest ids in its place, likeliest first.
    pub alternatives: Vec<Alternative>,
}

/// A text that is read.
pub struct Scoring {
    limits: Limits,
    tokens: Vec<u32>,
    windows: Windows,
}

impl Scoring {
    /// Of the ids of a text. Where the model has an id that stands before a document, it stands before this one;
    /// otherwise the first token is told nothing of.
    ///
    /// # Errors
    /// There is nothing to read, or an id is none of the model's.
    pub fn new(ids: &[u32], limits: Limits) -> Result<Self, GenerateError> {
        let Limits { context, vocabulary, .. } = limits;
        if let Some(&id) = ids.iter().find(|id| **id as usize >= vocabulary) {
            return Err(ModelError::UnknownId { id, vocabulary }.into());
        }
        let tokens: Vec<u32> = limits.end.iter().chain(ids).copied().collect();
        if tokens.len() < 2 || context < 2 {
            return Err(GenerateError::NoPrompt);
        }
        Ok(Self { limits, tokens, windows: Windows::new(context) })
    }

    /// Tokens told of, and all that will be.
    pub fn progress(&self) -> (usize, usize) {
        (self.windows.next() - 1, self.tokens.len() - 1)
    }

    /// What is to pass next, and how many places the cache keeps before; none when all is told.
    pub fn next_batch(&mut self) -> Option<(usize, Batch)> {
        // The last token is behind all that is to be told.
        let before = &self.tokens[..self.tokens.len() - 1];
        (self.windows.next() < self.tokens.len()).then(|| self.windows.batch(before))
    }

    /// Takes the logits of the wanted rows; gives the costs of the next tokens.
    pub fn take(&mut self, logits: &[f32]) -> Vec<Cost> {
        let own = Filter::default();
        let rows = logits.chunks_exact(self.limits.vocabulary).zip(&self.tokens[self.windows.next()..]);
        let costs: Vec<Cost> = rows
            .map(|(logits, &id)| {
                let scores = Scores::new(logits);
                let distribution = scores.distribution(own);
                let alternatives = scores.top(ALTERNATIVES).into_iter().map(|id| {
                    let probability = distribution.probability(id);
                    Alternative { id, probability, drawn_with: probability }
                });
                Cost { bits: scores.bits(id), share: scores.shares().of(id), alternatives: alternatives.collect() }
            })
            .collect();
        self.windows.told(costs.len());
        costs
    }
}
