//! Decoding: every strategy writes what plain decoding writes, with the same seed and id by id; what is drawn by rejection
//! is distributed as the model says; texts end where they should.

#![allow(clippy::expect_used, reason = "tests")]

mod generate_support;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use generate_support::{SMALL, Sizes, ids, limits, model, some_ids, weights, write, write_on};
use tokenarium::generate::accept::Rule;
use tokenarium::generate::decode::{Decoding, Ended, Fate, Options, Step};
use tokenarium::generate::distribution::{Filter, Scores};
use tokenarium::generate::error::GenerateError;
use tokenarium::generate::pack::{Packing, Unpacking};
use tokenarium::generate::score::Scoring;
use tokenarium::generate::strategy::Proposer;
use tokenarium::generate::strategy::plain::Plain;
use tokenarium::generate::strategy::recycling::{Recycling, Successors};
use tokenarium::generate::strategy::speculative::Speculative;
use tokenarium::generate::strategy::trie::{Lookahead, Trie};
use tokenarium::nn::models::transformer::Transformer;
use tokenarium::nn::models::transformer::batch::Batch;

fn options(temperature: f64, seed: u64) -> Options {
    Options { filter: Filter { temperature, ..Filter::default() }, seed, tokens: 40, rule: Rule::SharedNoise }
}

/// Every strategy by its name; what outlives a text is new.
fn strategies(vocabulary: usize, draft: &Rc<RefCell<Transformer>>) -> Vec<(&'static str, Box<dyn Proposer>)> {
    let speculative = |guesses, adaptive| {
        Box::new(Speculative::new(Rc::clone(draft), vocabulary, guesses, adaptive).expect("the ids agree"))
    };
    vec![
        ("speculative, 4", speculative(4, false)),
        ("speculative, adaptive", speculative(4, true)),
        ("trie", Box::new(Lookahead::new(Rc::default()))),
        ("recycling", Box::new(Recycling::new(Rc::new(RefCell::new(Successors::new(vocabulary)))))),
    ]
}

#[test]
fn every_strategy_writes_what_plain_decoding_writes() {
    let mut target = model(SMALL, 1);
    let same = Rc::new(RefCell::new(model(SMALL, 1)));
    let other = Rc::new(RefCell::new(model(SMALL, 2)));
    for (filter, seed) in [
        (Filter { temperature: 0.0, ..Filter::default() }, 0),
        (Filter::default(), 1),
        (Filter { temperature: 0.7, top_k: 12, top_p: 0.9 }, u64::MAX),
    ] {
        for prompt in (0..8).map(|number| some_ids(number, 1 + 9 * number as usize, 60)) {
            let options = Options { filter, ..options(1.0, seed) };
            let plain = write(&mut target, &prompt, options, Box::new(Plain));
            for draft in [&same, &other] {
                for (name, proposer) in strategies(61, draft) {
                    let steps = write(&mut target, &prompt, options, proposer);
                    assert_eq!(ids(&steps), ids(&plain), "{name}, {filter:?}, prompt of {}", prompt.len());
                    assert!(steps.len() <= plain.len(), "{name}: more passes than plain decoding");
                    assert_eq!(steps.last().and_then(|step| step.ended), plain.last().and_then(|step| step.ended));
                }
            }
        }
    }
}

#[test]
fn a_draft_that_is_the_model_itself_is_always_right() {
    let mut target = model(SMALL, 1);
    let draft = Rc::new(RefCell::new(model(SMALL, 1)));
    for rule in [Rule::SharedNoise, Rule::Rejection] {
        let proposer = Box::new(Speculative::new(Rc::clone(&draft), 61, 4, false).expect("the ids agree"));
        let steps = write(&mut target, &[3, 4], Options { rule, ..options(1.0, 5) }, proposer);
        let (last, all) = steps.split_last().expect("there is one");
        assert!(all.iter().all(|step| step.tokens.len() == 5), "{rule:?}");
        assert!(all.iter().flat_map(|step| &step.guesses).all(|guess| guess.fate == Fate::Accepted), "{rule:?}");
        assert!(all[1..].iter().all(|step| (step.passes, step.draft_passes, step.rows) == (1, 4, 5)), "{rule:?}");
        assert!(last.tokens.len() <= 5);
    }
}

/// What outlives a text makes the next one cheaper, and changes nothing of it.
#[test]
fn what_was_learnt_saves_passes() {
    let mut target = model(SMALL, 1);
    let (trie, successors) = (Rc::new(RefCell::new(Trie::default())), Rc::new(RefCell::new(Successors::new(61))));
    let options = options(0.0, 0);
    let plain = write(&mut target, &[3, 4, 5], options, Box::new(Plain));
    for learnt in 0..2 {
        let by_trie = write(&mut target, &[3, 4, 5], options, Box::new(Lookahead::new(Rc::clone(&trie))));
        let recycled = write(&mut target, &[3, 4, 5], options, Box::new(Recycling::new(Rc::clone(&successors))));
        assert_eq!([ids(&by_trie), ids(&recycled)], [ids(&plain), ids(&plain)]);
        if learnt == 1 {
            assert!(2 * by_trie.len() < plain.len(), "{} of {} passes by the trie", by_trie.len(), plain.len());
            assert!(2 * recycled.len() < plain.len(), "{} of {} passes by recycling", recycled.len(), plain.len());
        }
    }
}

#[test]
fn a_cache_of_an_earlier_text_is_gone_on_from() {
    let mut target = model(SMALL, 1);
    let prompt = some_ids(8, 30, 60);
    let mut cache = target.cache();
    let first = write_on(&mut target, &mut cache, &prompt, options(1.0, 1), Box::new(Plain));
    let mut held = vec![60];
    held.extend(prompt.iter().copied().chain(ids(&first)));
    held.truncate(cache.len());
    // The third token of the text is another now.
    let mut changed = [&prompt[..], &ids(&first)[..2]].concat();
    changed.push(7);
    let mut decoding =
        Decoding::new(&changed, options(1.0, 1), limits(&target), Box::new(Plain)).expect("the prompt fits");
    let usable = decoding.go_on_from(&held);
    assert_eq!(usable, 1 + 30 + 2);
    cache.rollback(usable);
    let mut regrown = Vec::new();
    while let Some(batch) = decoding.next_batch().expect("it goes on") {
        let taken = decoding.take(target.pass(&mut cache, &batch).expect("it fits"));
        target.keep(&mut cache, taken.keep.at, &taken.keep.path).expect("it is there");
        regrown.extend(taken.step);
    }
    let anew = write(&mut target, &changed, options(1.0, 1), Box::new(Plain));
    let tokens = |steps: &[Step]| steps.iter().flat_map(|step| step.tokens.clone()).collect::<Vec<_>>();
    assert_eq!(tokens(&regrown), tokens(&anew));
    assert_eq!((regrown[0].passes, regrown[0].rows, anew[0].passes, anew[0].rows), (1, 1, 2, 2));
}

#[test]
fn a_text_ends_where_it_should() {
    let mut target = model(SMALL, 1);
    let ended = |steps: &[Step]| steps.last().and_then(|step| step.ended);
    let short = write(&mut target, &[1], Options { tokens: 7, ..options(1.0, 1) }, Box::new(Plain));
    assert_eq!((ids(&short).len(), ended(&short)), (7, Some(Ended::Tokens)));
    assert!(write(&mut target, &[1], Options { tokens: 0, ..options(1.0, 1) }, Box::new(Plain)).is_empty());
    // Seeds until both other ends have been seen.
    let mut seen = HashMap::new();
    for seed in 0..60 {
        let steps = write(&mut target, &[1], Options { tokens: 500, ..options(1.5, seed) }, Box::new(Plain));
        let written = ids(&steps);
        match ended(&steps) {
            Some(Ended::Document) => assert_eq!(written.iter().position(|&id| id == 60), Some(written.len() - 1)),
            Some(Ended::Context) => assert_eq!(written.len(), 96 - 2),
            other => panic!("{other:?}"),
        }
        *seen.entry(ended(&steps) == Some(Ended::Context)).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), 2, "{seen:?}");
}

#[test]
fn settings_and_prompts_beyond_their_bounds_are_refused_in_words() {
    let target = model(SMALL, 1);
    let refused = |prompt: &[u32], filter: Filter| {
        let options = Options { filter, ..options(1.0, 0) };
        Decoding::new(prompt, options, limits(&target), Box::new(Plain)).err().expect("it must be refused").to_string()
    };
    let filter = Filter::default();
    assert!(refused(&[1], Filter { temperature: f64::NAN, ..filter }).contains("temperature is NaN"));
    assert!(refused(&[1], Filter { temperature: -1.0, ..filter }).contains("from 0 to 100"));
    assert!(refused(&[1], Filter { top_p: 1.5, ..filter }).contains("top-p is 1.5"));
    assert!(refused(&[1; 95], filter).contains("has 95 tokens; this model takes 94"));
}

/// 20,000 continuations of two tokens, drawn by rejection with a draft that is often wrong, against the exact joint
/// distribution: chi-square.
#[test]
fn what_is_drawn_by_rejection_is_distributed_as_the_model_says() {
    let mut target = model(SMALL, 1);
    // The same network with a quieter embedding: often right, often not.
    let quiet = Transformer::read(&weights(SMALL, 1, 1.2)).expect("it is a transformer");
    let draft = Rc::new(RefCell::new(quiet));
    let filter = Filter { top_k: 8, ..Filter::default() };
    let prompt = [9, 30, 2];
    let mut exact: HashMap<Vec<u32>, f64> = HashMap::new();
    let after = |target: &mut Transformer, ids: &[u32]| {
        let mut cache = target.cache();
        let all = [&[60], &prompt[..], ids].concat();
        let batch = Batch::run(&all, 0).wanting([all.len() - 1]);
        Scores::new(target.pass(&mut cache, &batch).expect("it fits")).distribution(filter)
    };
    let first = after(&mut target, &[]);
    for a in (0..61).filter(|&id| first.probability(id) > 0.0) {
        let second = after(&mut target, &[a]);
        for b in (0..61).filter(|&id| second.probability(id) > 0.0 && a != 60) {
            exact.insert(vec![a, b], first.probability(a) * second.probability(b));
        }
        if a == 60 {
            exact.insert(vec![a], first.probability(a));
        }
    }
    let count = 20_000;
    let mut found: HashMap<Vec<u32>, f64> = HashMap::new();
    let mut accepted = 0;
    for seed in 0..count {
        let proposer = Box::new(Speculative::new(Rc::clone(&draft), 61, 2, false).expect("the ids agree"));
        let options = Options { filter, seed, tokens: 2, rule: Rule::Rejection };
        let steps = write(&mut target, &prompt, options, proposer);
        accepted += steps.iter().flat_map(|step| &step.guesses).filter(|guess| guess.fate == Fate::Accepted).count();
        *found.entry(ids(&steps)).or_default() += 1.0;
    }
    assert!((2_000..18_000).contains(&accepted), "{accepted} of 20,000 guesses stand: that shows little");
    assert!(found.keys().all(|text| exact.contains_key(text)), "something was written that cannot be");
    let (mut statistic, mut cells, mut rest) = (0.0, 0_u32, (0.0, 0.0));
    let mut cell = |expected: f64, found: f64| {
        statistic += (found - expected).powi(2) / expected;
        cells += 1;
    };
    for (text, probability) in &exact {
        let (expected, found) = (probability * count as f64, found.get(text).copied().unwrap_or(0.0));
        if expected < 5.0 { rest = (rest.0 + expected, rest.1 + found) } else { cell(expected, found) }
    }
    if rest.0 > 5.0 {
        cell(rest.0, rest.1);
    }
    // Wilson and Hilferty 1931: the cube root of chi-square is nearly normal; 3.09 leaves one in a thousand.
    let degrees = f64::from(cells - 1);
    let normal = ((statistic / degrees).cbrt() - (1.0 - 2.0 / (9.0 * degrees))) / (2.0 / (9.0 * degrees)).sqrt();
    assert!(normal < 3.09, "chi-square {statistic:.1} over {degrees} degrees");
}

#[test]
fn a_text_costs_what_writing_it_says() {
    let mut target = model(SMALL, 1);
    let prompt = some_ids(3, 5, 60);
    let steps = write(&mut target, &prompt, options(1.0, 4), Box::new(Plain));
    let text = [&prompt[..], &ids(&steps)].concat();
    let costs = score(&mut target, &text);
    assert_eq!(costs.len(), text.len());
    for (token, bits) in steps.iter().flat_map(|step| &step.tokens).zip(&costs[prompt.len()..]) {
        assert!((token.probability.log2() + bits).abs() < 1e-5, "{} {bits}", token.probability);
    }
}

/// Beyond the context: windows, each token once, and the first window as a short text.
#[test]
fn a_long_text_is_read_in_windows() {
    let mut target = model(SMALL, 1);
    let text = some_ids(6, 400, 60);
    let costs = score(&mut target, &text);
    assert_eq!(costs.len(), 400);
    assert_eq!(costs[..95], score(&mut target, &text[..95]));
    // All 96 places tell of a token each; the next window begins 48 before what it tells of.
    let mut cache = target.cache();
    let window = &text[96 - 48..97];
    let logits = target.pass(&mut cache, &Batch::run(window, 0).wanting([47, 48])).expect("it fits");
    assert!((Scores::new(&logits[..61]).bits(text[96]) - costs[96]).abs() < 1e-9);
    assert!((Scores::new(&logits[61..]).bits(text[97]) - costs[97]).abs() < 1e-9);
}

/// What a model packs is what it unpacks, over several windows, and as long as the bits say.
#[test]
fn a_text_is_packed_and_unpacked() {
    for end in [Some(60), None] {
        // Quiet: an id that the model rules out costs less packed than its bits say.
        let file = weights(Sizes { end, ..SMALL }, 1, 1.0);
        let mut target = Transformer::read(&file).expect("it is a transformer");
        for count in [1, 2, 95, 96, 97, 400] {
            let text = some_ids(count as u64, count, 60);
            let (costs, packed) = pack(&mut target, &text);
            let bits: f64 =
                costs.iter().sum::<f64>() + f64::from(text.len() as u32 - costs.len() as u32) * 61_f64.log2();
            // A number of ids of one or two bytes; the end of the code is a byte more or less.
            let spare = 8.0 * packed.len() as f64 - bits;
            assert!((0.0..=24.5).contains(&spare), "{spare} bits more than the text's {bits}");
            assert_eq!(unpack(&mut target, &packed), Ok(text));
        }
    }
}

#[test]
fn bytes_that_were_not_packed_are_refused() {
    let mut target = model(SMALL, 1);
    let text = some_ids(5, 40, 60);
    let (_, packed) = pack(&mut target, &text);
    for wrong in [&[][..], &[0], &[0xff; 9], &[&packed[..], b"more"].concat()] {
        assert_eq!(unpack(&mut target, wrong), Err(GenerateError::Unpack), "{} bytes", wrong.len());
    }
    // Any other bytes are a text of their own, or refused: never a panic.
    for at in 0..packed.len() {
        let mut wrong = packed.clone();
        wrong[at] ^= 0x55;
        assert_ne!(unpack(&mut target, &wrong), Ok(text.clone()));
    }
}

/// The bits of each token, and the text packed.
fn pack(model: &mut Transformer, text: &[u32]) -> (Vec<f64>, Vec<u8>) {
    let mut packing = Packing::new(text, limits(model));
    if text.len() == 1 && limits(model).end.is_none() {
        return (Vec::new(), packing.finish());
    }
    let mut scoring = Scoring::new(text, limits(model)).expect("there is a text");
    let (mut cache, mut bits) = (model.cache(), Vec::new());
    while let Some((kept, batch)) = scoring.next_batch() {
        cache.rollback(kept);
        let costs = scoring.take(model.pass(&mut cache, &batch).expect("it fits"));
        packing.take(&costs);
        bits.extend(costs.iter().map(|cost| cost.bits));
    }
    (bits, packing.finish())
}

fn unpack(model: &mut Transformer, packed: &[u8]) -> Result<Vec<u32>, GenerateError> {
    let mut unpacking = Unpacking::new(packed, limits(model))?;
    let mut cache = model.cache();
    while let Some((kept, batch)) = unpacking.next_batch()? {
        cache.rollback(kept);
        unpacking.take(model.pass(&mut cache, &batch).expect("it fits"))?;
    }
    Ok(unpacking.ids().to_vec())
}

fn score(model: &mut Transformer, text: &[u32]) -> Vec<f64> {
    let mut scoring = Scoring::new(text, limits(model)).expect("there is a text");
    let mut cache = model.cache();
    let mut costs = Vec::new();
    while let Some((kept, batch)) = scoring.next_batch() {
        cache.rollback(kept);
        let told = scoring.take(model.pass(&mut cache, &batch).expect("it fits"));
        assert!(told.iter().all(|cost| cost.alternatives.len() == 5));
        costs.extend(told.iter().map(|cost| cost.bits));
    }
    assert_eq!(scoring.progress(), (text.len(), text.len()));
    costs
}
