//! Merging of a piece of any length: symbols in a linked list, possible merges in a heap. A merge that has become
//! impossible, because a neighbour merged elsewhere first, is found out when it comes up and dropped (lazy deletion).
//! O(n log n) always, whatever the vocabulary; it is also what tells the merges in their order, and what dropout runs on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::rules::{Candidate, NONE, Rule, Symbol};
use crate::text::TokenId;

/// Memory of a run, kept between runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    previous: Vec<u32>,
    next: Vec<u32>,
    /// What each symbol and the next would become.
    candidates: Vec<Candidate>,
    /// Rank and left symbol.
    heap: BinaryHeap<Reverse<(u32, u32)>>,
    skipped: Vec<(u32, u32)>,
}

/// One merge, in the order in which they happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The left token. [`TokenId::MAX`]: bytes that are no token of their own.
    pub left: TokenId,
    /// The right token, likewise.
    pub right: TokenId,
    /// The lower, the sooner: index in the merge list, token id of a rank file, place of the score from the highest.
    pub rank: u32,
    /// What they become.
    pub new: TokenId,
    /// First byte of the new token in the piece.
    pub start: usize,
    /// First byte of the right token.
    pub middle: usize,
    /// Behind the last byte of the new token.
    pub end: usize,
}

const DEAD: u32 = u32::MAX;

/// Merges `symbols` in place; those left are moved to the front, the rest dropped. `drops` decides for each possible
/// merge that comes up whether it is passed over this time (dropout); `seen` is told every merge.
pub(super) fn merge(
    rule: Rule<'_>,
    piece: &[u8],
    symbols: &mut Vec<Symbol>,
    lists: &mut Lists,
    drops: &mut dyn FnMut() -> bool,
    seen: &mut dyn FnMut(Merge),
) {
    let count = symbols.len();
    let Lists { previous, next, candidates, heap, skipped } = lists;
    previous.clear();
    next.clear();
    candidates.clear();
    skipped.clear();
    previous.extend((0..count as u32).map(|at| at.wrapping_sub(1)));
    next.extend(1..=count as u32);
    candidates.extend(symbols.windows(2).map(|pair| rule.candidate(piece, pair[0], pair[1])));
    candidates.push(Candidate::NO);
    let mut pending = std::mem::take(heap).into_vec();
    pending.clear();
    let possible = candidates.iter().enumerate().filter(|(_, candidate)| candidate.rank != u32::MAX);
    pending.extend(possible.map(|(at, candidate)| Reverse((candidate.rank, at as u32))));
    *heap = BinaryHeap::from(pending);

    while let Some(Reverse((rank, left))) = heap.pop() {
        let at = left as usize;
        if candidates[at].rank != rank {
            continue;
        }
        if drops() {
            skipped.push((rank, left));
            continue;
        }
        heap.extend(skipped.drain(..).map(Reverse));
        let right = next[at] as usize;
        let merged = Symbol { start: symbols[at].start, end: symbols[right].end, id: candidates[at].id };
        seen(Merge {
            left: symbols[at].id,
            right: symbols[right].id,
            rank,
            new: merged.id,
            start: merged.start as usize,
            middle: symbols[right].start as usize,
            end: merged.end as usize,
        });
        symbols[at] = merged;
        candidates[right] = Candidate::NO;
        let after = next[right];
        next[at] = after;
        next[right] = DEAD;
        candidates[at] = Candidate::NO;
        if let Some(&behind) = symbols.get(after as usize) {
            previous[after as usize] = left;
            candidates[at] = rule.candidate(piece, merged, behind);
            if candidates[at].rank != u32::MAX {
                heap.push(Reverse((candidates[at].rank, left)));
            }
        }
        let before = previous[at];
        if let Some(&ahead) = symbols.get(before as usize) {
            candidates[before as usize] = rule.candidate(piece, ahead, merged);
            if candidates[before as usize].rank != u32::MAX {
                heap.push(Reverse((candidates[before as usize].rank, before)));
            }
        }
    }
    let mut kept = 0;
    for at in 0..count {
        if next[at] != DEAD {
            symbols[kept] = symbols[at];
            kept += 1;
        }
    }
    symbols.truncate(kept);
}

/// Fills in the token of a symbol that merging had no need of.
pub(super) fn with_id(symbol: Symbol, find: impl Fn(Symbol) -> Option<TokenId>) -> Symbol {
    if symbol.id != NONE { symbol } else { Symbol { id: find(symbol).unwrap_or(NONE), ..symbol } }
}
