//! The pattern of o200k and its two variants (Tekken, Kimi K2), which cut words where capitals begin.
//!
//! A word is tried in two forms: capitals then small letters, at least one small (`[U]*[L]+`), then at least one
//! capital (`[U]+[L]*`), where U and L both hold uncased letters and marks. [`word_with_small`] says what the first
//! form's backtracking comes to. It reads a run of capitals to its end and may give it back, but what it gives back
//! holds no uncased letter, so that the next piece takes all of it: each byte is read at most a few times.

use super::{White, contraction_any_case, numbers, white};
use crate::text::pretokenizer::class::{self, HAN, Kinds, LETTERS, LOWER, MARK, NEWLINE, NUMBER, SPACE, SPACES};
use crate::text::pretokenizer::class::{UNCASED, UPPER};
use crate::text::pretokenizer::known::{Branch, Piece, Scanner};

/// o200k, gpt-oss, Llama 4.
pub const O200K_SOURCE: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
/// Mistral's Tekken.
pub const TEKKEN_SOURCE: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
/// Kimi K2.
pub const KIMI_SOURCE: &str = r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

const SMALL: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+";
const CAPITAL: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*";
const WORD_SMALL: Branch = Branch::new("word that ends in small letters, with one character before it", SMALL);
const WORD_CAPITAL: Branch = Branch::new("word of capitals, with one character before it", CAPITAL);
const OTHER: Branch =
    Branch::new("other characters, with line breaks and slashes behind them", r" ?[^\s\p{L}\p{N}]+[\r\n/]*");
const LINES: Branch = Branch::new("white space up to its last line break", r"\s*[\r\n]+");
const NOT_BEFORE_TEXT: Branch = Branch::new("white space up to the last before text", r"\s+(?!\S)");
const REST: Branch = Branch::new("white space", r"\s+");

/// Alternatives of [`O200K_SOURCE`].
pub const O200K_BRANCHES: [Branch; 7] = [
    Branch::new(
        "word that ends in small letters, with one character before it and a contraction behind it",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    ),
    Branch::new(
        "word of capitals, with one character before it and a contraction behind it",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    ),
    Branch::new("one to three numbers", r"\p{N}{1,3}"),
    OTHER,
    LINES,
    NOT_BEFORE_TEXT,
    REST,
];
/// Alternatives of [`TEKKEN_SOURCE`].
pub const TEKKEN_BRANCHES: [Branch; 7] =
    [WORD_SMALL, WORD_CAPITAL, Branch::new("one number", r"\p{N}"), OTHER, LINES, NOT_BEFORE_TEXT, REST];
/// Alternatives of [`KIMI_SOURCE`].
pub const KIMI_BRANCHES: [Branch; 8] = [
    Branch::new("Han characters", r"[\p{Han}]+"),
    Branch::new(
        "word that ends in small letters, Han left out, with one character before it and a contraction behind it",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    ),
    Branch::new(
        "word of capitals, Han left out, with one character before it and a contraction behind it",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    ),
    Branch::new("one to three numbers", r"\p{N}{1,3}"),
    Branch::new("other characters, with line breaks behind them", r" ?[^\s\p{L}\p{N}]+[\r\n]*"),
    LINES,
    NOT_BEFORE_TEXT,
    REST,
];

/// The shared shape. `CONTRACTIONS`: they end a word; `NUMBERS`: how many make a piece; `SLASHES`: they follow other
/// characters as line breaks do; `HAN_APART`: runs of Han are pieces and no part of words.
pub struct Family<const CONTRACTIONS: bool, const NUMBERS: usize, const SLASHES: bool, const HAN_APART: bool>;

/// [`O200K_SOURCE`] as code.
pub type O200k = Family<true, 3, true, false>;
/// [`TEKKEN_SOURCE`] as code.
pub type Tekken = Family<false, 1, true, false>;
/// [`KIMI_SOURCE`] as code.
pub type Kimi = Family<true, 3, false, true>;

const CAPITALS: Kinds = Kinds::of(&[UPPER, UNCASED, MARK]);
const SMALLS: Kinds = Kinds::of(&[LOWER, UNCASED, MARK]);
const BOTH: Kinds = Kinds::of(&[UNCASED, MARK]);
const OTHERS: Kinds = SPACES.or(LETTERS).or(Kinds::of(&[NUMBER])).complement();
const NOT_A_PREFIX: Kinds = LETTERS.or(Kinds::of(&[NEWLINE, NUMBER, class::END]));

/// Where a word that starts at `from` ends.
struct Word {
    /// By the first form, `[U]*[L]+`, if it matches.
    with_small: Option<usize>,
    /// Where the run of U ends: the second form's end if the first fails.
    capitals_end: usize,
}

impl<const CONTRACTIONS: bool, const NUMBERS: usize, const SLASHES: bool, const HAN_APART: bool>
    Family<CONTRACTIONS, NUMBERS, SLASHES, HAN_APART>
{
    /// Number of the first alternative behind the one for Han.
    const FIRST: u8 = HAN_APART as u8;

    /// Whether the class is in the set, as letters of words count here.
    #[inline(always)]
    fn in_word(kinds: Kinds, class: u8) -> bool {
        kinds.has(class) && !(HAN_APART && class & HAN != 0)
    }

    #[inline(always)]
    fn run(text: &[u8], from: usize, kinds: Kinds) -> usize {
        let mut end = from;
        loop {
            let (class, next) = class::at(text, end);
            if !Self::in_word(kinds, class) {
                return end;
            }
            end = next;
        }
    }

    /// Tries the first form at `from`. `[U]*` takes the whole run of U. Is a small letter next, `[L]+` goes on there.
    /// Otherwise `[U]*` gives back until `[L]+` finds an uncased letter or a mark, the last one in the run, and takes
    /// just that, since what follows it is capitals or no part of a word at all.
    #[inline(always)]
    fn word(text: &[u8], from: usize) -> Word {
        let mut end = from;
        let mut after_both = 0;
        let class = loop {
            let (class, next) = class::at(text, end);
            if !Self::in_word(CAPITALS, class) {
                break class;
            }
            end = next;
            if BOTH.has(class) {
                after_both = end;
            }
        };
        let with_small = if Self::in_word(SMALLS, class) {
            Some(Self::run(text, end, SMALLS))
        } else {
            (after_both > 0).then_some(after_both)
        };
        Word { with_small, capitals_end: end }
    }

    #[inline(always)]
    fn end_of_word(text: &[u8], end: usize) -> usize {
        if CONTRACTIONS { contraction_any_case(text, end).unwrap_or(end) } else { end }
    }
}

impl<const CONTRACTIONS: bool, const NUMBERS: usize, const SLASHES: bool, const HAN_APART: bool> Scanner
    for Family<CONTRACTIONS, NUMBERS, SLASHES, HAN_APART>
{
    #[inline(always)]
    fn piece(text: &[u8], start: usize) -> Piece {
        let (class, end) = class::at(text, start);
        if HAN_APART && class & HAN != 0 {
            let mut end = end;
            loop {
                let (class, next) = class::at(text, end);
                if class & HAN == 0 {
                    return Piece { end, branch: 0 };
                }
                end = next;
            }
        }
        if class & 15 == NUMBER {
            return Piece { end: numbers::<NUMBERS>(text, end), branch: Self::FIRST + 2 };
        }
        // Both forms with the optional character before the word, then both without: but the first form without comes
        // before the second form with.
        let from = if NOT_A_PREFIX.has(class) { start } else { end };
        if class != NEWLINE {
            let word = Self::word(text, from);
            if let Some(end) = word.with_small {
                return Piece { end: Self::end_of_word(text, end), branch: Self::FIRST };
            }
            if class & 15 == MARK {
                // The mark itself is the word: it is in U and in L, and the letters behind it are all capitals.
                return Piece { end: Self::end_of_word(text, end), branch: Self::FIRST };
            }
            if word.capitals_end > from {
                return Piece { end: Self::end_of_word(text, word.capitals_end), branch: Self::FIRST + 1 };
            }
        }
        let (behind, next) = class::at(text, end);
        let others = if class == SPACE && OTHERS.has(behind) {
            next
        } else if OTHERS.has(class) {
            end
        } else {
            return match white::<true, false>(text, start) {
                (end, White::AtEnd | White::LineBreak) => Piece { end, branch: Self::FIRST + 4 },
                (end, White::NotBeforeText) => Piece { end, branch: Self::FIRST + 5 },
                (end, White::Rest) => Piece { end, branch: Self::FIRST + 6 },
            };
        };
        let mut end = class::run(text, others, OTHERS);
        while matches!(text.get(end), Some(b'\r' | b'\n')) || SLASHES && text.get(end) == Some(&b'/') {
            end += 1;
        }
        Piece { end, branch: Self::FIRST + 3 }
    }
}
