//! Logits to probabilities: temperature, then top-k, then top-p, then the rest is made to sum to one.
//!
//! Logits are first rounded to multiples of 2^-10. Backends that differ in the last bits then agree but for what lies on
//! an edge, and equal logits are equal: ties go to the lower id.

use crate::cpu::exp::exp;
use crate::order::by_key;
use crate::range_coder::Share;

/// Parts of one that logits are rounded to.
const PARTS: f64 = 1024.0;
/// Rounded logits stay within: what is beyond has no chance anyway.
const BOUND: f64 = 1_000_000.0;
/// Below e^-87 floats are denormal; what is less likely by that much than the likeliest id has probability zero.
const NOTHING: f64 = -87.0;

/// What the likeliest id has in whole numbers. Every id has one more than its part, which for 8,192 ids takes less than a
/// thousandth of a bit from each token.
const SHARES: f64 = (1_u64 << 24) as f64;

/// How ids are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filter {
    /// Divides the logits; 0 takes the likeliest id always.
    pub temperature: f64,
    /// Only the `k` likeliest ids; 0 for all.
    pub top_k: usize,
    /// Only the likeliest ids that together have this probability; 1 for all.
    pub top_p: f64,
}

impl Default for Filter {
    /// The model's own distribution.
    fn default() -> Self {
        Self { temperature: 1.0, top_k: 0, top_p: 1.0 }
    }
}

/// Rounded logits of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores(Vec<i32>);

impl Scores {
    /// Of logits; what is no number is as unlikely as can be.
    pub fn new(logits: &[f32]) -> Self {
        let rounded = |&logit: &f32| {
            let logit = f64::from(logit) * PARTS;
            if logit.is_nan() { -BOUND as i32 } else { logit.clamp(-BOUND, BOUND).round_ties_even() as i32 }
        };
        Self(logits.iter().map(rounded).collect())
    }

    /// The likeliest id.
    pub fn best(&self) -> u32 {
        let mut best = 0;
        for (id, score) in self.0.iter().enumerate() {
            if *score > self.0[best] {
                best = id;
            }
        }
        best as u32
    }

    /// The `count` likeliest ids, likeliest first.
    pub fn top(&self, count: usize) -> Vec<u32> {
        // All that reach the score of the last of them are few: only they are sorted.
        let floor = self.floor(count);
        let reaching = (0..self.0.len() as u32).filter(|&id| self.0[id as usize] >= floor);
        let ids: Vec<u32> = reaching.collect();
        let mut top: Vec<u32> =
            by_key(&ids, |id| self.key(**id)).into_iter().map(|place| ids[place as usize]).collect();
        top.truncate(count);
        top
    }

    /// Minus log2 of the model's own probability of an id: never infinite.
    pub fn bits(&self, id: u32) -> f64 {
        let most = self.0.iter().copied().max().unwrap_or(0);
        let below = self.0.get(id as usize).map_or(0.0, |&score| f64::from(most - score) / PARTS);
        (below + libm::log(self.weights(1.0).iter().sum())) * std::f64::consts::LOG2_E
    }

    /// The model's own probabilities in whole numbers, none of them zero.
    pub(super) fn shares(&self) -> Shares {
        Shares(self.weights(1.0).into_iter().map(|weight| 1 + (weight * SHARES) as u64).collect())
    }

    /// The probabilities that ids are drawn with.
    pub fn distribution(&self, filter: Filter) -> Distribution {
        if filter.temperature <= 0.0 {
            return Distribution::certain(self.best(), self.0.len());
        }
        let mut weights = self.weights(filter.temperature);
        if (1..self.0.len()).contains(&filter.top_k) {
            let mut kept = vec![false; weights.len()];
            self.top(filter.top_k).into_iter().for_each(|id| kept[id as usize] = true);
            weights.iter_mut().zip(kept).filter(|(_, kept)| !kept).for_each(|(weight, _)| *weight = 0.0);
        }
        if filter.top_p < 1.0 {
            self.keep_share(&mut weights, filter.top_p);
        }
        Distribution::of(weights)
    }

    /// e^(score / temperature), the largest being 1.
    fn weights(&self, temperature: f64) -> Vec<f64> {
        let most = self.0.iter().copied().max().unwrap_or(0);
        let weight = |&score: &i32| {
            let below = f64::from(score - most) / (PARTS * temperature);
            if below < NOTHING { 0.0 } else { f64::from(exp(below as f32)) }
        };
        self.0.iter().map(weight).collect()
    }

    /// Keeps the likeliest ids that together have this share, at least one.
    fn keep_share(&self, weights: &mut [f64], share: f64) {
        let wanted = share.max(0.0) * weights.iter().sum::<f64>();
        let ids: Vec<u32> = (0..weights.len() as u32).filter(|&id| weights[id as usize] > 0.0).collect();
        let mut sum = 0.0;
        let mut full = false;
        for place in by_key(&ids, |id| self.key(**id)) {
            let weight = &mut weights[ids[place as usize] as usize];
            if full {
                *weight = 0.0;
                continue;
            }
            sum += *weight;
            full = sum >= wanted;
        }
    }

    /// The score that the `count` likeliest ids reach.
    fn floor(&self, count: usize) -> i32 {
        let mut scores = self.0.clone();
        match count.min(scores.len()).checked_sub(1) {
            Some(place) => *scores.select_nth_unstable_by(place, |a, b| b.cmp(a)).1,
            None => i32::MAX,
        }
    }

    /// A key that sorts likely ids first, equal ones by their number.
    fn key(&self, id: u32) -> u64 {
        let score = self.0[id as usize].wrapping_sub(i32::MIN) as u32;
        u64::from(!score) << 32 | u64::from(id)
    }
}

/// Probabilities of all ids in whole numbers, as an arithmetic coder takes them.
#[derive(Clone, Debug)]
pub(super) struct Shares(Vec<u64>);

impl Shares {
    /// All ids alike.
    pub(super) fn even(count: usize) -> Self {
        Self(vec![1; count])
    }

    /// Of an id that there is.
    pub(super) fn of(&self, id: u32) -> Share {
        let (before, rest) = self.0.split_at(id as usize);
        Share { before: before.iter().sum(), own: rest[0], total: self.total() }
    }

    /// All together.
    pub(super) fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The id whose share holds this number; none where it is beyond all.
    pub(super) fn find(&self, target: u64) -> Option<u32> {
        let mut before = 0;
        let holds = |share: &u64| {
            before += share;
            target < before
        };
        self.0.iter().position(holds).map(|id| id as u32)
    }
}

/// Probabilities of all ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Vec<f64>);

impl Distribution {
    /// Proportional to weights that are not negative; where all are zero, so is this.
    pub fn of(mut weights: Vec<f64>) -> Self {
        let total: f64 = weights.iter().sum();
        if total > 0.0 {
            weights.iter_mut().for_each(|weight| *weight /= total);
        }
        Self(weights)
    }

    /// One id, always.
    pub fn certain(id: u32, count: usize) -> Self {
        let mut all = vec![0.0; count];
        if let Some(place) = all.get_mut(id as usize) {
            *place = 1.0;
        }
        Self(all)
    }

    /// The probability of an id; zero of one that there is not.
    pub fn probability(&self, id: u32) -> f64 {
        self.0.get(id as usize).copied().unwrap_or(0.0)
    }

    /// All of them.
    pub fn probabilities(&self) -> &[f64] {
        &self.0
    }

    /// What is left to draw from when a draw from `other` was refused: proportional to `max(0, self - other)`.
    pub fn without(self, other: &Distribution) -> Self {
        let left = self.0.iter().zip(&other.0).map(|(own, other)| (own - other).max(0.0));
        Self::of(left.collect())
    }

    /// What is left when a sure guess was refused.
    pub fn without_id(mut self, id: u32) -> Self {
        if let Some(place) = self.0.get_mut(id as usize) {
            *place = 0.0;
        }
        Self::of(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(logits: &[f32]) -> Scores {
        Scores::new(logits)
    }

    fn kept(filter: Filter, logits: &[f32]) -> Vec<u32> {
        let distribution = scores(logits).distribution(filter);
        (0..).zip(distribution.probabilities()).filter(|(_, p)| **p > 0.0).map(|(id, _)| id).collect()
    }

    #[test]
    fn ties_go_to_the_lower_id_and_no_number_is_last() {
        assert_eq!(scores(&[1.0, 2.0, 2.000_1, f32::NAN]).best(), 1);
        assert_eq!(scores(&[f32::NAN, 0.0, 3.0, 3.0, 1.0]).top(4), [2, 3, 4, 1]);
        assert_eq!(scores(&[f32::NEG_INFINITY, f32::NAN]).top(5), [0, 1]);
    }

    #[test]
    fn filters_keep_the_likeliest() {
        let logits = [0.5_f32.ln(), 0.25_f32.ln(), 0.125_f32.ln(), 0.125_f32.ln()];
        let filter = Filter::default();
        assert_eq!(kept(filter, &logits), [0, 1, 2, 3]);
        assert_eq!(kept(Filter { top_k: 3, ..filter }, &logits), [0, 1, 2]);
        assert_eq!(kept(Filter { top_p: 0.7, ..filter }, &logits), [0, 1]);
        assert_eq!(kept(Filter { top_p: 0.0, ..filter }, &logits), [0]);
        assert_eq!(kept(Filter { temperature: 0.0, ..filter }, &logits), [0]);
        // Of the two that top-k leaves, one alone has 2/3.
        assert_eq!(kept(Filter { top_k: 2, top_p: 0.6, ..filter }, &logits), [0]);
    }

    #[test]
    fn a_temperature_bends_the_distribution() {
        let halved = scores(&[0.0, 1.0]).distribution(Filter { temperature: 0.5, ..Filter::default() });
        let right = 1.0 / (1.0 + (-2.0_f64).exp());
        assert!((halved.probability(1) - right).abs() < 1e-6, "{halved:?}");
        assert_eq!(halved.probability(7), 0.0);
    }
}
