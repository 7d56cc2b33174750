//! Which tokens may stand side by side: the theory behind encoding long pieces in linear time, and the memory for it.
//!
//! Merging looks at neighbours only and always takes the lowest rank, the leftmost of equals. So what happens inside the
//! bytes that become one token is what happens when those bytes are merged alone: merges elsewhere neither help nor
//! hinder, and none crosses the token's ends. It follows:
//!
//! 1. A token that merging can reach at all comes from one pair of tokens, always the same: its *split*.
//! 2. Two tokens are *compatible* if merging the bytes of both gives just these two. Any neighbours in a result are
//!    compatible; and any sequence of reachable tokens whose neighbours are all compatible is the result, since the first
//!    merge across one of its borders would also happen when the two tokens beside it are merged alone.
//! 3. So there is exactly one such sequence for every piece, and its last token depends on the bytes before it only
//!    through which token is last before that.
//!
//! Compatibility is read off the splits. Taking the tokens apart from the last merge backwards shows which parts lay at
//! the border at which time; the tokens are incompatible if any two such parts would have merged before the next merge
//! on either side. That needs times to be ranks: a token's rank above those of its parts. Where a token breaks this rule,
//! the two are merged in earnest instead, so the answer is exact for every vocabulary.
//!
//! Source of the idea: van Antwerpen and Neubeck, "So many tokens, so little time" (2024), on the crate `bpe`.

use super::long::{self, Lists};
use super::rules::{Candidate, NONE, Rule, Symbol};
use crate::text::TokenId;

/// What is known of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A unit of its own: nothing merged.
    Unit,
    /// Merging reaches it from `left` and `right` with `rank`. `ordered`: that rank, and those of all its parts, rise.
    Pair { left: TokenId, right: TokenId, rank: u32, left_len: u32, ordered: bool },
    /// Merging its bytes does not give it.
    Unreachable,
}

/// Splits found so far, and pairs tried so far. One per encoder.
#[derive(Clone, Debug, Default)]
pub(super) struct Splits {
    /// By token; `None`: not asked for yet.
    splits: Vec<Option<Split>>,
    /// Direct-mapped: left, right, and whether they are compatible.
    pairs: Vec<(TokenId, TokenId, bool)>,
    symbols: Vec<Symbol>,
    lists: Lists,
}

const PAIRS: usize = 1 << 14;

/// A token at a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) id: TokenId,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Splits {
    /// The split of token `id`, whose bytes are `token`. `units` cuts bytes into symbols.
    pub(super) fn of(
        &mut self,
        rule: &impl Rule,
        units: &impl Fn(&[u8], &mut Vec<Symbol>),
        id: TokenId,
        token: &[u8],
    ) -> Split {
        if id == NONE {
            return Split::Unit;
        }
        if let Some(&Some(split)) = self.splits.get(id as usize) {
            return split;
        }
        let split = self.merge_alone(rule, units, id, token);
        if self.splits.len() <= id as usize {
            self.splits.resize(id as usize + 1, None);
        }
        self.splits[id as usize] = Some(split);
        split
    }

    fn merge_alone(
        &mut self,
        rule: &impl Rule,
        units: &impl Fn(&[u8], &mut Vec<Symbol>),
        id: TokenId,
        token: &[u8],
    ) -> Split {
        self.symbols.clear();
        units(token, &mut self.symbols);
        if self.symbols.len() == 1 {
            return Split::Unit;
        }
        let (mut last, mut ordered, mut rank_before) = (None, true, 0);
        let mut seen = |merge: long::Merge| {
            ordered &= merge.rank >= rank_before;
            rank_before = merge.rank;
            last = Some(merge);
        };
        long::merge(rule, token, &mut self.symbols, &mut self.lists, &mut || false, &mut seen);
        match (self.symbols.as_slice(), last) {
            ([whole], Some(last)) if whole.id == id => Split::Pair {
                left: last.left,
                right: last.right,
                rank: last.rank,
                left_len: last.middle as u32,
                ordered,
            },
            _ => Split::Unreachable,
        }
    }

    /// Whether merging the bytes of two neighbouring tokens of `text` gives these two.
    pub(super) fn compatible(
        &mut self,
        rule: &impl Rule,
        units: &impl Fn(&[u8], &mut Vec<Symbol>),
        text: &[u8],
        left: Placed,
        right: Placed,
    ) -> bool {
        if self.pairs.is_empty() {
            self.pairs.resize(PAIRS, (NONE, NONE, false));
        }
        let key = (left.id as u64) << 32 | right.id as u64;
        let slot = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PAIRS.trailing_zeros())) as usize;
        let (known_left, known_right, known) = self.pairs[slot];
        // Units without a token share the id that none has: nothing is remembered of them.
        let nameless = left.id == NONE || right.id == NONE;
        if !nameless && (known_left, known_right) == (left.id, right.id) {
            return known;
        }
        let compatible = self
            .compatible_by_splits(rule, units, text, left, right)
            .unwrap_or_else(|| self.compatible_in_earnest(rule, units, text, left, right));
        if !nameless {
            self.pairs[slot] = (left.id, right.id, compatible);
        }
        compatible
    }

    /// Takes both tokens apart, the later merge first. `None`: ranks do not tell which is later.
    fn compatible_by_splits(
        &mut self,
        rule: &impl Rule,
        units: &impl Fn(&[u8], &mut Vec<Symbol>),
        text: &[u8],
        mut left: Placed,
        mut right: Placed,
    ) -> Option<bool> {
        // Ranks of the merges that end the time of the part at the border on either side.
        let (mut left_ends, mut right_ends) = (u32::MAX, u32::MAX);
        loop {
            let symbol = |placed: Placed| Symbol { start: placed.start as u32, end: placed.end as u32, id: placed.id };
            let Candidate { rank, .. } = rule.candidate(text, symbol(left), symbol(right));
            // Of equal ranks the leftmost merges first: the left token's merge before this one, this one before the right's.
            if rank != u32::MAX && rank < left_ends && rank <= right_ends {
                return Some(false);
            }
            let left_split = self.of(rule, units, left.id, text.get(left.start..left.end)?);
            let right_split = self.of(rule, units, right.id, text.get(right.start..right.end)?);
            let time = |split: Split| match split {
                Split::Pair { rank, ordered: true, .. } => Some(Some(rank)),
                Split::Unit => Some(None),
                Split::Pair { .. } | Split::Unreachable => None,
            };
            let (left_time, right_time) = (time(left_split)?, time(right_split)?);
            match (left_split, right_split) {
                (Split::Pair { right: part, rank, left_len, .. }, _) if left_time > right_time => {
                    left = Placed { id: part, start: left.start + left_len as usize, end: left.end };
                    left_ends = rank;
                }
                (_, Split::Pair { left: part, rank, left_len, .. }) => {
                    right = Placed { id: part, start: right.start, end: right.start + left_len as usize };
                    right_ends = rank;
                }
                _ => return Some(true),
            }
        }
    }

    /// Merges the bytes of both.
    fn compatible_in_earnest(
        &mut self,
        rule: &impl Rule,
        units: &impl Fn(&[u8], &mut Vec<Symbol>),
        text: &[u8],
        left: Placed,
        right: Placed,
    ) -> bool {
        let Some(both) = text.get(left.start..right.end) else { return false };
        self.symbols.clear();
        units(both, &mut self.symbols);
        long::merge(rule, both, &mut self.symbols, &mut self.lists, &mut || false, &mut |_| {});
        let border = (left.end - left.start) as u32;
        matches!(self.symbols.as_slice(), [first, _] if first.end == border)
    }
}
