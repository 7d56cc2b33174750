//! A finished BPE or WordPiece training: any step of it, and the tokenizer at any step.
//!
//! Winding to a step costs the joins in between; candidates and whole words are counted anew from the text as it
//! stands there (linear in its symbols), so nothing but the log of joins is kept.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::super::TokenId;
use super::super::definition::{BpeDefinition, Merges, Model, Unit};
use super::super::vocabulary::Vocabulary;
use super::merges::{INSIDE, Merge, MergeTrainer};
use super::options::{Algorithm, TrainOptions};
use super::pairs::{Pair, PairHash, pair_at};
use super::state::{Candidate, Change, StepTotals, TrainingState, WordState};
use super::symbols::{Symbols, UNKNOWN};
use super::wordpiece::Likelihood;
use super::words::Words;

/// A finished training by merges.
#[derive(Clone, Debug)]
pub(super) struct MergeTraining {
    symbols: Symbols,
    vocabulary: Vocabulary,
    lengths: Vec<u32>,
    merges: Vec<Merge>,
    steps: Vec<StepTotals>,
}

impl MergeTraining {
    pub(super) fn new(trainer: MergeTrainer) -> Self {
        let MergeTrainer { symbols, vocabulary, lengths, merges, steps, .. } = trainer;
        Self { symbols, vocabulary, lengths, merges, steps }
    }

    pub(super) fn totals(&self) -> &[StepTotals] {
        &self.steps
    }

    pub(super) fn merges(&self) -> &[Merge] {
        &self.merges
    }

    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The state after `step`, with at most `limit` entries in each list.
    pub(super) fn state(&mut self, words: &Words, options: &TrainOptions, step: usize, limit: usize) -> TrainingState {
        let step = step.min(self.steps.len() - 1);
        self.symbols.wind_to(step);
        let made = |step: usize| self.steps[step].merges as usize;
        let change = match step {
            0 => Change::Start,
            _ => Change::Merged { merges: self.merges[made(step - 1)..made(step)].to_vec() },
        };
        let whole = (0..words.len()).filter(|&word| self.symbols.word(word).nth(1).is_none()).count();
        TrainingState {
            step: step as u32,
            steps: self.steps.len() as u32 - 1,
            totals: self.steps[step],
            distinct_words: words.len() as u32,
            whole_words: whole as u32,
            text_bytes: words.total_bytes(),
            words: (0..words.len().min(limit)).map(|word| self.word(words, options, word)).collect(),
            change,
            candidates: self.candidates(words, options, step, limit),
        }
    }

    fn word(&self, words: &Words, options: &TrainOptions, word: usize) -> WordState {
        let bytes = words.get(word);
        let (mut ends, mut tokens, mut end) = (Vec::new(), Vec::new(), 0);
        for at in self.symbols.word(word) {
            let token = self.symbols.token(at);
            end += match token {
                UNKNOWN => String::from_utf8_lossy(&bytes[end..]).chars().next().map_or(0, char::len_utf8),
                _ => self.text_of(token, options, end > 0).len(),
            };
            ends.push(end as u32);
            tokens.push((token != UNKNOWN).then_some(token));
        }
        WordState { bytes: bytes.to_vec(), count: words.count(word), ends, tokens }
    }

    /// The part of a word that a token stands for.
    fn text_of(&self, token: TokenId, options: &TrainOptions, inside: bool) -> &[u8] {
        let bytes = self.vocabulary.get(token);
        if inside && options.algorithm == Algorithm::WordPiece {
            return bytes.strip_prefix(INSIDE.as_bytes()).unwrap_or(bytes);
        }
        bytes
    }

    fn candidates(&self, words: &Words, options: &TrainOptions, step: usize, limit: usize) -> Vec<Candidate> {
        let mut counts: HashMap<Pair, u64, PairHash> = HashMap::default();
        for word in 0..words.len() {
            for pair in self.symbols.word(word).filter_map(|at| pair_at(&self.symbols, at)) {
                *counts.entry(pair).or_default() += words.count(word);
            }
        }
        let length = |pair: Pair| self.lengths[pair.0 as usize] + self.lengths[pair.1 as usize];
        let allowed = |pair: Pair, count: u64| {
            count >= options.min_frequency && options.max_token_length.is_none_or(|most| length(pair) <= most)
        };
        let likelihood = (options.algorithm == Algorithm::WordPiece)
            .then(|| Likelihood::new(&self.symbols, words, self.steps[step].vocabulary as usize));
        let gain = |pair, count| likelihood.as_ref().map_or(0.0, |likelihood| likelihood.gain(pair, count));
        let mut best: Vec<(Pair, u64, f64)> = counts
            .into_iter()
            .filter(|&(pair, count)| allowed(pair, count))
            .map(|(pair, count)| (pair, count, gain(pair, count)))
            .collect();
        best.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (Reverse(a.1), a.0).cmp(&(Reverse(b.1), b.0))));
        best.truncate(limit);
        best.into_iter().map(|((left, right), count, gain)| Candidate::Pair { left, right, count, gain }).collect()
    }

    /// The vocabulary and the model after `step`.
    pub(super) fn model(&self, options: &TrainOptions, unknown: Option<TokenId>, step: usize) -> (Vocabulary, Model) {
        let totals = self.steps[step.min(self.steps.len() - 1)];
        let vocabulary = Vocabulary::from_tokens((0..totals.vocabulary).map(|id| self.vocabulary.get(id)));
        let model = match (options.algorithm, unknown) {
            (Algorithm::WordPiece, Some(unknown)) => {
                Model::WordPiece { unknown, continuing_prefix: INSIDE.to_owned(), max_input_chars_per_word: 100 }
            }
            _ => {
                let pairs = self.merges.iter().take(totals.merges as usize).map(|merge| (merge.left, merge.right));
                Model::Bpe(BpeDefinition {
                    unit: if options.algorithm == Algorithm::ByteBpe { Unit::Byte } else { Unit::Character },
                    merges: Merges::Pairs(pairs.collect()),
                    unknown,
                    fuse_unknown: false,
                    byte_fallback: false,
                    ignore_merges: false,
                    continuing_prefix: String::new(),
                    word_suffix: String::new(),
                })
            }
        };
        (vocabulary, model)
    }
}
