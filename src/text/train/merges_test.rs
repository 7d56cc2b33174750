//! The incremental trainer against a naive one, and every step against the tokenizer of that step.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::super::TokenId;
use super::super::super::definition::{Merges, Model, PreTokenizer};
use super::super::super::job::{Job, Step};
use super::super::{Algorithm, Candidate, Change, TrainOptions, Trainer, Training, WordCounter, Words};

fn count(text: &str) -> Words {
    let mut counter = WordCounter::default();
    text.split(' ').for_each(|word| counter.add(word.as_bytes()));
    counter.finish()
}

fn options(algorithm: Algorithm) -> TrainOptions {
    let byte_level = PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false };
    let pre_tokenizers = match algorithm {
        Algorithm::ByteBpe => vec![PreTokenizer::WhitespaceSplit, byte_level],
        _ => vec![PreTokenizer::WhitespaceSplit],
    };
    TrainOptions { algorithm, vocabulary_size: 10_000, min_frequency: 1, pre_tokenizers, ..TrainOptions::default() }
}

fn train(text: &str, options: TrainOptions, budget: u64) -> Training {
    let mut trainer = Trainer::from_words(count(text), options).expect("options are sound");
    while trainer.step(budget).expect("training does not fail") != Step::Done {}
    trainer.finish().expect("it is done")
}

/// Joins the pair of the lowest rank, leftmost first, until none is left: the definition of BPE.
fn encode(tokens: &mut Vec<TokenId>, merges: &[(TokenId, TokenId, TokenId)]) {
    loop {
        let ranked = tokens.windows(2).enumerate().filter_map(|(at, pair)| {
            let rank = merges.iter().position(|merge| (merge.0, merge.1) == (pair[0], pair[1]))?;
            Some((rank, at))
        });
        let Some((rank, at)) = ranked.min() else { return };
        tokens[at] = merges[rank].2;
        tokens.remove(at + 1);
    }
}

/// Counts all pairs anew for each merge.
fn naive(
    words: &[(Vec<TokenId>, u64)],
    steps: usize,
    mut name: impl FnMut(TokenId, TokenId) -> TokenId,
) -> Vec<(TokenId, TokenId, u64)> {
    let mut merges = Vec::new();
    let mut made = Vec::new();
    let mut words = words.to_vec();
    while made.len() < steps {
        let mut counts: BTreeMap<(TokenId, TokenId), u64> = BTreeMap::new();
        for (word, count) in &words {
            word.windows(2).for_each(|pair| *counts.entry((pair[0], pair[1])).or_default() += count);
        }
        let Some((&(left, right), &count)) = counts.iter().min_by_key(|&(pair, &count)| (u64::MAX - count, *pair))
        else {
            break;
        };
        made.push((left, right, count));
        merges.push((left, right, name(left, right)));
        words.iter_mut().for_each(|(word, _)| encode(word, &merges));
    }
    made
}

fn check_against_naive(text: &str, budget: u64) {
    let mut training = train(text, options(Algorithm::ByteBpe), budget);
    let start: Vec<(Vec<TokenId>, u64)> = {
        let state = training.state(0, usize::MAX);
        state.words.iter().map(|word| (word.tokens.iter().flatten().copied().collect(), word.count)).collect()
    };
    let vocabulary = training.vocabulary().clone();
    let name = |left, right| {
        let bytes = [vocabulary.get(left), vocabulary.get(right)].concat();
        vocabulary.iter().find(|&(_, token)| token == bytes).expect("every merge has a token").0
    };
    let made: Vec<_> = training.merges().iter().map(|merge| (merge.left, merge.right, merge.count)).collect();
    assert_eq!(made, naive(&start, made.len() + 1, name));

    let merges: Vec<_> = training.merges().iter().map(|merge| (merge.left, merge.right, merge.result)).collect();
    for step in (0..=merges.len()).rev().chain(0..=merges.len()) {
        let state = training.state(step, usize::MAX);
        let mut tokens = 0;
        for (word, (start, count)) in state.words.iter().zip(&start) {
            let mut expected = start.clone();
            encode(&mut expected, &merges[..step]);
            assert_eq!(word.tokens.iter().flatten().copied().collect::<Vec<_>>(), expected, "step {step}");
            assert_eq!(word.ends.last().copied(), Some(word.bytes.len() as u32));
            tokens += expected.len() as u64 * count;
        }
        assert_eq!(state.totals.tokens, tokens, "step {step}");
        let Some(next) = training.merges().get(step) else { continue };
        let first = Candidate::Pair { left: next.left, right: next.right, count: next.count, gain: 0.0 };
        assert_eq!(state.candidates.first(), Some(&first), "step {step}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Two and three letters: runs, and tokens that two different merges make, are the rule.
    #[test]
    fn bpe_equals_the_naive_trainer_at_every_step(text in "[ab]{1,12}( [abc]{1,9}){0,12}", budget in 0_u64..200) {
        check_against_naive(&text, budget);
    }
}

#[test]
fn a_token_that_two_merges_make_is_joined_on_at_once() {
    check_against_naive("abcd abcd abcd abc abc abc bcx bcx bcx bcx aby aby aby aby abz abcd aabcd", 0);
}

#[test]
fn ties_go_to_the_lower_ids() {
    let training = train("dc ba", options(Algorithm::CharacterBpe), u64::MAX);
    let first = training.merges()[0];
    assert_eq!((training.vocabulary().get(first.left), training.vocabulary().get(first.right)), (&b"b"[..], &b"a"[..]));
}

#[test]
fn options_stop_training() {
    let text = "aaaa aaaa aaaa bcbc bcbc defg";
    let base = options(Algorithm::CharacterBpe);
    let steps = train(text, TrainOptions { max_steps: Some(2), ..base.clone() }, 1).steps();
    let size = train(text, TrainOptions { vocabulary_size: 11, ..base.clone() }, 1).vocabulary().len();
    let frequent = train(text, TrainOptions { min_frequency: 3, ..base.clone() }, 1);
    let short = train(text, TrainOptions { max_token_length: Some(2), ..base.clone() }, 1);
    let limited = train(text, TrainOptions { alphabet_limit: Some(2), ..base }, 1);
    assert_eq!((steps, size), (2, 11));
    assert!(frequent.merges().iter().all(|merge| merge.count >= 3));
    assert!(short.vocabulary().iter().skip(1).all(|(_, token)| token.len() <= 2));
    assert_eq!(limited.curve()[0].vocabulary, 3, "<unk> and the two most frequent characters");
}

#[test]
fn a_character_outside_the_alphabet_joins_nothing() {
    let mut training = train(
        "xay xay xay aa aa yy xx",
        TrainOptions { alphabet_limit: Some(2), ..options(Algorithm::CharacterBpe) },
        9,
    );
    let state = training.state(0, 9);
    let word = state.words.iter().find(|word| word.bytes == b"xay").expect("the word is there");
    assert_eq!(word.tokens.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(word.ends, [1, 2, 3]);
}

#[test]
fn the_definition_at_a_step_holds_that_steps_merges() {
    let specials = vec!["<|end|>".to_owned()];
    let training = train("low low lower newest", TrainOptions { specials, ..options(Algorithm::ByteBpe) }, 5);
    let definition = training.definition(2);
    assert_eq!(definition.vocabulary.len(), 1 + 256 + 2);
    assert_eq!((definition.added[0].id, definition.added[0].content.as_str()), (0, "<|end|>"));
    let Model::Bpe(bpe) = definition.model else { panic!("byte-level BPE") };
    let Merges::Pairs(pairs) = bpe.merges else { panic!("a merge list") };
    assert_eq!(pairs.len(), 2);
    assert_eq!(definition.vocabulary.get(258), b"low");
}

#[test]
fn wordpiece_marks_the_inside_of_words() {
    let mut training = train("playing played play plays singing sing", options(Algorithm::WordPiece), 3);
    assert!(training.steps() > 0);
    let state = training.state(1, 9);
    let Change::Merged { merges } = &state.change else { panic!("WordPiece joins") };
    assert!(merges.iter().all(|merge| merge.gain > 0.0));
    let tokens: Vec<_> =
        training.vocabulary().iter().map(|(_, token)| String::from_utf8_lossy(token).into_owned()).collect();
    assert!(tokens.iter().skip(1).all(|token| !token.trim_start_matches("##").contains('#')), "{tokens:?}");
    for word in &training.state(usize::MAX, 9).words {
        assert_eq!(word.ends.last().copied(), Some(word.bytes.len() as u32));
    }
}

#[test]
fn wordpiece_rounds_join_the_best_first() {
    let mut training = train("ab ab ab cd cd x y z ba dc", options(Algorithm::WordPiece), 3);
    for step in 0..training.steps() {
        let state = training.state(step, 3);
        let Candidate::Pair { left, right, gain, .. } = state.candidates[0] else { panic!("pairs") };
        let merge = training.merges()[state.totals.merges as usize];
        assert_eq!((merge.left, merge.right), (left, right), "step {step}");
        assert!((merge.gain - gain).abs() < 1e-9);
    }
}

/// One endless word is the worst that a text can be: joins, counted, may not grow faster than the text.
#[test]
fn work_grows_linearly_on_one_endless_word() {
    let slices = |letters: usize| {
        let text: String =
            (0..letters as u32).map(|n| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 27) as u8 % 26)).collect();
        let mut trainer = Trainer::from_words(count(&text), options(Algorithm::ByteBpe)).expect("sound");
        let mut slices = 0;
        while trainer.step(1_000).expect("no error") != Step::Done {
            slices += 1;
        }
        slices as f64
    };
    let (small, large) = (slices(20_000), slices(40_000));
    assert!(large <= 2.5 * small, "{small} slices, then {large}");
}
