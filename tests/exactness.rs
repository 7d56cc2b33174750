//! Exactness: the ids and the decoded bytes of every shipped vocabulary equal those of its reference library.
//!
//! The ordinary run compares with the goldens that `tests/oracle/goldens.py` wrote (their format stands there): 5,600
//! texts for every vocabulary, and some with its special tokens parsed. The long form (`cargo xtask test --full`) runs
//! the references beside us. Every vocabulary in the catalogue must have a golden, and the count of cases is printed.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail loudly like tests"
)]

mod shipped;

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};
use tokenarium::text::encoding::Scratch;
use tokenarium::text::sink::Ids;
use tokenarium::text::tokenizer::{EncodeOptions, Specials, Tokenizer};

use shipped::{ROOT, catalogue, inflate, load};

fn short_hash(data: &[u8]) -> [u8; 8] {
    let mut short = [0; 8];
    short.copy_from_slice(&Sha256::digest(data)[..8]);
    short
}

fn hash_of_ids(ids: &[u32]) -> [u8; 8] {
    short_hash(&ids.iter().flat_map(|id| id.to_le_bytes()).collect::<Vec<u8>>())
}

fn encode(tokenizer: &Tokenizer, text: &str, specials: Specials, scratch: &mut Scratch) -> Vec<u32> {
    let mut ids = Ids::default();
    let options = EncodeOptions { specials, ..EncodeOptions::default() };
    tokenizer.encode(text, &options, scratch, &mut ids).expect("every text can be encoded");
    ids.0
}

/// Walks over a golden file.
struct Golden<'a>(&'a [u8]);

impl<'a> Golden<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    fn number(&mut self) -> usize {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.take(1)[0];
            value |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte < 0x80 {
                return value;
            }
        }
    }

    fn text(&mut self) -> &'a str {
        let length = self.number();
        std::str::from_utf8(self.take(length)).expect("texts are UTF-8")
    }

    fn ids(&mut self) -> Vec<u32> {
        let count = self.number();
        (0..count).map(|_| self.number() as u32).collect()
    }
}

fn inputs() -> Vec<String> {
    let body =
        inflate(&std::fs::read(Path::new(ROOT).join("tests/golden/exactness/inputs.deflate")).expect("the inputs"));
    let mut reader = Golden(&body);
    let mut texts = Vec::new();
    while !reader.0.is_empty() {
        texts.push(reader.text().to_owned());
    }
    texts
}

/// Differences of one vocabulary, the first few in words.
#[derive(Default)]
struct Report {
    cases: usize,
    differences: usize,
    words: Vec<String>,
}

impl Report {
    fn case(&mut self, equal: bool, words: impl FnOnce() -> String) {
        self.cases += 1;
        if !equal {
            self.differences += 1;
            if self.words.len() < 8 {
                self.words.push(words());
            }
        }
    }
}

/// The vocabularies to compare: all, or the one that `TOKENARIUM_ONLY` names.
fn chosen() -> Vec<String> {
    let only = std::env::var("TOKENARIUM_ONLY").ok();
    catalogue().into_iter().filter(|name| only.as_ref().is_none_or(|only| only == name)).collect()
}

fn compare(name: &str, texts: &[String]) -> Report {
    let tokenizer = load(name);
    let path = Path::new(ROOT).join(format!("tests/golden/exactness/{name}.golden"));
    let file = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut golden = Golden(&file);
    let lossy = golden.number() == 1;
    assert_eq!(golden.number(), texts.len(), "{name}: the golden is of other inputs");
    let (mut report, mut scratch) = (Report::default(), Scratch::default());
    let mut first = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let ids = encode(&tokenizer, text, Specials::Text, &mut scratch);
        let decoded = tokenizer.decode(&ids, false).expect("ids that the tokenizer made");
        let same_ids = golden.take(8) == hash_of_ids(&ids);
        let same_bytes = if lossy { golden.take(8) == short_hash(&decoded) } else { decoded == text.as_bytes() };
        report.case(same_ids && same_bytes, || {
            let what = if same_ids { "decodes differently" } else { "has other ids" };
            format!("text {index} {what}: {}", shown(text, &ids))
        });
        first.push(ids);
    }
    let full = golden.number();
    for (index, ids) in first.iter().take(full).enumerate() {
        let expected = golden.ids();
        assert!(expected == *ids || report.differences > 0, "{name}: hash and ids of text {index} disagree");
        if expected != *ids && report.words.len() < 24 {
            report.words.push(format!("text {index}: expected {expected:?}, got {ids:?}"));
        }
    }
    for _ in 0..golden.number() {
        let text = golden.text();
        let expected = golden.ids();
        let ids = encode(&tokenizer, text, Specials::Parse, &mut scratch);
        report.case(ids == expected, || {
            format!("{text:?} with special tokens: expected {expected:?}, got {}", shown("", &ids))
        });
    }
    assert!(golden.0.is_empty(), "{name}: the golden is longer than it says");
    report
}

fn shown(text: &str, ids: &[u32]) -> String {
    let text: String = text.chars().take(60).collect();
    format!("{text:?} {:?}", &ids[..ids.len().min(24)])
}

#[test]
fn every_vocabulary_equals_its_reference() {
    let texts = inputs();
    let (mut cases, mut wrong) = (0, Vec::new());
    for name in chosen() {
        let report = compare(&name, &texts);
        println!("{name:20} {:6} cases, {} differences", report.cases, report.differences);
        assert!(report.cases >= 5_000, "{name} has too few cases");
        cases += report.cases;
        if report.differences > 0 {
            wrong.push(format!("{name}: {} differences\n  {}", report.differences, report.words.join("\n  ")));
        }
    }
    println!("{cases} cases");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The reference of `name` beside us, in the oracle's own environment, which is made when it is missing.
fn live(name: &str) -> Report {
    let python = Path::new(ROOT).join(".cache/oracle/bin/python");
    if !python.exists() {
        let folder = Path::new(ROOT).join(".cache/oracle");
        let requirements = Path::new(ROOT).join("tests/oracle/requirements.txt");
        let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).status().expect("python3");
        let pip = Command::new(&python).args(["-m", "pip", "install", "-q", "-r"]).arg(requirements).status();
        assert!(made.success() && pip.is_ok_and(|status| status.success()), "the oracle's environment");
    }
    let mut child = Command::new(python)
        .arg(Path::new(ROOT).join("tests/oracle/live.py"))
        .arg(name)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the oracle starts");
    let mut stream = std::io::BufReader::new(child.stdout.take().expect("its output"));
    let mut read = |count: usize| {
        let mut bytes = vec![0; count];
        stream.read_exact(&mut bytes).map(|()| bytes)
    };
    let tokenizer = load(name);
    let (mut report, mut scratch) = (Report::default(), Scratch::default());
    while let Ok(length) = read(4) {
        let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let record = read(length + 16).expect("a whole record");
        let text = std::str::from_utf8(&record[..length]).expect("texts are UTF-8");
        let ids = encode(&tokenizer, text, Specials::Text, &mut scratch);
        let decoded = tokenizer.decode(&ids, false).expect("ids that the tokenizer made");
        let expected = [hash_of_ids(&ids), short_hash(&decoded)].concat();
        report.case(record[length..] == expected, || shown(text, &ids));
    }
    assert!(child.wait().is_ok_and(|status| status.success()), "{name}: the oracle failed");
    report
}

#[test]
#[ignore = "the long form: needs the oracle's Python packages and runs for an hour"]
fn every_vocabulary_equals_its_reference_on_100_000_random_texts_and_hostile_megabytes() {
    let mut wrong = Vec::new();
    for name in chosen() {
        let report = live(&name);
        println!("{name:20} {:6} live cases, {} differences", report.cases, report.differences);
        assert!(report.cases >= 100_000, "{name} has too few cases");
        if report.differences > 0 {
            wrong.push(format!("{name}: {} differences\n  {}", report.differences, report.words.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
