//! The pattern of cl100k and its three variants (Llama 3 and GLM, Qwen 2, Qwen 3.5).
//!
//! They differ in how many numbers make a piece, in whether marks go with letters, and at the very end of a text: the
//! official cl100k takes white space that ends the text whole, the others cut it behind its last line break.

use super::{White, contraction_any_case, numbers, white};
use crate::text::pretokenizer::class::{self, Kinds, LETTERS, MARK, NEWLINE, NUMBER, SPACE, SPACES};
use crate::text::pretokenizer::known::{Branch, Piece, Scanner};

/// cl100k, as the official package has it.
pub const CL100K_SOURCE: &str = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s";
/// Llama 3, GLM-4.
pub const LLAMA_3_SOURCE: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
/// Qwen 2, 2.5 and 3.
pub const QWEN_2_SOURCE: &str =
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
/// Qwen 3.5 and later.
pub const QWEN_35_SOURCE: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

const CONTRACTION: Branch = Branch::new("English contraction", r"(?i:'s|'t|'re|'ve|'m|'ll|'d)");
const WORD: Branch = Branch::new("letters, with one character before them", r"[^\r\n\p{L}\p{N}]?\p{L}+");
const OTHER: Branch = Branch::new("other characters, with line breaks behind them", r" ?[^\s\p{L}\p{N}]+[\r\n]*");
const LINES: Branch = Branch::new("white space up to its last line break", r"\s*[\r\n]+");
const NOT_BEFORE_TEXT: Branch = Branch::new("white space up to the last before text", r"\s+(?!\S)");
const REST: Branch = Branch::new("white space", r"\s+");

/// Alternatives of [`CL100K_SOURCE`].
pub const CL100K_BRANCHES: [Branch; 8] = [
    CONTRACTION,
    WORD,
    Branch::new("one to three numbers", r"\p{N}{1,3}"),
    OTHER,
    Branch::new("white space that ends the text", r"\s++$"),
    Branch::new("white space up to its last line break", r"\s*[\r\n]"),
    NOT_BEFORE_TEXT,
    Branch::new("white space", r"\s"),
];
/// Alternatives of [`LLAMA_3_SOURCE`].
pub const LLAMA_3_BRANCHES: [Branch; 7] =
    [CONTRACTION, WORD, Branch::new("one to three numbers", r"\p{N}{1,3}"), OTHER, LINES, NOT_BEFORE_TEXT, REST];
/// Alternatives of [`QWEN_2_SOURCE`].
pub const QWEN_2_BRANCHES: [Branch; 7] =
    [CONTRACTION, WORD, Branch::new("one number", r"\p{N}"), OTHER, LINES, NOT_BEFORE_TEXT, REST];
/// Alternatives of [`QWEN_35_SOURCE`].
pub const QWEN_35_BRANCHES: [Branch; 7] = [
    CONTRACTION,
    Branch::new("letters and marks, with one character before them", r"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+"),
    Branch::new("one number", r"\p{N}"),
    Branch::new("other characters, with line breaks behind them", r" ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"),
    LINES,
    NOT_BEFORE_TEXT,
    REST,
];

/// The shared shape. `NUMBERS`: how many make a piece; `MARKS`: they go with letters; `WHOLE_AT_END`: see above.
pub struct Family<const NUMBERS: usize, const MARKS: bool, const WHOLE_AT_END: bool>;

/// [`CL100K_SOURCE`] as code.
pub type Cl100k = Family<3, false, true>;
/// [`LLAMA_3_SOURCE`] as code.
pub type Llama3 = Family<3, false, false>;
/// [`QWEN_2_SOURCE`] as code.
pub type Qwen2 = Family<1, false, false>;
/// [`QWEN_35_SOURCE`] as code.
pub type Qwen35 = Family<1, true, false>;

const NEWLINES: Kinds = Kinds::of(&[NEWLINE]);
const NOT_A_PREFIX: Kinds = LETTERS.or(Kinds::of(&[NEWLINE, NUMBER, class::END]));

impl<const NUMBERS: usize, const MARKS: bool, const WHOLE_AT_END: bool> Family<NUMBERS, MARKS, WHOLE_AT_END> {
    const WORD: Kinds = if MARKS { LETTERS.or(Kinds::of(&[MARK])) } else { LETTERS };
    const OTHERS: Kinds = SPACES.or(Self::WORD).or(Kinds::of(&[NUMBER])).complement();
}

impl<const NUMBERS: usize, const MARKS: bool, const WHOLE_AT_END: bool> Scanner
    for Family<NUMBERS, MARKS, WHOLE_AT_END>
{
    #[inline(always)]
    fn piece(text: &[u8], start: usize) -> Piece {
        if let Some(end) = contraction_any_case(text, start) {
            return Piece { end, branch: 0 };
        }
        let (class, end) = class::at(text, start);
        if Self::WORD.has(class) {
            return Piece { end: class::letters(text, end, Self::WORD), branch: 1 };
        }
        if class & 15 == NUMBER {
            return Piece { end: numbers::<NUMBERS>(text, end), branch: 2 };
        }
        let (behind, next) = class::at(text, end);
        if Self::WORD.has(behind) && !NOT_A_PREFIX.has(class) {
            return Piece { end: class::letters(text, next, Self::WORD), branch: 1 };
        }
        let others = if class == SPACE && Self::OTHERS.has(behind) {
            next
        } else if Self::OTHERS.has(class) {
            end
        } else {
            return match white::<true, WHOLE_AT_END>(text, start) {
                (end, White::AtEnd) => Piece { end, branch: 4 },
                (end, White::LineBreak) => Piece { end, branch: 4 + WHOLE_AT_END as u8 },
                (end, White::NotBeforeText) => Piece { end, branch: 5 + WHOLE_AT_END as u8 },
                (end, White::Rest) => Piece { end, branch: 6 + WHOLE_AT_END as u8 },
            };
        };
        let others = class::run(text, others, Self::OTHERS);
        Piece { end: class::run(text, others, NEWLINES), branch: 3 }
    }
}
