//! Every component of the pipeline against the reference library, from `golden/components.json`.
//!
//! Ids must be equal. Spans must be equal after ours are widened to whole characters (the reference knows no parts of
//! characters), but for what `Span` counts. Decoded text must be equal where ours is read as the reference reads it.
#![cfg(feature = "tools")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use serde_json::Value;
use tokenarium::text::definition::{Definition, Model, Normalizer, PreTokenizer, SplitBehavior, SplitPattern};
use tokenarium::text::encoding::Scratch;
use tokenarium::text::format::tokenizer_json;
use tokenarium::text::sink::Spanned;
use tokenarium::text::tokenizer::{EncodeOptions, Specials, Tokenizer};
use tokenarium::text::vocabulary::Vocabulary;

fn goldens() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/components.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as u32).collect()
}

/// How a span of ours relates to the reference's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Span {
    Equal,
    /// The token comes from nothing; the reference gives it its neighbour's place.
    FromNothing,
    /// Several characters became one or more others: ours is all of them, the reference's the first or the last.
    Wider,
    /// A byte of unknown text: ours is the byte's character, Unigram's in the reference all unknown text around it.
    Narrower,
    Different,
}

fn compare(text: &str, ours: (usize, usize), theirs: (usize, usize)) -> Span {
    let (mut start, mut end) = ours;
    if start == end {
        return if ours == theirs { Span::Equal } else { Span::FromNothing };
    }
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    match (start, end) {
        span if span == theirs => Span::Equal,
        (start, end) if start <= theirs.0 && theirs.1 <= end => Span::Wider,
        (start, end) if theirs.0 <= start && end <= theirs.1 => Span::Narrower,
        _ => Span::Different,
    }
}

#[test]
fn ids_spans_and_text_are_those_of_the_reference() {
    let goldens = goldens();
    let strings: Vec<&str> = goldens["strings"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    let mut scratch = Scratch::default();
    let mut spans = BTreeMap::new();
    let (mut cases, mut decoded, mut kept_bytes) = (0, 0, 0);
    let mut wrong = Vec::new();
    for (name, golden) in goldens["definitions"].as_object().unwrap() {
        let file = golden["json"].to_string().replace("@nmt_nfkc", goldens["nmt_nfkc"].as_str().unwrap());
        let read = tokenizer_json::read(file.as_bytes(), name).and_then(Tokenizer::new);
        let tokenizer = match read {
            Ok(tokenizer) => tokenizer,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let template = !golden["json"]["post_processor"].is_null();
        let options = EncodeOptions { specials: Specials::Parse, template, ..EncodeOptions::default() };
        let mut shown = 0;
        for (text, case) in strings.iter().zip(golden["cases"].as_array().unwrap()) {
            cases += 1;
            let (ids, theirs) = (numbers(&case[0]), numbers(&case[1]));
            let mut out = Spanned::default();
            tokenizer.encode(text, &options, &mut scratch, &mut out).unwrap();
            let mut problem = None;
            if out.ids != ids {
                problem = Some(format!("ids\n  ours   {:?}\n  theirs {ids:?}", out.ids));
            } else {
                for (ours, theirs) in out.spans.chunks(2).zip(theirs.chunks(2)) {
                    let pair = |span: &[u32]| (span[0] as usize, span[1] as usize);
                    let kind = match (pair(ours), pair(theirs)) {
                        // The template's tokens have no place; the reference says 0.
                        ((start, end), (0, 0)) if start == end => Span::Equal,
                        (ours, theirs) => compare(text, ours, theirs),
                    };
                    *spans.entry(kind).or_insert(0) += 1;
                    if kind == Span::Different || (kind == Span::Narrower && name != "unigram-fallback") {
                        problem = Some(format!("spans\n  ours   {:?}\n  theirs {theirs:?}", out.spans));
                    }
                }
            }
            if let (None, Some(texts)) = (&problem, case[2].as_array()) {
                for (skip, text) in [false, true].into_iter().zip(texts) {
                    decoded += 1;
                    let ours = tokenizer.decode(&ids, skip).unwrap();
                    let ours = String::from_utf8_lossy(&ours);
                    // The reference makes every byte of a run U+FFFD when the run as a whole is no text; ours keeps bytes.
                    if name == "unigram-fallback" && text.as_str().unwrap().contains('\u{FFFD}') {
                        kept_bytes += 1;
                    } else if ours != text.as_str().unwrap() {
                        problem = Some(format!("decoded, skip {skip}\n  ours   {ours:?}\n  theirs {text}"));
                    }
                }
            }
            if let Some(problem) = problem {
                shown += 1;
                if shown < 3 {
                    wrong.push(format!("{name} on {text:?}: {problem}"));
                } else {
                    wrong.push(name.to_string());
                }
            }
        }
    }
    println!("{cases} cases, {decoded} decoded, spans {spans:?}");
    for line in &wrong {
        if line.len() > 60 {
            println!("{line}");
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} cases differ", wrong.len());
    assert_eq!(kept_bytes, 4);
}

fn decode_base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|&c| c != b'=').map(value).collect();
    let bytes = |four: &[u8]| {
        let bits = four.iter().enumerate().fold(0, |bits, (at, &digit)| bits | u32::from(digit) << (18 - 6 * at));
        bits.to_be_bytes()[1..four.len()].to_vec()
    };
    digits.chunks(4).flat_map(bytes).collect()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| crc >> 1 ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn every_code_point_is_normalized_and_cut_as_in_the_reference() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/code_points.json");
    let goldens: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let charsmap = decode_base64(self::goldens()["nmt_nfkc"].as_str().unwrap());
    let regex = |source: &str, behavior, invert| PreTokenizer::Split {
        pattern: SplitPattern::Regex(source.to_owned()),
        behavior,
        invert,
    };
    let mut wrong = Vec::new();
    let mut cases = 0;
    for (name, crcs) in goldens.as_object().unwrap() {
        let mut definition = Definition {
            name: name.clone(),
            vocabulary: Vocabulary::default(),
            added: Vec::new(),
            normalizers: Vec::new(),
            pre_tokenizers: Vec::new(),
            model: Model::Bytes,
            post_processors: Vec::new(),
            decoders: Vec::new(),
            chat_template: None,
        };
        match name.as_str() {
            "Nfc" => definition.normalizers.push(Normalizer::Nfc),
            "Nfd" => definition.normalizers.push(Normalizer::Nfd),
            "Nfkc" => definition.normalizers.push(Normalizer::Nfkc),
            "Nfkd" => definition.normalizers.push(Normalizer::Nfkd),
            "Lowercase" => definition.normalizers.push(Normalizer::Lowercase),
            "StripAccents" => definition.normalizers.push(Normalizer::StripAccents),
            "Bert" => definition.normalizers.push(Normalizer::Bert {
                clean_text: true,
                handle_chinese_chars: true,
                strip_accents: None,
                lowercase: true,
            }),
            "PrecompiledByGrapheme" => {
                definition.normalizers.push(Normalizer::PrecompiledByGrapheme(charsmap.clone()));
            }
            "Whitespace" => definition.pre_tokenizers.push(PreTokenizer::Whitespace),
            "WhitespaceSplit" => definition.pre_tokenizers.push(PreTokenizer::WhitespaceSplit),
            "Punctuation" => definition.pre_tokenizers.push(PreTokenizer::Punctuation(SplitBehavior::Isolated)),
            "Digits" => definition.pre_tokenizers.push(PreTokenizer::Digits { individual: true }),
            "BertPieces" => definition.pre_tokenizers.push(PreTokenizer::Bert),
            "UnicodeScripts" => definition.pre_tokenizers.push(PreTokenizer::UnicodeScripts),
            "Word" => definition.pre_tokenizers.push(regex(r"\w+", SplitBehavior::Removed, true)),
            "Letter" => definition.pre_tokenizers.push(regex(r"\p{L}+|\p{N}", SplitBehavior::Isolated, false)),
            _ => panic!("{name} is not known here"),
        }
        let cuts = !definition.pre_tokenizers.is_empty();
        let tokenizer = Tokenizer::new(definition).unwrap();
        let blocks = (0..0x3_2400 / 1024).chain([0xE_0000 / 1024, 0x10_FC00 / 1024]);
        assert_eq!(blocks.clone().count(), crcs.as_array().unwrap().len());
        for (block, crc) in blocks.zip(crcs.as_array().unwrap()) {
            let points = (block * 1024..(block + 1) * 1024).filter_map(char::from_u32);
            let text: String =
                points.map(|c| format!("{c}{c} a{c}b 1{c}\u{323}\u{301}{c}\u{334} \u{345}{c}e\n")).collect();
            let mut out = Vec::new();
            for piece in tokenizer.pieces(&text, Specials::Text) {
                out.extend_from_slice(&piece.text);
                if cuts {
                    out.push(0);
                }
            }
            cases += 1;
            if u64::from(crc32(&out)) != crc.as_u64().unwrap() {
                wrong.push(format!("{name} U+{:04X}", block * 1024));
            }
        }
    }
    println!("{cases} blocks, wrong: {wrong:?}");
    assert!(wrong.is_empty());
}
