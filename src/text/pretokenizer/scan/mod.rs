//! The scanners, one file per family of patterns, and the parts that several of them share.
//!
//! Each file states its pattern and follows its alternatives in order; where the pattern would backtrack, a comment
//! says which one outcome that leads to. All are generic over constants, so that each pattern gets its own machine code.

pub mod cl100k;
pub mod clip;
pub mod deepseek;
pub mod gpt2;
pub mod o200k;

use super::class::{self, END, NEWLINE, SPACE, SPACES};

/// Where `'(?i:[sdmt]|ll|ve|re)` that starts at `at` ends, if it is there. Case-insensitive as Unicode has it, so the
/// long s (U+017F) is an s.
#[inline(always)]
fn contraction_any_case(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at) != Some(&b'\'') {
        return None;
    }
    let lower = |offset: usize| text.get(at + offset).map_or(0, |byte| byte | 0x20);
    match lower(1) {
        b's' | b'd' | b'm' | b't' => Some(at + 2),
        b'l' if lower(2) == b'l' => Some(at + 3),
        b'v' | b'r' if lower(2) == b'e' => Some(at + 3),
        _ if text.get(at + 1..at + 3) == Some(&[0xc5, 0xbf]) => Some(at + 3),
        _ => None,
    }
}

/// Where `'(?:[sdmt]|ll|ve|re)` that starts at `at` ends, if it is there.
#[inline(always)]
fn contraction_lower_case(text: &[u8], at: usize) -> Option<usize> {
    if text.get(at) != Some(&b'\'') {
        return None;
    }
    match (text.get(at + 1)?, text.get(at + 2)) {
        (b's' | b'd' | b'm' | b't', _) => Some(at + 2),
        (b'l', Some(b'l')) | (b'v' | b'r', Some(b'e')) => Some(at + 3),
        _ => None,
    }
}

/// Where `\p{N}{1,LONGEST}` ends whose first number ends at `end`; the class of the first number may stand for others.
#[inline(always)]
fn numbers<const LONGEST: usize>(text: &[u8], mut end: usize) -> usize {
    for _ in 1..LONGEST {
        let (class, next) = class::at(text, end);
        if class & 15 != class::NUMBER {
            break;
        }
        end = next;
    }
    end
}

/// How a run of white space was cut.
enum White {
    /// All of it, since the text ends: `\s++$`.
    AtEnd,
    /// Behind its last line break: `\s*[\r\n]+`.
    LineBreak,
    /// Before its last character, or at the end of the text: `\s+(?!\S)`.
    NotBeforeText,
    /// The whole of it, one character: `\s+`.
    Rest,
}

/// Cuts `\s+(?!\S)|\s+`, with `LINES` `\s*[\r\n]+|\s+(?!\S)|\s+`, off at `start`, which is white space.
/// With `WHOLE_AT_END`, white space that ends the text is one piece before all that (`\s++$`).
#[inline(always)]
fn white<const LINES: bool, const WHOLE_AT_END: bool>(text: &[u8], start: usize) -> (usize, White) {
    let mut end = start;
    let mut last_start = start;
    let mut after_line_break = 0;
    let ended = loop {
        let (class, next) = class::at(text, end);
        if !SPACES.has(class) {
            break class == END;
        }
        last_start = end;
        end = next;
        if LINES && class == NEWLINE {
            after_line_break = end;
        }
        // Long runs are of spaces.
        if class == SPACE {
            while text.get(end) == Some(&b' ') {
                last_start = end;
                end += 1;
            }
        }
    };
    if WHOLE_AT_END && ended {
        (end, White::AtEnd)
    } else if LINES && after_line_break > 0 {
        (after_line_break, White::LineBreak)
    } else if ended {
        (end, White::NotBeforeText)
    } else if last_start > start {
        (last_start, White::NotBeforeText)
    } else {
        (end, White::Rest)
    }
}
