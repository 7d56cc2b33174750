//! The trainers that join pairs: byte-pair encoding (the most frequent pair) and WordPiece (the pair that makes the
//! text most likely), one step at a time.
//!
//! BPE: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016; a step is one
//! merge. Ties go to the pair with the lower ids. The text after step k is exactly what the tokenizer with the first k
//! merges makes of it, also where a merge makes a token that an earlier one had made in another way.
//! WordPiece's choice of pairs is `wordpiece`'s.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::super::TokenId;
use super::super::vocabulary::Vocabulary;
use super::alphabet::Alphabet;
use super::options::{Algorithm, TrainOptions};
use super::pairs::{Pair, Pairs};
use super::state::StepTotals;
use super::symbols::Symbols;
use super::wordpiece::{self, Likelihood};
use super::words::Words;

/// What the inside of a word begins with in WordPiece vocabularies.
pub(super) const INSIDE: &str = "##";

/// One merge as it was made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Merge {
    /// The left token.
    pub left: TokenId,
    /// The right token.
    pub right: TokenId,
    /// The token they became; mostly new, sometimes one that another pair had become before.
    pub result: TokenId,
    /// How often the pair stood in the text (`aaa` holds two `aa`).
    pub count: u64,
    /// How many tokens the text lost.
    pub removed: u64,
    /// WordPiece: how much the log likelihood of the text rose, in nats. BPE: 0.
    pub gain: f64,
}

/// Joins pairs until the options say stop.
#[derive(Clone, Debug)]
pub(super) struct MergeTrainer {
    pub(super) symbols: Symbols,
    pairs: Pairs,
    pub(super) vocabulary: Vocabulary,
    /// Length of each token as `max_token_length` counts it.
    pub(super) lengths: Vec<u32>,
    ids: HashMap<Box<[u8]>, TokenId>,
    /// Ids below this are special tokens.
    specials: TokenId,
    pub(super) merges: Vec<Merge>,
    /// Totals after each step, step 0 included.
    pub(super) steps: Vec<StepTotals>,
    /// Merges of the step under way: index, slot, and the occurrences still to be joined.
    pending: Vec<(usize, u32, Vec<u32>)>,
    /// Place in the last of `pending`.
    at: usize,
    counted_words: usize,
    tokens: u64,
}

impl MergeTrainer {
    pub(super) fn new(alphabet: &Alphabet, words: &Words) -> Self {
        let vocabulary = alphabet.vocabulary.clone();
        let ids = vocabulary.iter().map(|(id, bytes)| (bytes.into(), id)).collect();
        let lengths = vec![1; vocabulary.len()];
        let mut symbols = Symbols::default();
        let mut tokens = 0;
        for (word, count) in words.iter() {
            let before = symbols.len();
            symbols.push_word(alphabet.symbols(word).into_iter());
            tokens += (symbols.len() - before) as u64 * count;
        }
        let totals = StepTotals { vocabulary: vocabulary.len() as u32, tokens, merges: 0, log_likelihood: None };
        Self {
            symbols,
            pairs: Pairs::default(),
            vocabulary,
            lengths,
            ids,
            specials: alphabet.specials,
            merges: Vec::new(),
            steps: vec![totals],
            pending: Vec::new(),
            at: 0,
            counted_words: 0,
            tokens,
        }
    }

    /// Works for about `budget` symbols; true when training is over.
    pub(super) fn step(&mut self, words: &Words, options: &TrainOptions, budget: u64) -> bool {
        let mut spent = 0;
        while self.counted_words < words.len() && spent <= budget {
            self.pairs.count_word(&self.symbols, words, self.counted_words);
            spent += words.get(self.counted_words).len() as u64;
            self.counted_words += 1;
        }
        while spent <= budget {
            if self.pending.is_empty() && !self.choose(words, options, &mut spent) {
                return true;
            }
            self.join_pending(words, budget, &mut spent);
        }
        false
    }

    /// How many steps have been made.
    pub(super) fn steps_made(&self) -> usize {
        self.steps.len() - 1
    }

    /// Phase, how much is done, of how much.
    pub(super) fn progress(&self, words: &Words, options: &TrainOptions) -> (&'static str, u64, Option<u64>) {
        if self.counted_words < words.len() {
            return ("counting pairs", self.counted_words as u64, Some(words.len() as u64));
        }
        let steps = options.max_steps.map(|most| (self.steps_made() as u64, most));
        let (done, total) = steps.unwrap_or((self.vocabulary.len() as u64, options.vocabulary_size));
        ("joining pairs", done, Some(u64::from(total)))
    }

    /// Chooses what the next step joins; false when there is nothing or the options say stop.
    fn choose(&mut self, words: &Words, options: &TrainOptions, spent: &mut u64) -> bool {
        let room = options.vocabulary_size.saturating_sub(self.vocabulary.len() as u32);
        if room == 0 || options.max_steps.is_some_and(|most| self.steps_made() >= most as usize) {
            return false;
        }
        if options.algorithm == Algorithm::WordPiece {
            return self.choose_round(words, options, room, spent);
        }
        while let Some((slot, count)) = self.pairs.pop_best() {
            if count < options.min_frequency {
                return false;
            }
            let (left, right) = self.pairs.entry_mut(slot).pair;
            let length = self.lengths[left as usize] + self.lengths[right as usize];
            if options.max_token_length.is_none_or(|most| length <= most) && self.accept(slot, count, 0.0, "") {
                return true;
            }
            self.pairs.entry_mut(slot).barred = true;
        }
        false
    }

    /// The pairs of WordPiece's next round.
    fn choose_round(&mut self, words: &Words, options: &TrainOptions, room: u32, spent: &mut u64) -> bool {
        loop {
            *spent += (self.pairs.entries().len() + self.symbols.len()) as u64;
            let likelihood = Likelihood::new(&self.symbols, words, self.vocabulary.len());
            let chosen = wordpiece::choose(&self.pairs, &likelihood, room, options, &self.lengths);
            for choice in &chosen {
                if !self.accept(choice.slot, choice.count, choice.gain, INSIDE) {
                    self.pairs.entry_mut(choice.slot).barred = true;
                }
            }
            if chosen.is_empty() || !self.pending.is_empty() {
                return !chosen.is_empty();
            }
        }
    }

    /// Makes the pair in `slot` a merge of the step under way, unless it spells a special token.
    fn accept(&mut self, slot: u32, count: u64, gain: f64, inside: &str) -> bool {
        let pair = self.pairs.entry_mut(slot).pair;
        let Some(result) = self.token_for(pair, inside) else { return false };
        let rank = self.merges.len() as u32;
        self.merges.push(Merge { left: pair.0, right: pair.1, result, count, removed: 0, gain });
        self.pairs.entry_mut(slot).merged = Some((rank, result));
        self.pending.push((rank as usize, slot, self.pairs.take_occurrences(slot)));
        true
    }

    fn token_for(&mut self, (left, right): Pair, inside: &str) -> Option<TokenId> {
        let tail = self.vocabulary.get(right);
        let bytes = [self.vocabulary.get(left), tail.strip_prefix(inside.as_bytes()).unwrap_or(tail)].concat();
        if let Some(&id) = self.ids.get(bytes.as_slice()) {
            return (id >= self.specials).then_some(id);
        }
        let id = self.vocabulary.push(&bytes);
        self.lengths.push(self.lengths[left as usize] + self.lengths[right as usize]);
        self.ids.insert(bytes.into(), id);
        Some(id)
    }

    fn join_pending(&mut self, words: &Words, budget: u64, spent: &mut u64) {
        // Join work is counted eight times a counted symbol: that is about what its look-ups cost.
        const JOIN_COST: u64 = 8;
        while let Some((merge, slot, occurrences)) = self.pending.last() {
            while self.at < occurrences.len() {
                let at = occurrences[self.at];
                let count = words.count(self.symbols.word_of(at));
                let joined = self.pairs.join(&mut self.symbols, at, *slot, count);
                let removed = u64::from(joined) * count;
                self.tokens -= removed;
                self.merges[*merge].removed += removed;
                self.at += 1;
                *spent += JOIN_COST;
                if *spent > budget {
                    return;
                }
            }
            self.at = 0;
            self.pending.pop();
        }
        self.symbols.end_step();
        let vocabulary = self.vocabulary.len() as u32;
        let merges = self.merges.len() as u32;
        self.steps.push(StepTotals { vocabulary, tokens: self.tokens, merges, log_likelihood: None });
    }
}

#[cfg(test)]
#[path = "merges_test.rs"]
mod tests;
