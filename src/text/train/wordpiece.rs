//! Which pairs WordPiece joins: those that raise the likelihood of the text most.
//!
//! Schuster, Nakajima, "Japanese and Korean Voice Search", 2012: the text's likelihood is that of a unigram model with
//! the tokens' own frequencies, and of all pairs the one is joined that raises it most. As there, pairs that do not
//! affect each other (no token in common) are joined in one round, at most one in 64 of the tokens still wanted, so
//! that a large vocabulary takes hundreds of rounds, not thousands, and a small one is made pair by pair.
//!
//! With c the count of a token, N of all tokens, k of the pair and h(x) = x ln x, joining (a, b) changes the log
//! likelihood Σ h(c) − h(N) by h(c_a − k) − h(c_a) + h(c_b − k) − h(c_b) + h(k) − h(N − k) + h(N); for a = b the pair
//! takes two of the same. Time per round: linear in the text's symbols and the pairs. The tokenizer itself takes the
//! longest token that fits, so it may cut a word otherwise than the trainer has joined it.

use std::collections::HashSet;

use super::options::TrainOptions;
use super::pairs::{Pair, Pairs};
use super::symbols::{Symbols, UNKNOWN};
use super::words::Words;

/// One in so many of the tokens still wanted is made in a round.
const ROUND_SHARE: u32 = 64;

/// A pair chosen for the round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice {
    pub(super) slot: u32,
    pub(super) pair: Pair,
    pub(super) count: u64,
    pub(super) gain: f64,
}

/// The pairs that the next round joins, best first; `room` is how many tokens are still wanted.
pub(super) fn choose(
    pairs: &Pairs,
    likelihood: &Likelihood,
    room: u32,
    options: &TrainOptions,
    lengths: &[u32],
) -> Vec<Choice> {
    let fits = |pair: Pair| {
        let length = lengths[pair.0 as usize] + lengths[pair.1 as usize];
        options.max_token_length.is_none_or(|most| length <= most)
    };
    let mut choices: Vec<Choice> = Vec::new();
    for (slot, entry) in pairs.entries().iter().enumerate() {
        if entry.merged.is_none() && !entry.barred && entry.count >= options.min_frequency.max(1) && fits(entry.pair) {
            let gain = likelihood.gain(entry.pair, entry.count);
            if gain > 0.0 {
                choices.push(Choice { slot: slot as u32, pair: entry.pair, count: entry.count, gain });
            }
        }
    }
    choices.sort_unstable_by(|a, b| b.gain.total_cmp(&a.gain).then_with(|| a.pair.cmp(&b.pair)));
    let mut taken = HashSet::new();
    choices.retain(|choice| {
        let (left, right) = choice.pair;
        let free = !taken.contains(&left) && !taken.contains(&right);
        taken.extend([left, right]);
        free
    });
    choices.truncate((room / ROUND_SHARE).max(1) as usize);
    choices
}

/// Token counts of the text, to judge pairs by.
#[derive(Clone, Debug, Default)]
pub(super) struct Likelihood {
    counts: Vec<u64>,
    tokens: u64,
}

impl Likelihood {
    /// Counts the tokens of the text as it is cut now.
    pub(super) fn new(symbols: &Symbols, words: &Words, vocabulary: usize) -> Self {
        let mut counts = vec![0; vocabulary];
        let mut tokens = 0;
        for word in 0..words.len() {
            let count = words.count(word);
            for at in symbols.word(word) {
                let token = symbols.token(at);
                if token != UNKNOWN {
                    counts[token as usize] += count;
                    tokens += count;
                }
            }
        }
        Self { counts, tokens }
    }

    /// How much the log likelihood rises, in nats, when a pair that occurs `count` times is joined.
    pub(super) fn gain(&self, (left, right): Pair, count: u64) -> f64 {
        let left_count = self.counts[left as usize];
        // Overlapping runs hold more pairs than can be joined.
        let count = if left == right { count.min(left_count / 2) } else { count };
        let parts = if left == right {
            h(left_count - 2 * count) - h(left_count)
        } else {
            let right_count = self.counts[right as usize];
            h(left_count - count) - h(left_count) + h(right_count - count) - h(right_count)
        };
        parts + h(count) - h(self.tokens - count) + h(self.tokens)
    }
}

/// x ln x, 0 at 0.
fn h(x: u64) -> f64 {
    if x == 0 { 0.0 } else { x as f64 * libm::log(x as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gain_is_the_difference_of_log_likelihoods() {
        // Text before: a b a b a c, tokens a 3, b 2, c 1; joining (a, b) twice leaves ab 2, a 1, c 1.
        let likelihood = Likelihood { counts: vec![3, 2, 1], tokens: 6 };
        let log = |counts: &[f64]| {
            let all: f64 = counts.iter().sum();
            counts.iter().map(|count| count * (count / all).ln()).sum::<f64>()
        };
        let expected = log(&[2.0, 1.0, 1.0]) - log(&[3.0, 2.0, 1.0]);
        assert!((likelihood.gain((0, 1), 2) - expected).abs() < 1e-12);
    }
}
