//! CLIP's pattern. It does not match white space, which lies between its pieces as [`GAP`] and is dropped.

use super::contraction_lower_case;
use crate::text::pretokenizer::class::{self, Kinds, LETTERS, NUMBER, SPACES};
use crate::text::pretokenizer::known::{Branch, GAP, Piece, Scanner};

/// The pattern.
pub const SOURCE: &str = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+";

/// Its alternatives.
pub const BRANCHES: [Branch; 4] = [
    Branch::new("English contraction", r"'s|'t|'re|'ve|'m|'ll|'d"),
    Branch::new("letters", r"[\p{L}]+"),
    Branch::new("one number", r"[\p{N}]"),
    Branch::new("other characters", r"[^\s\p{L}\p{N}]+"),
];

/// [`SOURCE`] as code.
pub struct Clip;

const OTHERS: Kinds = SPACES.or(LETTERS).or(Kinds::of(&[NUMBER])).complement();

impl Scanner for Clip {
    #[inline(always)]
    fn piece(text: &[u8], start: usize) -> Piece {
        if let Some(end) = contraction_lower_case(text, start) {
            return Piece { end, branch: 0 };
        }
        let (class, end) = class::at(text, start);
        if LETTERS.has(class) {
            Piece { end: class::letters(text, end, LETTERS), branch: 1 }
        } else if class & 15 == NUMBER {
            Piece { end, branch: 2 }
        } else if OTHERS.has(class) {
            Piece { end: class::run(text, end, OTHERS), branch: 3 }
        } else {
            Piece { end: class::run(text, end, SPACES), branch: GAP }
        }
    }
}
