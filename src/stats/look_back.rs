//! What the ids before tell of the next: 1-, 2- and 3-grams, as an adaptive code that looks back by none, one or two ids.
//!
//! Each id is coded from counts of the ids before it alone, as a decoder has them: nothing is measured on what it was
//! learned from, and what learning costs is in the figure. So it is never too low, and looking farther back is worth
//! nothing before what is seen there has come again. Without a look back every id that was seen lends 1/2 of its count
//! to the whole alphabet (absolute discounting: Ney, Essen and Kneser, 1994): a count of 1/2 for each id of an alphabet
//! of 200,000 would cost so much that a look back seemed to help where order is chance. Each look farther fills its counts
//! up with the estimate of the one before it (as MacKay and Peto did, 1995), so that a rare context costs little. Cost:
//! three tables looked into for each id.

use std::collections::HashMap;

use serde::Serialize;

use super::shuffled::shuffled;
use super::{Figure, Undefined};
use crate::job::Step;

/// 1-grams, 2-grams and 3-grams.
const LOOKS: usize = 3;
/// Of each id that was seen; and as much to begin with.
const LENT: f64 = 0.5;
/// The estimate that fills up counts is worth so many ids seen.
const TRUST: f64 = 64.0;
/// Units of work of an id.
const WORK: u64 = 64;

/// What a code pays that looks back by `back` ids.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct LookBack {
    /// 0 for 1-grams, 1 for 2-grams, 2 for 3-grams.
    pub back: u32,
    /// Bits of the adaptive code.
    pub bits: Figure,
    /// Perplexity, 2 to the power of these bits, as a share of the alphabet: 1 where all ids are equally likely always.
    pub perplexity_share: Figure,
}

/// What order is worth: the same figures of the ids and of the ids shuffled.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct IdOrder {
    /// Of the ids in their order.
    pub own: Vec<LookBack>,
    /// Of the same ids in an order of chance.
    pub shuffled: Vec<LookBack>,
}

/// The figures of [`IdOrder`] under way.
#[derive(Debug)]
pub struct LookingBack {
    ids: Vec<u32>,
    alphabet: u64,
    coder: Coder,
    at: usize,
    own: Option<Vec<LookBack>>,
}

impl LookingBack {
    /// Of ids below `alphabet`.
    pub fn new(ids: Vec<u32>, alphabet: u64) -> Self {
        Self { ids, alphabet, coder: Coder::default(), at: 0, own: None }
    }

    /// Works for about `budget` units, at least on one id.
    pub fn step(&mut self, budget: u64) -> Step {
        let until = self.ids.len().min(self.at.saturating_add((budget / WORK).max(1) as usize));
        for &id in &self.ids[self.at..until] {
            self.coder.code(id, self.alphabet);
        }
        self.at = until;
        if self.at == self.ids.len() {
            if self.own.is_some() {
                return Step::Done;
            }
            self.own = Some(self.figures());
            (self.ids, self.coder, self.at) = (shuffled(&self.ids), Coder::default(), 0);
        }
        let before = if self.own.is_some() { self.ids.len() } else { 0 };
        Step::Progress { phase: "look back", done: (before + self.at) as u64, total: Some(2 * self.ids.len() as u64) }
    }

    /// The result.
    pub fn finish(self) -> IdOrder {
        let last = self.figures();
        match self.own {
            Some(own) => IdOrder { own, shuffled: last },
            None => IdOrder { own: last, shuffled: Vec::new() },
        }
    }

    fn figures(&self) -> Vec<LookBack> {
        let ids = self.coder.seen;
        let figure = |value: f64, unit| {
            let value = match (ids, self.alphabet) {
                (0, _) => Err(Undefined::NoTokens),
                (_, 0) => Err(Undefined::NoVocabulary),
                _ => Ok(value),
            };
            Figure::new(value, unit, ids, "tokens")
        };
        let of = |(&sum, back): (&f64, u32)| {
            let bits = sum / ids as f64;
            let share = bits.exp2() / self.alphabet as f64;
            LookBack { back, bits: figure(bits, "bits per token"), perplexity_share: figure(share, "share") }
        };
        self.coder.bits.iter().zip(0..).map(of).collect()
    }
}

/// Counts of what was seen, and what it cost.
#[derive(Debug, Default)]
struct Coder {
    /// Ids by the order in which they came.
    names: HashMap<u32, u32>,
    /// Uses of each name.
    uses: Vec<u32>,
    /// Two names behind each other: the place in `pair_uses`.
    pairs: HashMap<(u32, u32), u32>,
    pair_uses: Vec<u32>,
    /// A pair and a name behind it.
    triples: HashMap<(u32, u32), u32>,
    /// How many ids came behind each name and behind each pair.
    behind_name: Vec<u32>,
    behind_pair: Vec<u32>,
    last: Option<u32>,
    last_pair: Option<u32>,
    seen: u64,
    /// Different ids among them.
    different: u64,
    bits: [f64; LOOKS],
}

impl Coder {
    fn code(&mut self, id: u32, alphabet: u64) {
        let fresh = self.uses.len() as u32;
        let name = *self.names.entry(id).or_insert(fresh);
        if name == fresh {
            self.uses.push(0);
            self.behind_name.push(0);
        }
        let filled = |uses: u32, all: u32, likely: f64| (f64::from(uses) + TRUST * likely) / (f64::from(all) + TRUST);
        let uses = f64::from(self.uses[name as usize]);
        let lent = LENT * (self.different as f64 + 1.0) / alphabet as f64;
        let mut likely = ((uses - LENT).max(0.0) + lent) / (self.seen as f64 + LENT);
        self.bits[0] -= likely.log2();
        let mut pair = None;
        if let Some(last) = self.last {
            let fresh = self.pair_uses.len() as u32;
            let found = *self.pairs.entry((last, name)).or_insert(fresh);
            if found == fresh {
                self.pair_uses.push(0);
                self.behind_pair.push(0);
            }
            let behind = &mut self.behind_name[last as usize];
            likely = filled(self.pair_uses[found as usize], *behind, likely);
            self.pair_uses[found as usize] += 1;
            *behind += 1;
            pair = Some(found);
        }
        self.bits[1] -= likely.log2();
        if let Some(last) = self.last_pair {
            let uses = self.triples.entry((last, name)).or_default();
            let behind = &mut self.behind_pair[last as usize];
            likely = filled(*uses, *behind, likely);
            *uses += 1;
            *behind += 1;
        }
        self.bits[2] -= likely.log2();
        self.different += u64::from(self.uses[name as usize] == 0);
        self.uses[name as usize] += 1;
        self.seen += 1;
        (self.last, self.last_pair) = (Some(name), pair);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn order(ids: &[u32], alphabet: u64) -> IdOrder {
        let mut work = LookingBack::new(ids.to_vec(), alphabet);
        while work.step(10_000) != Step::Done {}
        work.finish()
    }

    fn bits(looks: &[LookBack]) -> [f64; 3] {
        [0, 1, 2].map(|back| looks[back].bits.value.unwrap_or(f64::NAN))
    }

    /// `count` ids below 8; `next` says which id mostly comes behind the two before it, chance decides one of ten.
    fn source(count: usize, next: impl Fn(u32, u32) -> u32) -> Vec<u32> {
        let mut random = Random::new(3);
        let mut chance = |below: f64| (random.draw() * below) as u32;
        let mut ids: Vec<u32> = vec![1, 4];
        for at in 2..count {
            ids.push(if chance(10.0) == 0 { chance(8.0) } else { next(ids[at - 2], ids[at - 1]) % 8 });
        }
        ids
    }

    /// Bits of an id of [`source`] where what comes next is known: 9/10 + 1/80 for one id, 1/80 for each of seven.
    fn known() -> f64 {
        let (likely, rare) = (0.9 + 1.0 / 80.0, 1.0 / 80.0_f64);
        -likely * f64::log2(likely) - 7.0 * rare * rare.log2()
    }

    #[test]
    fn a_source_that_remembers_one_id_is_known_from_one() {
        let found = order(&source(100_000, |_, last| 3 * last + 1), 8);
        let [none, one, two] = bits(&found.own);
        assert!(none > 2.8 && none < 3.01, "{none}");
        assert!(one > known() - 0.02 && one < known() + 0.03, "{one} for {}", known());
        // A second id tells nothing more, and costs little.
        assert!((two - one).abs() < 0.03, "{two} {one}");
    }

    #[test]
    fn a_source_that_remembers_two_ids_is_known_from_two_alone() {
        let found = order(&source(100_000, |first, last| first + 2 * last + 1), 8);
        let [none, one, two] = bits(&found.own);
        assert!((none - 3.0).abs() < 0.02 && (one - 3.0).abs() < 0.05, "{none} {one}");
        assert!(two > known() - 0.02 && two < known() + 0.12, "{two} for {}", known());
        let share = found.own[2].perplexity_share.value.unwrap_or(f64::NAN);
        assert!((share - two.exp2() / 8.0).abs() < 1e-12);
        // Shuffled, the counts are the same, but for when an id is seen first, and the order is gone.
        let mixed = bits(&found.shuffled);
        assert!((mixed[0] - none).abs() < 1e-3, "{} {none}", mixed[0]);
        assert!(mixed[1] >= mixed[0] && mixed[2] >= mixed[0] && mixed[2] < mixed[0] + 0.1, "{mixed:?}");
    }

    /// An entropy measured on what it was counted on would be far lower here.
    #[test]
    fn draws_of_chance_are_not_told_by_what_came_before() {
        let mut random = Random::new(9);
        let ids: Vec<u32> = (0..20_000).map(|_| (300_f64.powf(random.draw())) as u32).collect();
        let found = order(&ids, 300);
        for [none, one, two] in [bits(&found.own), bits(&found.shuffled)] {
            assert!(one >= none && two >= none && two < 1.06 * none, "{none} {one} {two}");
        }
    }

    /// As few tokens of a text, out of a large vocabulary: what has not come again must not look like order.
    #[test]
    fn a_large_alphabet_does_not_make_chance_look_like_order() {
        let mut random = Random::new(4);
        let ids: Vec<u32> = (0..2000).map(|_| (3000_f64.powf(random.draw())) as u32).collect();
        let [none, one, two] = bits(&order(&ids, 200_000).own);
        assert!(one >= none && two >= none, "{none} {one} {two}");
    }

    #[test]
    fn three_ids_by_hand() {
        // a a b out of two. Nothing seen: 1/2. One a: (1/2 + 2/2 · 1/2) / (3/2). Two of one id: (2/2 · 1/2) / (5/2).
        // Behind a after one a: 64 times that estimate over 65.
        let [none, one, two] = bits(&order(&[4, 4, 9], 2).own);
        let told = [0.5, 2.0 / 3.0, 0.2];
        assert!((3.0 * none + told.iter().map(|p| f64::log2(*p)).sum::<f64>()).abs() < 1e-12, "{none}");
        assert!((3.0 * one - 3.0 * none - f64::log2(65.0 / 64.0)).abs() < 1e-12, "{one}");
        assert!((two - one).abs() < 1e-12, "{two}");
    }

    #[test]
    fn no_ids_have_no_figures_and_slices_change_nothing() {
        assert_eq!(order(&[], 7).own[1].bits.undefined, Some(Undefined::NoTokens));
        let ids = source(700, |first, last| first + last);
        let mut slow = LookingBack::new(ids.clone(), 8);
        while slow.step(0) != Step::Done {}
        assert_eq!(slow.finish(), order(&ids, 8));
    }
}
