//! GPT-2's pattern, used by r50k, p50k, Whisper, Claude 2 and the GPT-NeoX line as well.

use super::{White, contraction_lower_case, white};
use crate::text::pretokenizer::class::{self, Kinds, LETTERS, NUMBER, SPACE, SPACES};
use crate::text::pretokenizer::known::{Branch, Piece, Scanner};

/// The pattern.
pub const SOURCE: &str = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

/// Its alternatives.
pub const BRANCHES: [Branch; 6] = [
    Branch::new("English contraction", r"'(?:[sdmt]|ll|ve|re)"),
    Branch::new("letters, with the space before them", r" ?\p{L}+"),
    Branch::new("numbers, with the space before them", r" ?\p{N}+"),
    Branch::new("other characters, with the space before them", r" ?[^\s\p{L}\p{N}]+"),
    Branch::new("white space up to the last before text", r"\s+(?!\S)"),
    Branch::new("white space", r"\s+"),
];

const NUMBERS: Kinds = Kinds::of(&[NUMBER]);
const OTHERS: Kinds = SPACES.or(LETTERS).or(NUMBERS).complement();

/// [`SOURCE`] as code.
pub struct Gpt2;

impl Scanner for Gpt2 {
    #[inline(always)]
    fn piece(text: &[u8], start: usize) -> Piece {
        if let Some(end) = contraction_lower_case(text, start) {
            return Piece { end, branch: 0 };
        }
        let (mut class, mut end) = class::at(text, start);
        if class == SPACE {
            let (behind, next) = class::at(text, end);
            if !SPACES.has(behind) && behind != class::END {
                (class, end) = (behind, next);
            }
        }
        if LETTERS.has(class) {
            Piece { end: class::letters(text, end, LETTERS), branch: 1 }
        } else if NUMBERS.has(class) {
            Piece { end: class::run(text, end, NUMBERS), branch: 2 }
        } else if OTHERS.has(class) {
            Piece { end: class::run(text, end, OTHERS), branch: 3 }
        } else {
            match white::<false, false>(text, start) {
                (end, White::Rest) => Piece { end, branch: 5 },
                (end, _) => Piece { end, branch: 4 },
            }
        }
    }
}
