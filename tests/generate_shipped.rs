//! Decoding with the shipped model: its logits are PyTorch's, and every strategy writes what plain decoding writes, at
//! temperature 0 and with shared noise. The long form, `cargo test --release --test generate_shipped -- --ignored
//! --nocapture`, does so for 200 prompts of 128 tokens and prints tokens a pass.

#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod generate_support;
mod shipped;

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use generate_support::{ids, write};
use safetensors::SafeTensors;
use tokenarium::generate::accept::Rule;
use tokenarium::generate::decode::{Options, Step};
use tokenarium::generate::distribution::Filter;
use tokenarium::generate::strategy::Proposer;
use tokenarium::generate::strategy::plain::Plain;
use tokenarium::generate::strategy::recycling::{Recycling, Successors};
use tokenarium::generate::strategy::speculative::Speculative;
use tokenarium::generate::strategy::trie::{Lookahead, Trie};
use tokenarium::nn::models::transformer::Transformer;
use tokenarium::nn::models::transformer::batch::Batch;
use tokenarium::text::encoding::Scratch;
use tokenarium::text::sink::Ids;
use tokenarium::text::tokenizer::EncodeOptions;

/// A shipped model; none where it does not ship.
fn model(name: &str) -> Option<Transformer> {
    let file = fs::read(Path::new(shipped::ROOT).join(format!("models/{name}.safetensors"))).ok()?;
    Some(Transformer::read(&file).expect("it is a transformer"))
}

fn words(tensors: &SafeTensors<'_>, name: &str) -> Vec<[u8; 4]> {
    tensors.tensor(name).expect("it is there").data().as_chunks::<4>().0.to_vec()
}

#[test]
fn logits_are_those_of_pytorch() {
    for name in ["lm", "lm-tiny"] {
        let golden =
            fs::read(Path::new(shipped::ROOT).join(format!("tests/golden/generate/{name}-logits.safetensors")));
        let (Some(mut model), Ok(golden)) = (model(name), golden) else { continue };
        let tensors = SafeTensors::deserialize(&golden).expect("it is a file of the format");
        let ids: Vec<u32> = words(&tensors, "ids").into_iter().map(u32::from_le_bytes).collect();
        let rows: Vec<usize> =
            words(&tensors, "rows").into_iter().map(|row| u32::from_le_bytes(row) as usize).collect();
        let right: Vec<f32> = words(&tensors, "logits").into_iter().map(f32::from_le_bytes).collect();
        let mut cache = model.cache();
        let logits = model.pass(&mut cache, &Batch::run(&ids, 0).wanting(rows)).expect("it fits");
        assert_eq!(logits.len(), right.len());
        let apart = logits.iter().zip(&right).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(apart < 1e-3, "{name}: {apart:e} apart");
    }
}

/// Prompts of 12 tokens from the Universal Declaration of Human Rights; the models were trained on other texts.
fn prompts(count: usize) -> Vec<Vec<u32>> {
    let file = fs::read_to_string(Path::new(shipped::ROOT).join("www/data/udhr.json")).expect("it is committed");
    let declaration: serde_json::Value = serde_json::from_str(&file).expect("it is JSON");
    let english = declaration["languages"][0]["text"].as_str().expect("the first is English");
    let mut ids = Ids::default();
    let tokenizer = shipped::load("own-bpe-8k");
    tokenizer.encode(english, &EncodeOptions::default(), &mut Scratch::default(), &mut ids).expect("it is text");
    ids.0.chunks_exact(12).take(count).map(<[u32]>::to_vec).collect()
}

/// Steps of plain decoding, and of each strategy, over some prompts; every text is compared.
fn compare(prompts: &[Vec<u32>], tokens: usize, temperature: f64) -> Option<Vec<(&'static str, usize, usize)>> {
    let mut target = model("lm")?;
    let vocabulary = target.config().vocabulary;
    let draft = model("lm-tiny").map(|draft| Rc::new(RefCell::new(draft)));
    let trie: Rc<RefCell<Trie>> = Rc::default();
    let successors = Rc::new(RefCell::new(Successors::new(vocabulary)));
    let filter = Filter { temperature, ..Filter::default() };
    let mut sums: Vec<(&'static str, usize, usize)> = Vec::new();
    let mut count = |name, steps: &[Step]| {
        let written = ids(steps).len();
        match sums.iter_mut().find(|(other, ..)| *other == name) {
            Some((_, tokens, passes)) => (*tokens, *passes) = (*tokens + written, *passes + steps.len()),
            None => sums.push((name, written, steps.len())),
        }
    };
    for (seed, prompt) in (0..).zip(prompts) {
        let options = Options { filter, seed, tokens, rule: Rule::SharedNoise };
        let plain = write(&mut target, prompt, options, Box::new(Plain));
        count("plain", &plain);
        let mut strategies: Vec<(&'static str, Box<dyn Proposer>)> = vec![
            ("trie", Box::new(Lookahead::new(Rc::clone(&trie)))),
            ("recycling", Box::new(Recycling::new(Rc::clone(&successors)))),
        ];
        if let Some(draft) = &draft {
            let speculative = Speculative::new(Rc::clone(draft), vocabulary, 4, false).expect("the ids agree");
            strategies.push(("speculative, 4 guesses", Box::new(speculative)));
        }
        for (name, proposer) in strategies {
            let steps = write(&mut target, prompt, options, proposer);
            assert_eq!(ids(&steps), ids(&plain), "{name}, prompt {seed}, temperature {temperature}");
            assert!(steps.len() <= plain.len(), "{name}, prompt {seed}: more passes than plain decoding");
            count(name, &steps);
        }
    }
    Some(sums)
}

#[test]
fn every_strategy_writes_what_plain_decoding_writes() {
    for temperature in [0.0, 1.0] {
        compare(&prompts(3), 24, temperature);
    }
}

#[test]
#[ignore = "200 prompts of 128 tokens by four strategies: a quarter of an hour"]
fn every_strategy_writes_what_plain_decoding_writes_for_200_prompts() {
    let prompts = prompts(200);
    assert_eq!(prompts.len(), 200);
    for temperature in [0.0, 1.0] {
        let sums = compare(&prompts, 128, temperature).expect("lm ships");
        for (name, tokens, passes) in sums {
            let rate = tokens as f64 / passes as f64;
            println!("temperature {temperature}, {name}: {tokens} tokens in {passes} passes, {rate:.3} a pass");
        }
    }
}
