//! The lattice against enumeration of all cuts, and what training promises.

use proptest::prelude::*;

use super::super::super::definition::{Model, PreTokenizer, PrependScheme};
use super::super::super::job::{Job, Step};
use super::super::{Algorithm, Candidate, Change, TrainOptions, Trainer, Training, WordCounter};
use super::lattice::{Lattice, Trie};

/// Every way to cut `characters` into pieces, as piece numbers.
fn cuts(characters: &[char], pieces: &[Vec<char>]) -> Vec<Vec<u32>> {
    if characters.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (number, piece) in (0..).zip(pieces) {
        if characters.starts_with(piece) {
            let rest = cuts(&characters[piece.len()..], pieces);
            all.extend(rest.into_iter().map(|rest| [vec![number], rest].concat()));
        }
    }
    all
}

proptest! {
    #[test]
    fn expectations_and_the_best_cut_equal_enumeration(
        text in "[ab]{1,9}",
        longer in proptest::collection::btree_set("[ab]{2,4}", 0..8),
        scores in proptest::collection::vec(-6.0..-0.1_f64, 10),
    ) {
        let characters: Vec<char> = text.chars().collect();
        let pieces: Vec<Vec<char>> =
            ["a", "b"].into_iter().map(str::to_owned).chain(longer).map(|piece| piece.chars().collect()).collect();
        let scores = &scores[..pieces.len()];
        let trie = Trie::new(pieces.iter().map(Vec::as_slice));
        let cuts = cuts(&characters, &pieces);
        let score = |cut: &[u32]| cut.iter().map(|&piece| scores[piece as usize]).sum::<f64>();
        let total: f64 = cuts.iter().map(|cut| score(cut).exp()).sum();
        let mut wanted = vec![0.0; pieces.len()];
        for cut in &cuts {
            cut.iter().for_each(|&piece| wanted[piece as usize] += 3.0 * score(cut).exp() / total);
        }

        let mut lattice = Lattice::default();
        let mut expected = vec![0.0; pieces.len()];
        let likelihood = lattice.expect(&characters, &trie, scores, 3.0, &mut expected);
        prop_assert!((likelihood - total.ln()).abs() < 1e-9);
        for (expected, wanted) in expected.iter().zip(&wanted) {
            prop_assert!((expected - wanted).abs() < 1e-9);
        }
        let best = cuts.iter().map(|cut| score(cut)).fold(f64::NEG_INFINITY, f64::max);
        let (found, path) = lattice.best(&characters, &trie, scores, None);
        prop_assert!((found - best).abs() < 1e-12 && (score(path) - best).abs() < 1e-12);
    }
}

const TEXT: &str = "the theme of these other brothers is that they gather there then gather the feather and the leather \
    rather than bathe with the mother who breathes another breath";

fn train(vocabulary_size: u32, budget: u64) -> Training {
    let mut counter = WordCounter::default();
    TEXT.split(' ').for_each(|word| counter.add(format!("▁{word}").as_bytes()));
    let metaspace = PreTokenizer::Metaspace { replacement: '▁', prepend: PrependScheme::Always, split: true };
    let options = TrainOptions {
        algorithm: Algorithm::Unigram,
        vocabulary_size,
        pre_tokenizers: vec![metaspace],
        ..TrainOptions::default()
    };
    let mut trainer = Trainer::from_words(counter.finish(), options).expect("options are sound");
    while trainer.step(budget).expect("training does not fail") != Step::Done {}
    trainer.finish().expect("it is done")
}

#[test]
fn training_ends_at_exactly_the_size_wanted_and_keeps_every_character() {
    let mut training = train(40, 7);
    let definition = training.definition(usize::MAX);
    assert_eq!(definition.vocabulary.len(), 40);
    let tokens: Vec<&[u8]> = definition.vocabulary.iter().map(|(_, token)| token).collect();
    assert!(TEXT.chars().filter(|c| *c != ' ').all(|c| tokens.contains(&c.to_string().as_bytes())));
    let Model::Unigram { scores, unknown, .. } = definition.model else { panic!("Unigram") };
    assert_eq!((scores.len(), unknown), (40, Some(0)));
    assert!(scores[1..].is_sorted_by(|a, b| a >= b));
    let state = training.state(usize::MAX, usize::MAX);
    assert!(state.candidates.is_empty());
    assert_eq!(state.words.iter().map(|word| word.tokens.len() as u64 * word.count).sum::<u64>(), state.totals.tokens);
}

#[test]
fn every_step_says_what_the_next_one_drops() {
    let mut training = train(26, 1_000_000);
    assert!(training.steps() > 1);
    for step in 0..training.steps() {
        let (now, next) = (training.state(step, 500), training.state(step + 1, 500));
        let Change::Pruned { count, dropped } = next.change else { panic!("Unigram prunes") };
        assert_eq!(now.totals.vocabulary - count, next.totals.vocabulary);
        assert_eq!(now.candidates, dropped.into_iter().map(Candidate::Piece).collect::<Vec<_>>());
        assert!(now.totals.tokens <= next.totals.tokens, "fewer tokens in the vocabulary, more in the text");
    }
}

#[test]
fn slices_do_not_change_the_result() {
    assert_eq!(train(50, 0).definition(usize::MAX), train(50, u64::MAX).definition(usize::MAX));
}
