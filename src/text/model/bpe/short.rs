//! Merging of a short piece: an array of symbols with the candidate of each and its neighbour beside it, and a repeated
//! search for the best. At most [`LONGEST`] symbols: everything stays on the stack and in the nearest cache.
//! Quadratic in the number of symbols, which is small; long pieces go to [`super::long`].

use super::rules::{Candidate, Rule, Symbol};

/// Most symbols that are merged here.
pub(super) const LONGEST: usize = 48;

/// Merges `symbols` in place and returns how many are left, at the front.
#[inline(always)]
pub(super) fn merge(rule: &impl Rule, piece: &[u8], symbols: &mut [Symbol]) -> usize {
    let mut candidates = [Candidate::NO; LONGEST];
    let mut count = symbols.len().min(LONGEST);
    for at in 1..count {
        candidates[at - 1] = rule.candidate(piece, symbols[at - 1], symbols[at]);
    }
    loop {
        let (mut best, mut best_rank) = (0, u32::MAX);
        for (at, candidate) in candidates[..count.saturating_sub(1)].iter().enumerate() {
            if candidate.rank < best_rank {
                (best, best_rank) = (at, candidate.rank);
            }
        }
        if best_rank == u32::MAX {
            return count;
        }
        symbols[best] = Symbol { start: symbols[best].start, end: symbols[best + 1].end, id: candidates[best].id };
        symbols.copy_within(best + 2..count, best + 1);
        candidates.copy_within(best + 1..count, best);
        count -= 1;
        candidates[count - 1] = Candidate::NO;
        if best > 0 {
            candidates[best - 1] = rule.candidate(piece, symbols[best - 1], symbols[best]);
        }
        if best + 1 < count {
            candidates[best] = rule.candidate(piece, symbols[best], symbols[best + 1]);
        }
    }
}
