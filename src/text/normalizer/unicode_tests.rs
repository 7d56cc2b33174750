//! Makes `unicode_forms.bin` from the crate `unicode-normalization` and compares every code point with it.
//! `TOKENARIUM_WRITE=1 cargo test --lib unicode` writes the file anew.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical, decompose_compatible};

use super::*;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/normalizer/unicode_forms.bin");

fn parts(c: char, decompose: impl FnOnce(char, &mut dyn FnMut(char))) -> Vec<char> {
    let mut parts = Vec::new();
    decompose(c, &mut |part| parts.push(part));
    parts
}

fn canonical(c: char) -> Vec<char> {
    parts(c, |c, keep| decompose_canonical(c, keep))
}

fn compatible(c: char) -> Vec<char> {
    parts(c, |c, keep| decompose_compatible(c, keep))
}

fn put(out: &mut Vec<u8>, list: &[u32]) {
    let mut put = |mut number: u32| {
        while number >= 0x80 {
            out.push(number as u8 | 0x80);
            number >>= 7;
        }
        out.push(number as u8);
    };
    put(list.len() as u32);
    list.iter().for_each(|&number| put(number));
}

fn packed() -> Vec<u8> {
    let (mut steps, mut kinds, mut classes, mut differences) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut before = [0; 32];
    let mut last = 0;
    for c in ('\0'..=char::MAX).filter(|c| !HANGUL.contains(c)) {
        let class = canonical_combining_class(c);
        let (kind, parts) = match (canonical(c), compatible(c)) {
            (_, parts) if parts == [c] => (0, Vec::new()),
            (alone, parts) if alone == [c] => (COMPATIBLE, parts),
            (parts, _) if [c].into_iter().nfc().eq([c]) => (COMPOSED, parts),
            (parts, _) => (2, parts),
        };
        if parts.is_empty() && class == 0 {
            continue;
        }
        steps.push(c as u32 - last);
        last = c as u32;
        kinds.push((parts.len() as u32) << 2 | kind);
        classes.push(class.into());
        for (before, part) in before.iter_mut().zip(parts) {
            let difference = part as i32 - *before;
            differences.push((difference << 1 ^ difference >> 31) as u32);
            *before = part as i32;
        }
    }
    let mut out = Vec::new();
    [steps, kinds, classes, differences].iter().for_each(|list| put(&mut out, list));
    out
}

fn ours(text: &str, form: Form) -> String {
    let mut out = String::new();
    normalize(text, form, &mut out);
    out
}

fn all_forms(text: &str) -> [(Form, String); 4] {
    [
        (Form::Nfc, text.nfc().collect()),
        (Form::Nfd, text.nfd().collect()),
        (Form::Nfkc, text.nfkc().collect()),
        (Form::Nfkd, text.nfkd().collect()),
    ]
}

#[test]
fn the_committed_file_is_what_the_crate_has() {
    let made = packed();
    if std::env::var_os("TOKENARIUM_WRITE").is_some() {
        std::fs::write(PATH, &made).expect("the file can be written");
    }
    assert!(made == std::fs::read(PATH).expect("the file is there"), "the data differ: write them anew");
}

#[test]
fn every_code_point_decomposes_composes_and_orders_as_in_the_crate() {
    for c in '\0'..=char::MAX {
        assert_eq!(combining_class(c), canonical_combining_class(c), "{c:?}");
        assert_eq!(Some(&first_part(c, false)), canonical(c).first(), "{c:?}");
        assert_eq!(Some(&first_part(c, true)), compatible(c).first(), "{c:?}");
        let alone = c.to_string();
        for (form, expected) in all_forms(&alone) {
            assert_eq!(ours(&alone, form), expected, "{c:?} {form:?}");
            // What it was taken apart into, put together again, and with a mark between.
            assert_eq!(ours(&expected, Form::Nfc), expected.nfc().collect::<String>(), "{c:?} {form:?}");
            let marked: String = expected.chars().flat_map(|part| [part, '\u{323}', '\u{301}']).collect();
            assert_eq!(ours(&marked, form), all_forms(&marked)[form as usize].1, "{c:?} {form:?}");
        }
    }
}

#[test]
fn every_pair_that_the_crate_composes_is_a_composite() {
    let firsts: Vec<char> = ('\0'..=char::MAX).filter(|&c| canonical(c).len() > 1).flat_map(canonical).collect();
    for (composite, second) in composites() {
        let first: String = [composite].into_iter().nfd().take(canonical(composite).len() - 1).nfc().collect();
        let first = first.chars().next().expect("a first part");
        assert_eq!(unicode_normalization::char::compose(first, second), Some(composite));
        for &other in firsts.iter().step_by(97) {
            assert_eq!(tables().compose(other, second), unicode_normalization::char::compose(other, second));
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_normalized_as_by_the_crate(
        text in r"(\PC|[a-zA-Z]|\p{M}|[\x{0300}-\x{0345}]|[\x{1100}-\x{1200}\x{AC00}-\x{AC40}]|[\x{0900}-\x{0DFF}\x{11000}-\x{11FFF}]|\p{Han}){0,40}",
    ) {
        for (form, expected) in all_forms(&text) {
            prop_assert_eq!(ours(&text, form), expected, "{:?}", form);
        }
    }
}
