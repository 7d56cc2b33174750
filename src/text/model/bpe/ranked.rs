//! Merging of a short piece of bytes by a rank file: what [`super::short`] does, cut down to what rank files need.
//!
//! Here the rank of a merge is its token, a symbol is told by where it begins, and the first round asks a table of byte
//! pairs only; so a step is one minimum and two look-ups of bytes that already stand in registers. This is the path of
//! every piece that is no token and not in the cache, a seventh of all pieces and half of the time of a first pass.

use super::rules::Symbol;
use crate::text::TokenId;
use crate::text::vocabulary_index::{EMPTY, VocabularyIndex};

/// Most bytes that are merged here.
pub(super) const LONGEST: usize = 64;
const PLACE_BITS: u32 = LONGEST.trailing_zeros();
const PLACE: usize = LONGEST - 1;
const NO_KEY: i32 = i32::MAX;
const STRIDE: usize = 8;

/// The state of one run. What a run does not write, it does not read.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    /// Of the symbol that begins at this byte: what it and the next would become, and this place; [`NO_KEY`].
    keys: [i32; LONGEST],
    /// The token of the symbol that begins here.
    tokens: [TokenId; LONGEST],
    /// Where the next symbol begins.
    next: [u8; LONGEST],
    /// Where the symbol before begins.
    previous: [u8; LONGEST],
    len: usize,
}

impl Default for Ranked {
    fn default() -> Self {
        let zeros = [0; LONGEST];
        Self { keys: [NO_KEY; LONGEST], tokens: [0; LONGEST], next: zeros, previous: zeros, len: 0 }
    }
}

impl Ranked {
    /// Merges the first `len` bytes of `text`, at most [`LONGEST`]; `bytes` has the token of each byte.
    #[inline(always)]
    pub(super) fn merge(&mut self, index: &VocabularyIndex, bytes: &[TokenId; 256], text: &[u8], len: usize) {
        let piece = text.get(..len.min(LONGEST)).unwrap_or(text);
        let len = piece.len();
        self.len = len;
        for (at, &byte) in piece.iter().enumerate() {
            self.tokens[at] = bytes[byte as usize];
            self.next[at] = at as u8 + 1;
            self.previous[at] = (at as u8).wrapping_sub(1) & PLACE as u8;
        }
        let searched = len.next_multiple_of(STRIDE).min(LONGEST);
        self.keys[len.saturating_sub(1)..searched].fill(NO_KEY);
        for (at, pair) in piece.windows(2).enumerate() {
            self.keys[at] = key(index.pair(pair[0], pair[1]), at);
        }
        loop {
            // Written out, so that these are two vectors of four lanes where code is compiled for size too.
            let mut least = [NO_KEY; STRIDE];
            for keys in self.keys[..searched].as_chunks::<STRIDE>().0 {
                least = [
                    lesser(least[0], keys[0]),
                    lesser(least[1], keys[1]),
                    lesser(least[2], keys[2]),
                    lesser(least[3], keys[3]),
                    lesser(least[4], keys[4]),
                    lesser(least[5], keys[5]),
                    lesser(least[6], keys[6]),
                    lesser(least[7], keys[7]),
                ];
            }
            let [a, b, c, d, e, f, g, h] = least;
            let best = a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h)));
            if best == NO_KEY {
                return;
            }
            let at = best as usize & PLACE;
            let right = self.next[at] as usize & PLACE;
            let behind = self.next[right] as usize;
            self.tokens[at] = (best >> PLACE_BITS) as TokenId;
            self.keys[right] = NO_KEY;
            self.next[at] = behind as u8;
            self.keys[at] = if behind < len {
                self.previous[behind & PLACE] = at as u8;
                let end = self.next[behind & PLACE] as usize;
                key(index.find_or_empty(text, at, end), at)
            } else {
                NO_KEY
            };
            if at > 0 {
                let before = self.previous[at] as usize & PLACE;
                self.keys[before] = key(index.find_or_empty(text, before, behind), before);
            }
        }
    }

    /// The symbols that are left.
    #[inline(always)]
    pub(super) fn left(&self) -> impl Iterator<Item = Symbol> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            if at >= self.len {
                return None;
            }
            let end = self.next[at & PLACE];
            let symbol = Symbol { start: at as u32, end: end as u32, id: self.tokens[at & PLACE] };
            at = end as usize;
            Some(symbol)
        })
    }
}

#[inline(always)]
fn lesser(a: i32, b: i32) -> i32 {
    if b < a { b } else { a }
}

#[inline(always)]
fn key(token: TokenId, at: usize) -> i32 {
    if token == EMPTY { NO_KEY } else { (token << PLACE_BITS) as i32 | at as i32 }
}
