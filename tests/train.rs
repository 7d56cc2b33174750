//! Training against the reference library: the same merges, and files that it loads and agrees with.
//!
//! `tests/golden/train/reference.py` made the goldens; it says how. Where the reference trainer differs, by reading it:
//! - ties: both take the pair with the lower left id, then the lower right id, so merge lists are equal as long as ids
//!   are (specials, alphabet by code point of the printed character, then merges);
//! - a character outside the alphabet: the reference drops it and lets its neighbours merge, we let nothing merge
//!   across it, since its tokenizer will put an unknown token there;
//! - a token that two different merges make: the reference keeps counting the pair it was merged from, and may list a
//!   merge twice; we join on at once, so that the text after step k is what the tokenizer of step k makes of it;
//! - its Unigram seeds count a word once, however often it occurs; ours count every occurrence;
//! - its WordPiece trainer merges the most frequent pair; ours the one that raises the likelihood most.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use tokenarium::text::definition::{
    Definition, KnownPattern, Normalizer, PreTokenizer, PrependScheme, SplitBehavior, SplitPattern,
};
use tokenarium::text::encoding::Scratch;
use tokenarium::text::format::{tokenizer_json, tokenizer_json_writer, vocab};
use tokenarium::text::job::Job;
use tokenarium::text::sink::Ids;
use tokenarium::text::tokenizer::{EncodeOptions, Specials, Tokenizer};
use tokenarium::text::train::{Algorithm, TrainOptions, Trainer, Training};

const CORPUS: &str = include_str!("golden/train/corpus.txt");
const PROBES: &str = include_str!("golden/train/probes.json");
const MERGES: &str = include_str!("golden/train/merges.json");
const IDS: &str = include_str!("golden/train/ids.json");

fn train(options: TrainOptions) -> Training {
    let mut trainer = Trainer::new(vec![CORPUS.to_owned()], options).unwrap();
    trainer.run().unwrap();
    trainer.finish().unwrap()
}

fn byte_level(use_regex: bool) -> PreTokenizer {
    PreTokenizer::ByteLevel { add_prefix_space: false, use_regex }
}

fn known(pattern: KnownPattern) -> Vec<PreTokenizer> {
    let (pattern, behavior) = (SplitPattern::Known(pattern), SplitBehavior::Isolated);
    vec![PreTokenizer::Split { pattern, behavior, invert: false }, byte_level(false)]
}

fn metaspace(split: bool) -> Vec<PreTokenizer> {
    vec![PreTokenizer::Metaspace { replacement: '▁', prepend: PrependScheme::Always, split }]
}

/// Every kind of trainer with the pre-tokenizers, normalizers and options that go with it.
fn runs() -> Vec<(&'static str, TrainOptions)> {
    let options = |algorithm, pre_tokenizers| TrainOptions {
        algorithm,
        pre_tokenizers,
        vocabulary_size: 1500,
        ..TrainOptions::default()
    };
    let bytes = |pre_tokenizers| options(Algorithm::ByteBpe, pre_tokenizers);
    let bert = Normalizer::Bert { clean_text: true, handle_chinese_chars: true, strip_accents: None, lowercase: true };
    let specials = || vec!["<|endoftext|>".to_owned(), "<｜end of text｜>".to_owned()];
    vec![
        ("bytes-gpt2", TrainOptions { specials: specials(), ..bytes(vec![byte_level(true)]) }),
        ("bytes-cl100k", bytes(known(KnownPattern::Cl100k))),
        ("bytes-llama3", bytes(known(KnownPattern::Llama3))),
        ("bytes-qwen2-nfc", TrainOptions { normalizers: vec![Normalizer::Nfc], ..bytes(known(KnownPattern::Qwen2)) }),
        ("bytes-qwen35", bytes(known(KnownPattern::Qwen35))),
        ("bytes-o200k", bytes(known(KnownPattern::O200k))),
        ("bytes-tekken", bytes(known(KnownPattern::Tekken))),
        ("bytes-kimi", bytes(known(KnownPattern::Kimi))),
        ("bytes-deepseek", bytes(known(KnownPattern::DeepSeek))),
        ("bytes-whole-text", TrainOptions { max_token_length: Some(9), ..bytes(vec![byte_level(false)]) }),
        ("characters-metaspace", options(Algorithm::CharacterBpe, metaspace(true))),
        (
            "characters-limited",
            TrainOptions {
                alphabet_limit: Some(300),
                ..options(
                    Algorithm::CharacterBpe,
                    vec![PreTokenizer::Whitespace, PreTokenizer::Digits { individual: true }],
                )
            },
        ),
        ("unigram-metaspace", options(Algorithm::Unigram, metaspace(true))),
        (
            "unigram-whole-text-nfkc",
            TrainOptions { normalizers: vec![Normalizer::Nfkc], ..options(Algorithm::Unigram, metaspace(false)) },
        ),
        (
            "wordpiece-bert",
            TrainOptions {
                normalizers: vec![bert],
                specials: ["[UNK]", "[CLS]", "[SEP]"].map(str::to_owned).to_vec(),
                vocabulary_size: 3000,
                ..options(Algorithm::WordPiece, vec![PreTokenizer::Bert])
            },
        ),
        (
            "wordpiece-words",
            TrainOptions {
                alphabet_limit: Some(200),
                ..options(Algorithm::WordPiece, vec![PreTokenizer::WhitespaceSplit])
            },
        ),
    ]
}

fn encode(definition: Definition, text: &str, specials: Specials) -> Vec<u32> {
    let tokenizer = Tokenizer::new(definition).unwrap();
    encode_with(&tokenizer, text, specials)
}

fn encode_with(tokenizer: &Tokenizer, text: &str, specials: Specials) -> Vec<u32> {
    let mut ids = Ids::default();
    let options = EncodeOptions { specials, ..EncodeOptions::default() };
    tokenizer.encode(text, &options, &mut Scratch::default(), &mut ids).unwrap();
    ids.0
}

fn fnv(bytes: impl IntoIterator<Item = u8>) -> String {
    let step = |state: u64, byte| (state ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
    format!("{:016x}", bytes.into_iter().fold(0xCBF2_9CE4_8422_2325, step))
}

#[derive(Deserialize)]
struct Golden {
    reference: String,
    files: BTreeMap<String, GoldenFile>,
}

#[derive(Deserialize)]
struct GoldenFile {
    content: String,
    vocabulary: usize,
    ids: Vec<String>,
    texts: Vec<String>,
}

#[test]
fn the_reference_loads_what_we_write_and_gives_the_same_ids_and_text() {
    let golden: Golden = serde_json::from_str(IDS).unwrap();
    let probes: Vec<String> = serde_json::from_str(PROBES).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("train");
    std::fs::create_dir_all(&folder).unwrap();
    let files: Vec<_> = runs()
        .into_iter()
        .map(|(name, options)| {
            let definition = train(options).definition(usize::MAX);
            let file = tokenizer_json_writer::write(&definition).unwrap();
            std::fs::write(folder.join(name).with_extension("json"), &file).unwrap();
            (name, definition, file)
        })
        .collect();
    let mut cases = 0;
    for (name, definition, file) in files {
        let expected = golden.files.get(name).unwrap_or_else(|| panic!("no golden for {name}"));
        assert_eq!(
            fnv(file.iter().copied()),
            expected.content,
            "{name}: the file changed; make ids.json again from {}",
            folder.display()
        );
        let tokenizer = Tokenizer::new(definition).unwrap();
        assert_eq!(tokenizer.size(), expected.vocabulary, "{name}");
        for (probe, (ids, text)) in probes.iter().zip(expected.ids.iter().zip(&expected.texts)) {
            // The reference always takes special tokens out of the text.
            let ours = encode_with(&tokenizer, probe, Specials::Parse);
            let said = format!("{}:{}", ours.len(), fnv(ours.iter().flat_map(|id| id.to_le_bytes())));
            assert_eq!(&said, ids, "{name} on {probe:?}: {ours:?} is not what {} says", golden.reference);
            let decoded = tokenizer.decode(&ours, false).unwrap();
            let decoded = String::from_utf8_lossy(&decoded);
            assert_eq!(&fnv(decoded.bytes()), text, "{name} on {probe:?}: {decoded:?} from {ours:?}");
            cases += 1;
        }
    }
    println!("{cases} cases, no difference to {}", golden.reference);
}

#[test]
fn written_files_are_read_back_as_the_same_tokenizer() {
    let probes: Vec<String> = serde_json::from_str(PROBES).unwrap();
    for (name, options) in runs() {
        let definition = train(options).definition(usize::MAX);
        let read = tokenizer_json::read(&tokenizer_json_writer::write(&definition).unwrap(), name).unwrap();
        let (ours, again) = (Tokenizer::new(definition).unwrap(), Tokenizer::new(read).unwrap());
        for probe in &probes {
            let ids = encode_with(&ours, probe, Specials::Parse);
            assert_eq!(ids, encode_with(&again, probe, Specials::Parse), "{name} on {probe:?}");
        }
    }
}

#[test]
fn merges_equal_the_reference_trainers() {
    let golden: BTreeMap<String, Vec<(u32, u32)>> = serde_json::from_str(MERGES).unwrap();
    for (name, algorithm, pre_tokenizers) in [
        ("byte", Algorithm::ByteBpe, vec![byte_level(true)]),
        ("character", Algorithm::CharacterBpe, vec![PreTokenizer::Whitespace]),
    ] {
        let options = TrainOptions { algorithm, pre_tokenizers, vocabulary_size: 4096, ..TrainOptions::default() };
        let training = train(options);
        let merges: Vec<_> = training.merges().iter().map(|merge| (merge.left, merge.right)).collect();
        assert!(merges.len() > 2000);
        assert_eq!(merges, golden[name], "{name}");
        println!("{name}: {} merges, all equal", merges.len());
    }
}

#[test]
fn the_text_at_a_step_is_what_the_tokenizer_of_that_step_makes_of_it() {
    for (name, options) in runs() {
        // WordPiece's tokenizer takes the longest token that fits, whatever the trainer joined; Unigram's trainer cuts
        // words that are longer than 4,096 characters.
        if options.algorithm == Algorithm::WordPiece || name == "unigram-whole-text-nfkc" {
            continue;
        }
        let mut training = train(options);
        for step in [0, 1, training.steps() / 3, training.steps()] {
            let state = training.state(step, 0);
            let tokens = encode(training.definition(step), CORPUS, Specials::Text).len();
            assert_eq!(tokens as u64, state.totals.tokens, "{name} at step {step}");
        }
    }
}

#[test]
fn the_same_text_and_options_give_the_same_bytes() {
    for (name, options) in runs() {
        let mut slices = Trainer::new(vec![CORPUS.to_owned()], options.clone()).unwrap();
        while slices.step(10_000).unwrap() != tokenarium::text::job::Step::Done {}
        let bytes = |training: Training| vocab::write(&training.definition(usize::MAX), None).unwrap();
        assert!(bytes(slices.finish().unwrap()) == bytes(train(options)), "{name}");
    }
}
