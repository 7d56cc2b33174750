//! Makes `src/text/pretokenizer/unicode_classes.bin` from the tables of the regex crate (Unicode 16.0, the version of
//! the official tiktoken and of Hugging Face's tokenizers) and checks that the committed file is that.
//! `TOKENARIUM_WRITE=1 cargo test --test unicode_classes` writes it anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

use regex_syntax::hir::{Class, HirKind};
use tokenarium::text::pretokenizer::class::{self, *};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/pretokenizer/unicode_classes.bin");
const CODE_POINTS: usize = 0x11_0000;

/// Marks every code point that `pattern`, a single character class, matches.
fn mark(classes: &mut [u8], pattern: &str, put: impl Fn(u8) -> u8) {
    let hir = regex_syntax::parse(pattern).unwrap();
    let HirKind::Class(Class::Unicode(set)) = hir.kind() else { panic!("{pattern} is not a class") };
    for range in set.ranges() {
        for code_point in range.start()..=range.end() {
            let class = &mut classes[code_point as usize];
            *class = put(*class);
        }
    }
}

fn classes() -> Vec<u8> {
    let mut classes = vec![OTHER; CODE_POINTS];
    let kinds = [
        (r"[\p{Lu}\p{Lt}]", UPPER),
        (r"\p{Ll}", LOWER),
        (r"[\p{Lm}\p{Lo}]", UNCASED),
        (r"\p{M}", MARK),
        (r"\p{N}", NUMBER),
        (r"\p{P}", PUNCTUATION),
        (r"\p{S}", SYMBOL),
        (r"\s", WHITE),
        (r"[\r\n]", NEWLINE),
    ];
    for (pattern, kind) in kinds {
        mark(&mut classes, pattern, |_| kind);
    }
    classes[' ' as usize] = SPACE;
    mark(&mut classes, r"\p{Han}", |class| class | HAN);
    classes
}

fn tables(classes: &[u8]) -> Vec<u8> {
    let mut blocks: Vec<&[u8]> = Vec::new();
    let mut stage_1 = Vec::new();
    for block in classes.chunks(128) {
        let index = blocks.iter().position(|known| *known == block).unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        stage_1.push(u8::try_from(index).expect("more than 256 blocks: take u16 in stage 1"));
    }
    println!("{} blocks", blocks.len());
    [stage_1, blocks.concat()].concat()
}

#[test]
fn the_committed_tables_are_those_of_unicode_16() {
    let made = tables(&classes());
    if std::env::var_os("TOKENARIUM_WRITE").is_some() {
        std::fs::write(PATH, &made).unwrap();
    }
    assert!(made == std::fs::read(PATH).unwrap(), "the tables differ: write them anew");
}

#[test]
fn every_code_point_has_its_class_also_from_utf_8() {
    for (code_point, expected) in classes().into_iter().enumerate() {
        assert_eq!(class::of_code_point(code_point as u32), expected, "U+{code_point:04X}");
        if let Some(character) = char::from_u32(code_point as u32) {
            let text = character.to_string();
            assert_eq!(class::at(text.as_bytes(), 0), (expected, text.len()), "U+{code_point:04X}");
        }
    }
}
