//! DeepSeek V3's three splits in one scanner.
//!
//! The first takes numbers, the second Chinese and Japanese characters of three blocks; the third works inside each piece
//! that they left, be it a match or what lies between. So for the third a number is the end of its text, and so is every
//! change between those characters and others. What no alternative of the third matches (controls, formats, unassigned)
//! stays between the matches as a piece: [`GAP`].

use super::numbers;
use crate::text::pretokenizer::class::{self, END, Kinds, LETTERS, MARK, NEWLINE, NUMBER, PUNCTUATION, SPACE, SPACES};
use crate::text::pretokenizer::class::{OTHER, SYMBOL, WHITE};
use crate::text::pretokenizer::known::{Branch, GAP, Piece, Scanner};

/// The three patterns, in the order in which they are applied.
pub const SOURCES: [&str; 3] = [
    r"\p{N}{1,3}",
    "[一-龥\u{3040}-ゟ゠-ヿ]+",
    "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
];

/// Their alternatives.
pub const BRANCHES: [Branch; 8] = [
    Branch::new("one to three numbers", SOURCES[0]),
    Branch::new("Chinese characters and kana, but for signs among them", SOURCES[1]),
    Branch::new(
        "ASCII punctuation with the ASCII letters behind it",
        r##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+"##,
    ),
    Branch::new("letters and marks, with one character before them", r"[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"),
    Branch::new("punctuation and symbols, with the space before and line breaks behind", r" ?[\p{P}\p{S}]+[\r\n]*"),
    Branch::new("white space up to its last line break", r"\s*[\r\n]+"),
    Branch::new("white space up to the last before text", r"\s+(?!\S)"),
    Branch::new("white space", r"\s+"),
];

/// [`SOURCES`] as code.
pub struct DeepSeek;

const WORD: Kinds = LETTERS.or(Kinds::of(&[MARK]));
const SIGNS: Kinds = Kinds::of(&[PUNCTUATION, SYMBOL]);
/// What may stand before a word: no line break, letter, punctuation or symbol. A mark is part of the word itself.
const PREFIXES: Kinds = Kinds::of(&[OTHER, SPACE, WHITE]);

/// Whether U+3040–30FF or U+4E00–9FA5 starts at `at`: three bytes each.
#[inline(always)]
fn is_cjk(text: &[u8], at: usize) -> bool {
    let Some(&[first, second, third]) = text.get(at..).and_then(|rest| rest.first_chunk::<3>()) else { return false };
    if !(0xe3..=0xe9).contains(&first) {
        return false;
    }
    let code_point = (first as u32 & 15) << 12 | (second as u32 & 63) << 6 | third as u32 & 63;
    matches!(code_point, 0x3040..=0x30ff | 0x4e00..=0x9fa5)
}

/// The class as the third pattern sees it, inside a match of the second (`CJK`) or outside: its text ends with that, and
/// where a number begins.
#[inline(always)]
fn inner<const CJK: bool>(text: &[u8], at: usize) -> (u8, usize) {
    let (class, next) = class::at(text, at);
    if class & 15 == NUMBER || is_cjk(text, at) != CJK { (END, at) } else { (class, next) }
}

#[inline(always)]
fn run<const CJK: bool>(text: &[u8], from: usize, kinds: Kinds) -> usize {
    let mut end = from;
    loop {
        let (class, next) = inner::<CJK>(text, end);
        if !kinds.has(class) {
            return end;
        }
        end = next;
    }
}

impl Scanner for DeepSeek {
    #[inline(always)]
    fn piece(text: &[u8], start: usize) -> Piece {
        let (class, end) = class::at(text, start);
        if class & 15 == NUMBER {
            return Piece { end: numbers::<3>(text, end), branch: 0 };
        }
        if is_cjk(text, start) {
            return third::<true>(text, start, class, end);
        }
        let letters = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphabetic);
        if text.get(start).is_some_and(u8::is_ascii_punctuation) && letters(end) {
            let mut end = end + 1;
            while letters(end) {
                end += 1;
            }
            return Piece { end, branch: 2 };
        }
        third::<false>(text, start, class, end)
    }
}

/// What the third pattern takes from `start` on, but for its first alternative; the character there ends at `end`.
#[inline(always)]
fn third<const CJK: bool>(text: &[u8], start: usize, class: u8, end: usize) -> Piece {
    let word = if CJK { 1 } else { 3 };
    if WORD.has(class) {
        return Piece { end: run::<CJK>(text, end, WORD), branch: word };
    }
    let (behind, next) = inner::<CJK>(text, end);
    if PREFIXES.has(class) && WORD.has(behind) {
        return Piece { end: run::<CJK>(text, next, WORD), branch: word };
    }
    if SIGNS.has(class) || class == SPACE && SIGNS.has(behind) {
        let mut end = run::<CJK>(text, end, SIGNS);
        while !CJK && matches!(text.get(end), Some(b'\r' | b'\n')) {
            end += 1;
        }
        return Piece { end, branch: 4 };
    }
    if SPACES.has(class) {
        return white_space(text, start);
    }
    Piece { end: gap::<CJK>(text, end), branch: GAP }
}

/// `\s*[\r\n]+|\s+(?!\S)|\s+` at `start`, which is white space.
#[inline(always)]
fn white_space(text: &[u8], start: usize) -> Piece {
    let (mut end, mut last_start, mut after_line_break) = (start, start, 0);
    loop {
        let (class, next) = inner::<false>(text, end);
        if !SPACES.has(class) {
            return if after_line_break > 0 {
                Piece { end: after_line_break, branch: 5 }
            } else if class == END {
                Piece { end, branch: 6 }
            } else if last_start > start {
                Piece { end: last_start, branch: 6 }
            } else {
                Piece { end, branch: 7 }
            };
        }
        (last_start, end) = (end, next);
        if class == NEWLINE {
            after_line_break = end;
        }
    }
}

/// Where text that nothing matches, and whose first character ends at `end`, ends: before the first character that a
/// match begins with, which another such character does if a word follows it.
#[inline(always)]
fn gap<const CJK: bool>(text: &[u8], mut end: usize) -> usize {
    loop {
        let (class, next) = inner::<CJK>(text, end);
        if class != OTHER || WORD.has(inner::<CJK>(text, next).0) {
            return end;
        }
        end = next;
    }
}
