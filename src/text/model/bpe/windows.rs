//! Merging of a long piece in windows of some tens of bytes, each of which begins within the one before.
//!
//! Merging looks at neighbours only and always takes the lowest rank, the leftmost of equals. So what happens inside the
//! bytes that become one token is what happens when those bytes are merged alone: merges elsewhere neither help nor
//! hinder, and none crosses the token's ends. It follows:
//!
//! 1. Two neighbours of a result are *compatible*: merging the bytes of both alone gives just these two.
//! 2. Any sequence of tokens that merging can reach and whose neighbours are all compatible is the result for its bytes,
//!    since the first merge across one of its borders would also happen when the two tokens beside it are merged alone.
//! 3. So where the results of two windows have one token at the same place in common, the tokens of the first up to it and
//!    those of the second behind it are the result for both windows together: all neighbours come from one of the two.
//!
//! Where two windows have no token in common, both grow, in the worst case to the whole piece: exact for every
//! vocabulary, O(n log n) for every piece. Where two bytes meet that no token has side by side, nothing has to overlap: a
//! window ends there if one comes soon, and the next begins there. A window whose bytes are those of the window before has its tokens, which
//! makes endless repetition cheap. The state between two windows is plain data, so that a piece of any size can be merged
//! in slices.
//!
//! Source of the idea of compatible neighbours: van Antwerpen and Neubeck, "So many tokens, so little time" (2024), on
//! the crate `bpe`.

use std::ops::Range;

use super::rules::Symbol;

/// How many bytes a window takes of the one before; it has four times as many. Fewer would save merging and leave more
/// windows without a token in common.
const OVERLAP: usize = 16;
/// How many new bytes a window takes before it ends where nothing merges across. Shorter ones merge faster, but each
/// costs something.
const ENOUGH: usize = 16;
/// After so many windows in a row that were joined, windows that had to grow shrink again; after twice as many each time
/// that proves too early.
const CALM: u32 = 64;
/// At most so many.
const MOST_CALM: u32 = 1 << 16;

/// A piece half merged.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// The tokens of the piece up to `end`, as if it ended there.
    pub(super) tokens: Vec<Symbol>,
    end: usize,
    overlap: usize,
    /// Windows joined since `overlap` changed.
    joined: u32,
    /// How many have to be until it shrinks.
    calm: u32,
    /// The bytes of the last window.
    window: Range<usize>,
    /// Its tokens, their places counted from its start.
    merged: Vec<Symbol>,
}

impl Run {
    /// Forgets the piece before.
    pub(super) fn begin(&mut self) {
        self.tokens.clear();
        (self.end, self.overlap, self.joined, self.calm, self.window) = (0, OVERLAP, 0, CALM, 0..0);
    }

    /// Goes on for about `budget` bytes; `true` when `tokens` are those of the whole piece. `merge` merges these bytes
    /// of the piece alone, and counts places from the first; `is_border`: symbols may begin at this place; `is_cut`: and
    /// nothing merges across it.
    pub(super) fn step(
        &mut self,
        piece: &[u8],
        budget: &mut usize,
        is_border: impl Fn(usize) -> bool,
        is_cut: impl Fn(usize) -> bool,
        mut merge: impl FnMut(Range<usize>, &mut Vec<Symbol>),
    ) -> bool {
        while self.end < piece.len() {
            if *budget == 0 {
                return false;
            }
            let apart = is_cut(self.end);
            let reaches = |token: &Symbol| token.start as usize + self.overlap <= self.end;
            let kept = if apart { self.tokens.len() } else { self.tokens.iter().rposition(reaches).unwrap_or(0) };
            let start = self.tokens.get(kept).map_or(if apart { self.end } else { 0 }, |token| token.start as usize);
            let mut end = (start + 4 * self.overlap).max(self.end + 2 * self.overlap).min(piece.len());
            match (self.end + ENOUGH..end).find(|&at| is_cut(at)) {
                Some(cut) => end = cut,
                None => {
                    while end < piece.len() && !is_border(end) {
                        end += 1;
                    }
                }
            }
            // Where a piece begins or ends, the same bytes may be other symbols.
            let again =
                self.window.start > 0 && end < piece.len() && piece.get(start..end) == piece.get(self.window.clone());
            if !again {
                merge(start..end, &mut self.merged);
            }
            self.window = start..end;
            *budget = budget.saturating_sub(end - start);
            if self.join(kept, apart) {
                self.end = end;
                self.joined += 1;
                if self.joined == self.calm && self.overlap > OVERLAP {
                    (self.overlap, self.joined) = (self.overlap / 2, 0);
                }
            } else {
                (self.overlap, self.joined) = (self.overlap * 2, 0);
                self.calm = (self.calm * 2).min(MOST_CALM);
            }
        }
        true
    }

    /// Puts the window's tokens behind those of the piece, of which `kept` begins where the window does. `apart`: nothing
    /// merges across that place.
    fn join(&mut self, kept: usize, apart: bool) -> bool {
        let base = self.window.start as u32;
        let mut at = kept;
        let common = match base {
            _ if apart => Some(0),
            0 => Some(0),
            _ => self.merged.iter().position(|symbol| {
                while self.tokens.get(at).is_some_and(|token| token.start < base + symbol.start) {
                    at += 1;
                }
                self.tokens
                    .get(at)
                    .is_some_and(|token| (token.start, token.end) == (base + symbol.start, base + symbol.end))
            }),
        };
        let Some(rest) = common.and_then(|place| self.merged.get(place..)) else { return false };
        self.tokens.truncate(at);
        self.tokens.extend(rest.iter().map(|&Symbol { start, end, id }| Symbol {
            start: base + start,
            end: base + end,
            id,
        }));
        true
    }
}
