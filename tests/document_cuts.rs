//! Hard cuts: where a document resumes and stops. Between the two characters of one, every scanner ends a piece, and
//! both sides are cut as if they stood alone, whatever stands around.
//!
//! Checked for every known pattern: all surroundings up to two characters on each side over one character of every
//! class, every sign that may stand behind a cut, every letter of Unicode before one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

use tokenarium::text::definition::{Definition, KnownPattern, Model, PreTokenizer, SplitBehavior, SplitPattern};
use tokenarium::text::document::{Cuts, Locality};
use tokenarium::text::pretokenizer::known::{ALL, next_piece};
use tokenarium::text::vocabulary::Vocabulary;

/// The cuts of a pipeline that is `pattern` and nothing else.
fn cuts(pattern: KnownPattern) -> Cuts {
    let split =
        PreTokenizer::Split { pattern: SplitPattern::Known(pattern), behavior: SplitBehavior::Isolated, invert: false };
    let definition = Definition {
        name: "cuts".to_owned(),
        vocabulary: Vocabulary::default(),
        added: Vec::new(),
        normalizers: Vec::new(),
        pre_tokenizers: vec![split],
        model: Model::Bytes,
        post_processors: Vec::new(),
        decoders: Vec::new(),
        chat_template: None,
    };
    match Locality::of(&definition, false) {
        Locality::Cuts(cuts) => cuts,
        other => panic!("{pattern:?} has no cuts: {other:?}"),
    }
}

fn ends(pattern: KnownPattern, text: &str, base: usize, out: &mut Vec<usize>) {
    let mut at = 0;
    while at < text.len() {
        at = next_piece(pattern, text, at).end;
        out.push(base + at);
    }
}

/// Counts the cuts in `text` and checks each.
fn check(pattern: KnownPattern, cuts: &Cuts, left: &str, right: &str) -> usize {
    let (Some(before), Some(behind)) = (left.chars().next_back(), right.chars().next()) else { return 0 };
    if !cuts.allows(before, behind) {
        return 0;
    }
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    ends(pattern, &format!("{left}{right}"), 0, &mut whole);
    ends(pattern, left, 0, &mut parts);
    ends(pattern, right, left.len(), &mut parts);
    assert_eq!(whole, parts, "{pattern:?}: {left:?} | {right:?}");
    1
}

/// One character of every class that some pattern tells apart.
const CLASSES: [char; 20] =
    ['a', 'B', 'ª', 'あ', '漢', '〇', '\u{301}', '1', '½', ' ', '\t', '\n', '\r', '!', '/', '\'', '—', '・', '\0', 's'];

fn surroundings(longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut start = 0;
    for _ in 0..longest {
        let end = all.len();
        for at in start..end {
            for class in CLASSES {
                all.push(format!("{}{class}", all[at]));
            }
        }
        start = end;
    }
    all
}

#[test]
fn every_piece_ends_at_a_hard_cut_in_all_surroundings() {
    let around = surroundings(2);
    let mut checked = 0;
    for pattern in ALL {
        let cuts = cuts(pattern);
        for left in &around {
            for before in ['a', 'B', 'ª', 'あ', '漢', '1'] {
                let left = format!("{left}{before}");
                for behind in [' ', '\n', '.', '$', '1', '/', '。'] {
                    // A seventh of the right sides for each left one; another seventh for the next.
                    let offset = left.len() + checked;
                    for right in around.iter().skip(offset % 7).step_by(7) {
                        checked += check(pattern, &cuts, &left, &format!("{behind}{right}"));
                    }
                }
            }
        }
    }
    println!("{checked} hard cuts in their surroundings");
    assert!(checked > 1_000_000);
}

#[test]
fn every_sign_may_stand_behind_a_cut_and_no_apostrophe() {
    let around = surroundings(1);
    for pattern in ALL {
        let cuts = cuts(pattern);
        for behind in (0..0x3100).chain(0xff00..0xff70).filter_map(char::from_u32) {
            for before in ['a', 'é', '漢', '7'].into_iter().filter(|&before| cuts.allows(before, behind)) {
                for left in &around {
                    for right in &around {
                        check(pattern, &cuts, &format!("{left}{before}"), &format!("{behind}{right}"));
                    }
                }
            }
        }
        assert!(cuts.allows('a', ' ') && cuts.allows('漢', '。') && cuts.allows('7', '.'));
        assert!(!cuts.allows('a', '\'') && !cuts.allows('a', 'b') && !cuts.allows('1', '2') && !cuts.allows(' ', 'a'));
    }
}

#[test]
fn every_letter_may_stand_before_a_cut() {
    let mut letters = 0;
    for pattern in ALL {
        let cuts = cuts(pattern);
        for before in (0..=0x10_ffff).filter_map(char::from_u32) {
            for behind in [' ', '\n', '.', '1', '，'] {
                let right = format!("{behind}s ");
                letters += check(pattern, &cuts, &before.to_string(), &right);
                check(pattern, &cuts, &format!(" A'{before}"), &right);
            }
        }
    }
    println!("{letters} cuts behind a letter");
    assert!(letters > 5_000_000);
}
