//! Merging of a short piece: a few numbers per symbol in arrays on the stack, and a repeated search for the best pair.
//!
//! A symbol never moves: what it merges with is taken out of a linked list, and its own slot goes on. The search is one
//! minimum over an array of numbers that hold rank and place together, so that the leftmost of equals wins by itself
//! and the compiler makes it a handful of vector instructions. Quadratic in at most [`LONGEST`] symbols; longer pieces
//! go to [`super::long`].

use super::rules::{Candidate, NONE, Rule, Symbol};
use crate::text::TokenId;

/// Most symbols that are merged here.
pub(super) const LONGEST: usize = 64;

/// Bits of the place within a key.
const PLACE_BITS: u32 = LONGEST.trailing_zeros();
/// The key of a symbol that merges with nothing. Keys are signed because vectors of the oldest machines compare only such.
const NO_KEY: i32 = i32::MAX;
/// Ranks from here on do not fit into a key: vocabularies of more than 33 million tokens are refused.
pub(super) const RANKS: u32 = (NO_KEY >> PLACE_BITS) as u32;
/// How many keys one step of the search looks at.
const STRIDE: usize = 4;

/// Symbols of a short piece. Kept from piece to piece: what a run does not write, it does not read.
#[derive(Clone, Debug)]
pub(super) struct Short {
    /// Rank and place of what symbol and successor become.
    keys: [i32; LONGEST],
    /// What they become.
    merged: [TokenId; LONGEST],
    ids: [TokenId; LONGEST],
    starts: [u32; LONGEST],
    ends: [u32; LONGEST],
    next: [u8; LONGEST + 1],
    previous: [u8; LONGEST + 1],
    count: usize,
}

impl Default for Short {
    fn default() -> Self {
        Self {
            keys: [NO_KEY; LONGEST],
            merged: [NONE; LONGEST],
            ids: [NONE; LONGEST],
            starts: [0; LONGEST],
            ends: [0; LONGEST],
            next: [0; LONGEST + 1],
            previous: [0; LONGEST + 1],
            count: 0,
        }
    }
}

impl Short {
    /// Makes every byte of a piece of `len` bytes, at most [`LONGEST`], a symbol with the token that `ids` gives it.
    #[inline(always)]
    pub(super) fn bytes(&mut self, piece: &[u8], ids: &[TokenId; 256]) {
        for (at, (&byte, id)) in piece.iter().zip(&mut self.ids).enumerate() {
            *id = ids[byte as usize];
            self.starts[at] = at as u32;
            self.ends[at] = at as u32 + 1;
        }
        self.count = piece.len().min(LONGEST);
    }

    /// Takes these symbols, at most [`LONGEST`].
    pub(super) fn symbols(&mut self, symbols: &[Symbol]) {
        self.count = symbols.len().min(LONGEST);
        for (at, symbol) in symbols.iter().take(LONGEST).enumerate() {
            self.ids[at] = symbol.id;
            self.starts[at] = symbol.start;
            self.ends[at] = symbol.end;
        }
    }

    /// Merges until nothing merges. `text` begins with the piece and may go on behind it.
    #[inline(never)]
    pub(super) fn merge(&mut self, rule: Rule<'_>, text: &[u8]) {
        let count = self.count;
        for at in 0..=count {
            self.next[at] = at as u8 + 1;
            self.previous[at] = (at as u8).wrapping_sub(1);
        }
        let searched = count.next_multiple_of(STRIDE).min(LONGEST);
        self.keys[count.saturating_sub(1).min(searched)..searched].fill(NO_KEY);
        for at in 1..count {
            let candidate = rule.candidate(text, self.symbol(at - 1), self.symbol(at));
            self.set(at - 1, candidate);
        }
        loop {
            let mut least = [NO_KEY; STRIDE];
            for keys in self.keys[..searched].as_chunks::<STRIDE>().0 {
                least = [least[0].min(keys[0]), least[1].min(keys[1]), least[2].min(keys[2]), least[3].min(keys[3])];
            }
            let best = least[0].min(least[1]).min(least[2].min(least[3]));
            if best == NO_KEY {
                return;
            }
            let at = best as usize % LONGEST;
            let right = self.next[at] as usize % LONGEST;
            let behind = self.next[right] as usize;
            self.ids[at] = self.merged[at];
            self.ends[at] = self.ends[right];
            self.keys[right] = NO_KEY;
            self.next[at] = behind as u8;
            self.previous[behind.min(LONGEST)] = at as u8;
            let merged = self.symbol(at);
            if behind < count {
                self.set(at, rule.candidate(text, merged, self.symbol(behind)));
            } else {
                self.keys[at] = NO_KEY;
            }
            if at > 0 {
                let before = self.previous[at] as usize % LONGEST;
                self.set(before, rule.candidate(text, self.symbol(before), merged));
            }
        }
    }

    /// The symbols that are left.
    #[inline(always)]
    pub(super) fn left(&self) -> impl Iterator<Item = Symbol> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            if at >= self.count {
                return None;
            }
            let symbol = self.symbol(at);
            at = self.next[at] as usize;
            Some(symbol)
        })
    }

    #[inline(always)]
    fn symbol(&self, at: usize) -> Symbol {
        let at = at % LONGEST;
        Symbol { start: self.starts[at], end: self.ends[at], id: self.ids[at] }
    }

    #[inline(always)]
    fn set(&mut self, at: usize, candidate: Candidate) {
        self.keys[at] =
            if candidate.rank >= RANKS { NO_KEY } else { (candidate.rank << PLACE_BITS) as i32 | at as i32 };
        self.merged[at] = candidate.id;
    }
}
