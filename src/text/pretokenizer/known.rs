//! The split patterns of the shipped families: one name for each, its exact regular expression, and the scanner that
//! does the same by hand.
//!
//! A scanner cuts the next piece off a text from any boundary on; pieces touch and cover the text. It never looks
//! behind its start, so scanning resumes at any boundary and meets the old boundaries again behind an edit
//! ([`is_settled`] says which boundaries before an edit cannot depend on it). Cost: one class look-up per character,
//! a few where a branch has to be given up; linear for every text. `tests/scanners.rs` proves each equal to its pattern.

use super::class::{self, LETTERS, MARK, SPACES};
use super::scan::{cl100k, clip, deepseek, gpt2, o200k};
use crate::text::definition::KnownPattern;

/// What a scanner cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it ends, in bytes of the text.
    pub end: usize,
    /// Which alternative of the pattern matched it: an index into [`branches`]; [`GAP`] for text that none matches.
    pub branch: u8,
}

/// The branch of text between two matches (CLIP's white space, DeepSeek's controls).
pub const GAP: u8 = u8::MAX;

/// A split pattern as code.
pub trait Scanner {
    /// The piece that starts at `start`, a boundary before the end of `text`, which is UTF-8. Never empty.
    fn piece(text: &[u8], start: usize) -> Piece;

    /// Where the piece that starts at `start` ends.
    #[inline(always)]
    fn next(text: &[u8], start: usize) -> usize {
        Self::piece(text, start).end
    }
}

/// Cuts the piece that starts at `start` off `text` as `pattern` does. For many pieces take [`Cuts`].
pub fn next_piece(pattern: KnownPattern, text: &str, start: usize) -> Piece {
    cut_one(pattern, text.as_bytes(), start)
}

/// As [`next_piece`] for bytes that are known to be UTF-8.
pub(crate) fn cut_one(pattern: KnownPattern, text: &[u8], start: usize) -> Piece {
    let mut end = [0];
    match cut_run(pattern, text, start, text.len().min(start + 1), usize::MAX, &mut end) {
        (0, _) => Piece { end: text.len(), branch: GAP },
        (_, branch) => Piece { end: start + (end[0] >> 1) as usize, branch },
    }
}

/// Cuts `text` from `start` on as `pattern` does: until `ends` is full or a piece ends at `limit` or behind it, and
/// before the first piece above `longest`. Gives how many pieces there are, and the branch of the last.
fn cut_run(
    pattern: KnownPattern,
    text: &[u8],
    start: usize,
    limit: usize,
    longest: usize,
    ends: &mut [u32],
) -> (usize, u8) {
    let scan = match pattern {
        KnownPattern::Gpt2 => scan::<gpt2::Gpt2>,
        KnownPattern::Cl100k => scan::<cl100k::Cl100k>,
        KnownPattern::Llama3 => scan::<cl100k::Llama3>,
        KnownPattern::Qwen2 => scan::<cl100k::Qwen2>,
        KnownPattern::Qwen35 => scan::<cl100k::Qwen35>,
        KnownPattern::O200k => scan::<o200k::O200k>,
        KnownPattern::Tekken => scan::<o200k::Tekken>,
        KnownPattern::Kimi => scan::<o200k::Kimi>,
        KnownPattern::DeepSeek => scan::<deepseek::DeepSeek>,
        KnownPattern::Clip => scan::<clip::Clip>,
    };
    scan(text, start, limit, longest, ends)
}

/// [`cut_run`] by one scanner: the only place where it is compiled in.
#[inline(never)]
fn scan<S: Scanner>(text: &[u8], start: usize, limit: usize, longest: usize, ends: &mut [u32]) -> (usize, u8) {
    let (mut at, mut count, mut branch) = (start, 0, GAP);
    for slot in ends {
        if at >= limit {
            break;
        }
        let piece = S::piece(text, at);
        if piece.end - at > longest {
            break;
        }
        *slot = ((piece.end - start) as u32) << 1 | u32::from(piece.branch == GAP);
        count += 1;
        (at, branch) = (piece.end, piece.branch);
    }
    (count, branch)
}

/// A run of neighbouring pieces. Cutting many at once keeps scanner and encoder apart: the code of either exists once
/// for all of the other, and each is a tight loop.
#[derive(Clone, Debug)]
pub struct Cuts {
    start: usize,
    /// Twice the distance of each end from `start`, plus one for a gap.
    ends: [u32; Self::MOST],
    count: usize,
}

impl Default for Cuts {
    fn default() -> Self {
        Self { start: 0, ends: [0; Self::MOST], count: 0 }
    }
}

impl Cuts {
    /// Most pieces of a run.
    pub const MOST: usize = 256;
    /// A piece longer than this, and those behind it, are left for a run of their own.
    pub const LONGEST: usize = 4096;

    /// Cuts `text` from `start` on as `pattern` does: until the run is full or a piece ends at `limit` or behind it, and
    /// before the first piece above [`Self::LONGEST`]. Where the first piece is so long, no piece is cut.
    pub fn cut(&mut self, pattern: KnownPattern, text: &[u8], start: usize, limit: usize) {
        self.start = start;
        (self.count, _) = cut_run(pattern, text, start, limit.min(text.len()), Self::LONGEST, &mut self.ends);
    }

    /// Where the first piece starts.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where the last piece ends.
    pub fn end(&self) -> usize {
        self.ends().last().map_or(self.start, |(end, _)| end)
    }

    /// The pieces, and whether each is a gap between matches.
    pub fn pieces(&self) -> impl Iterator<Item = (std::ops::Range<usize>, bool)> + '_ {
        let mut start = self.start;
        self.ends().map(move |(end, gap)| (std::mem::replace(&mut start, end)..end, gap))
    }

    /// Where each piece ends, and whether it is a gap between matches.
    #[inline(always)]
    pub fn ends(&self) -> impl DoubleEndedIterator<Item = (usize, bool)> + '_ {
        let ends = self.ends.get(..self.count).unwrap_or(&[]);
        ends.iter().map(|&end| (self.start + (end >> 1) as usize, end & 1 != 0))
    }
}

/// All known patterns.
pub const ALL: [KnownPattern; 10] = [
    KnownPattern::Gpt2,
    KnownPattern::Cl100k,
    KnownPattern::Llama3,
    KnownPattern::Qwen2,
    KnownPattern::Qwen35,
    KnownPattern::O200k,
    KnownPattern::Tekken,
    KnownPattern::Kimi,
    KnownPattern::DeepSeek,
    KnownPattern::Clip,
];

/// The regular expressions that `pattern` stands for, applied one after another, each to every piece that the one
/// before left (only [`KnownPattern::DeepSeek`] has more than one).
pub const fn pattern_sources(pattern: KnownPattern) -> &'static [&'static str] {
    match pattern {
        KnownPattern::Gpt2 => &[gpt2::SOURCE],
        KnownPattern::Cl100k => &[cl100k::CL100K_SOURCE],
        KnownPattern::Llama3 => &[cl100k::LLAMA_3_SOURCE],
        KnownPattern::Qwen2 => &[cl100k::QWEN_2_SOURCE],
        KnownPattern::Qwen35 => &[cl100k::QWEN_35_SOURCE],
        KnownPattern::O200k => &[o200k::O200K_SOURCE],
        KnownPattern::Tekken => &[o200k::TEKKEN_SOURCE],
        KnownPattern::Kimi => &[o200k::KIMI_SOURCE],
        KnownPattern::DeepSeek => &deepseek::SOURCES,
        KnownPattern::Clip => &[clip::SOURCE],
    }
}

/// The regular expression of `pattern`; for [`KnownPattern::DeepSeek`] the last and longest of its three.
pub const fn pattern_source(pattern: KnownPattern) -> &'static str {
    let sources = pattern_sources(pattern);
    sources[sources.len() - 1]
}

/// The alternatives of `pattern` as [`Piece::branch`] numbers them: the expression of each and what it takes in words.
pub const fn branches(pattern: KnownPattern) -> &'static [Branch] {
    match pattern {
        KnownPattern::Gpt2 => &gpt2::BRANCHES,
        KnownPattern::Cl100k => &cl100k::CL100K_BRANCHES,
        KnownPattern::Llama3 => &cl100k::LLAMA_3_BRANCHES,
        KnownPattern::Qwen2 => &cl100k::QWEN_2_BRANCHES,
        KnownPattern::Qwen35 => &cl100k::QWEN_35_BRANCHES,
        KnownPattern::O200k => &o200k::O200K_BRANCHES,
        KnownPattern::Tekken => &o200k::TEKKEN_BRANCHES,
        KnownPattern::Kimi => &o200k::KIMI_BRANCHES,
        KnownPattern::DeepSeek => &deepseek::BRANCHES,
        KnownPattern::Clip => &clip::BRANCHES,
    }
}

/// One alternative of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// What it takes, in words.
    pub name: &'static str,
    /// Its regular expression.
    pub source: &'static str,
}

impl Branch {
    pub(super) const fn new(name: &'static str, source: &'static str) -> Self {
        Self { name, source }
    }
}

/// How many bytes behind a boundary the piece before it may have been looked at, unless a run of one kind goes on
/// there: an apostrophe, two letters of at most two bytes, and the character that ends a run, four bytes at most.
pub const LOOK_AHEAD_BYTES: usize = 16;

/// Whether `boundary`, where a piece of `text` ends and the next begins, stands whatever the text from `unchanged` on
/// becomes.
///
/// A scanner reads beyond the piece that it cuts: at most [`LOOK_AHEAD_BYTES`], or to the end of a run of white space
/// (its last space goes to the next word, its last line break ends a piece) or of letters (a capital run is taken back
/// to its last uncased letter). So a boundary inside such a run is not settled; any other is once the look-ahead lies
/// before `unchanged`. To resume after an edit: walk back to a settled boundary and scan from there; stop at the first
/// new boundary behind the edit that is also an old one, since no scanner looks behind.
pub fn is_settled(text: &[u8], boundary: usize, unchanged: usize) -> bool {
    if boundary == 0 {
        return true;
    }
    if boundary + LOOK_AHEAD_BYTES > unchanged.min(text.len()) {
        return false;
    }
    let before = class::before(text, boundary);
    let (behind, _) = class::at(text, boundary);
    let word = LETTERS.or(class::Kinds::of(&[MARK]));
    let inside = |kinds: class::Kinds| kinds.has(before) && kinds.has(behind);
    !inside(SPACES) && !inside(word)
}
