//! Splitting: what becomes of matches and of the text between them, piece by piece, in slices.
//!
//! Matches and gaps come in text order; a behaviour needs to remember one of them at most, so pieces are written as
//! they are known. The five behaviours are the reference library's.

use std::ops::Range;

use super::matcher::{Found, Matcher};
use crate::text::definition::SplitBehavior;
use crate::text::encoding::Piece;

/// A split with all that it needs.
#[derive(Clone, Debug)]
pub(crate) struct Splitting {
    pub(crate) matcher: Matcher,
    pub(crate) behavior: SplitBehavior,
    /// Matches and gaps change places.
    pub(crate) invert: bool,
}

/// Where a split stands in the list of pieces.
#[derive(Clone, Debug, Default)]
pub(crate) struct SplitRun {
    piece: usize,
    /// Searched up to here, in bytes of the piece.
    from: usize,
    /// Where the gap begins that is being searched.
    gap: usize,
    /// The piece that the next part may still join.
    open: Option<Range<usize>>,
    previous_match: bool,
}

impl SplitRun {
    /// Cuts `pieces` of `text` into `out`, about `budget` bytes of it. `true`: all done.
    pub(crate) fn step(
        &mut self,
        splitting: &Splitting,
        text: &str,
        pieces: &[Piece],
        out: &mut Vec<Piece>,
        budget: &mut usize,
    ) -> bool {
        while let Some(piece) = pieces.get(self.piece) {
            if *budget == 0 {
                return false;
            }
            if piece.token.is_some() {
                out.push(*piece);
                self.piece += 1;
                continue;
            }
            let (start, slice) = (piece.start as usize, &text[piece.range()]);
            let before = self.from;
            let found = splitting.matcher.find(slice, self.from, *budget);
            match found {
                Found::Match(range) => {
                    if self.gap < range.start {
                        self.part(splitting, self.gap..range.start, splitting.invert, start, out);
                    }
                    self.part(splitting, range.clone(), !splitting.invert, start, out);
                    self.gap = range.end;
                    self.from = range.end;
                    if range.is_empty() {
                        // A pattern may match nothing; the search goes on behind the next character.
                        self.from += slice[range.end..].chars().next().map_or(1, char::len_utf8);
                    }
                }
                Found::Nothing(up_to) => self.from = up_to.max(self.from),
            }
            *budget = budget.saturating_sub((self.from - before).max(1));
            if self.from >= slice.len() {
                if self.gap < slice.len() {
                    self.part(splitting, self.gap..slice.len(), splitting.invert, start, out);
                }
                if let Some(open) = self.open.take() {
                    emit(open, start, out);
                }
                *self = Self { piece: self.piece + 1, ..Self::default() };
            }
        }
        true
    }

    /// Takes the next part of the piece that begins at `start` of the text.
    fn part(&mut self, splitting: &Splitting, range: Range<usize>, is_match: bool, start: usize, out: &mut Vec<Piece>) {
        let joins = match splitting.behavior {
            SplitBehavior::Isolated => false,
            SplitBehavior::Removed if is_match => return,
            SplitBehavior::Removed => false,
            SplitBehavior::Contiguous => is_match == self.previous_match,
            SplitBehavior::MergedWithPrevious => is_match && !self.previous_match,
            SplitBehavior::MergedWithNext => !is_match && self.previous_match,
        };
        self.previous_match = is_match;
        match &mut self.open {
            Some(open) if joins => open.end = range.end,
            open => {
                if let Some(done) = open.replace(range) {
                    emit(done, start, out);
                }
            }
        }
    }
}

#[inline]
fn emit(range: Range<usize>, start: usize, out: &mut Vec<Piece>) {
    if !range.is_empty() {
        out.push(Piece { start: (start + range.start) as u32, end: (start + range.end) as u32, token: None });
    }
}
