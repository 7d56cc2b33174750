//! What comes out of a rule, by going through everything that chance may do.

use std::rc::Rc;

use super::*;
use crate::generate::draft::Guess;
use crate::generate::philox::philox;

const IDS: usize = 5;

/// Goes through all that may happen: each run takes one way, and says how likely it was.
#[derive(Default)]
struct Every {
    /// At each fork: the way taken, and the probabilities of all ways.
    forks: Vec<(usize, Vec<f64>)>,
    at: usize,
}

impl Every {
    fn fork(&mut self, ways: Vec<f64>) -> usize {
        if self.at == self.forks.len() {
            self.forks.push((0, ways));
        }
        self.at += 1;
        self.forks[self.at - 1].0
    }

    fn likelihood(&self) -> f64 {
        self.forks.iter().map(|(way, ways)| ways[*way]).product()
    }

    /// The next way; false where all were gone.
    fn next(&mut self) -> bool {
        self.at = 0;
        while let Some((way, ways)) = self.forks.last_mut() {
            *way += 1;
            if *way < ways.len() {
                return true;
            }
            self.forks.pop();
        }
        false
    }
}

impl Chance for Every {
    fn happens(&mut self, probability: f64, _: u32, _: u32) -> bool {
        let yes = probability.min(1.0);
        self.fork(vec![yes, 1.0 - yes]) == 0
    }

    fn draw(&mut self, distribution: &Distribution, _: u32, _: Stream) -> u32 {
        self.fork(distribution.probabilities().to_vec()) as u32
    }
}

/// Some distribution: of the seed, and of the ids before it; some ids have no chance.
fn some(seed: u64, before: &[u32]) -> Distribution {
    let context = before.iter().fold(1, |hash, id| hash * 31 + id + 1);
    let words = [philox(seed, [context, 0, 0, 0]), philox(seed, [context, 1, 0, 0])].concat();
    let weight = |word: &u32| if word.is_multiple_of(4) { 0.0 } else { f64::from(word >> 12) };
    let weights: Vec<f64> = words.iter().take(IDS).map(weight).collect();
    Distribution::of(if weights.iter().sum::<f64>() > 0.0 { weights } else { vec![1.0; IDS] })
}

/// The probability of every text of `length` tokens when drafts are judged by `rule`, against the model's own.
fn largest_difference(rule: Rule, model: u64, length: usize, draft: impl Fn(&mut Every) -> Draft) -> f64 {
    let mut every = Every::default();
    let texts = IDS.pow(length as u32);
    let mut found = vec![0.0; texts];
    loop {
        let draft = draft(&mut every);
        let before = |guess: Option<usize>| {
            let mut ids: Vec<u32> = std::iter::successors(guess, |&guess| draft.guesses[guess].parent)
                .map(|guess| draft.guesses[guess].id)
                .collect();
            ids.reverse();
            ids
        };
        let accepted = accept(rule, &draft, 0, &mut every, |guess| some(model, &before(guess)));
        let mut ids = before(accepted.path.last().copied());
        ids.push(accepted.extra);
        // The rest as plain decoding would draw it.
        while ids.len() < length {
            let next = some(model, &ids);
            ids.push(every.draw(&next, 0, Stream::Target));
        }
        let text = ids[..length].iter().fold(0, |text, &id| text * IDS + id as usize);
        found[text] += every.likelihood();
        if !every.next() {
            break;
        }
    }
    let right = |text: usize| {
        let ids: Vec<u32> = (0..length).rev().map(|place| (text / IDS.pow(place as u32) % IDS) as u32).collect();
        (0..length).map(|at| some(model, &ids[..at]).probability(ids[at])).product::<f64>()
    };
    (0..texts).map(|text| (found[text] - right(text)).abs()).fold(0.0, f64::max)
}

#[test]
fn a_chain_that_was_drawn_changes_nothing() {
    for seed in 0..12 {
        for guesses in 1..=2 {
            let apart = largest_difference(Rule::Rejection, seed, guesses + 1, |every| {
                let mut draft = Draft::none();
                for at in 0..guesses {
                    let ids: Vec<u32> = draft.guesses.iter().map(|guess| guess.id).collect();
                    let drawn_from = Rc::new(some(seed + 100, &ids));
                    let id = every.draw(&drawn_from, 0, Stream::Draft);
                    draft.guesses.push(Guess { id, parent: at.checked_sub(1), drawn_from: Some(drawn_from) });
                }
                draft
            });
            assert!(apart < 1e-6, "seed {seed}, {guesses} guesses: {apart:e}");
        }
    }
}

#[test]
fn three_guesses_change_nothing() {
    let apart = largest_difference(Rule::Rejection, 5, 3, |every| {
        let mut draft = Draft::none();
        for at in 0..3_usize {
            let ids: Vec<u32> = draft.guesses.iter().map(|guess| guess.id).collect();
            let drawn_from = Rc::new(some(77, &ids));
            let id = every.draw(&drawn_from, 0, Stream::Draft);
            draft.guesses.push(Guess { id, parent: at.checked_sub(1), drawn_from: Some(drawn_from) });
        }
        draft
    });
    assert!(apart < 1e-6, "{apart:e}");
}

#[test]
fn a_tree_of_sure_guesses_changes_nothing() {
    for rule in [Rule::Rejection, Rule::SharedNoise] {
        for seed in 0..12 {
            let apart = largest_difference(rule, seed, 3, |_| {
                let mut draft = Draft::none();
                let first = draft.add(seed as u32 % 5, None);
                let second = draft.add(2, None);
                draft.add(1, Some(first));
                draft.add(4, Some(first));
                draft.add(0, Some(second));
                draft.add(3, None);
                draft
            });
            assert!(apart < 1e-6, "{rule:?}, seed {seed}: {apart:e}");
        }
    }
}

/// A test that can fail: a rule that takes too much is found out.
#[test]
fn taking_every_guess_is_found_out() {
    let apart = largest_difference(Rule::Rejection, 3, 2, |every| {
        let mut draft = Draft::none();
        let drawn_from = some(55, &[]);
        let id = every.draw(&drawn_from, 0, Stream::Draft);
        // Says that it is less sure than it is.
        let modest = Distribution::of(drawn_from.probabilities().iter().map(|p| p * p).collect());
        draft.guesses.push(Guess { id, parent: None, drawn_from: Some(Rc::new(modest)) });
        draft
    });
    assert!(apart > 1e-2, "{apart:e}");
}
