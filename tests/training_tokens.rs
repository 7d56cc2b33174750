//! The ids that the training code feeds its models are those of the engine: the texts of
//! `tests/golden/generate/tokens.json` (`training/goldens.py` wrote it) give the same ids in own-bpe-8k here.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests may fail loudly like tests")]

mod shipped;

use std::path::Path;

use tokenarium::text::encoding::Scratch;
use tokenarium::text::sink::Ids;
use tokenarium::text::tokenizer::EncodeOptions;

#[test]
fn training_and_engine_agree_on_every_id() {
    let file =
        std::fs::read(Path::new(shipped::ROOT).join("tests/golden/generate/tokens.json")).expect("it is committed");
    let cases: Vec<serde_json::Value> = serde_json::from_slice(&file).expect("a list of cases");
    let tokenizer = shipped::load("own-bpe-8k");
    let mut scratch = Scratch::default();
    for case in &cases {
        let text = case["text"].as_str().expect("a text");
        let wanted: Vec<u64> =
            case["ids"].as_array().expect("ids").iter().filter_map(serde_json::Value::as_u64).collect();
        let mut ids = Ids::default();
        tokenizer.encode(text, &EncodeOptions::default(), &mut scratch, &mut ids).expect("every text can be encoded");
        let got: Vec<u64> = ids.0.iter().map(|&id| u64::from(id)).collect();
        assert_eq!(got, wanted, "{text:?}");
    }
    assert!(cases.len() >= 4, "{} cases", cases.len());
}
