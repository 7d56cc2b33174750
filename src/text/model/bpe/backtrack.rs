//! Encoding of a long piece from left to right: the longest token that fits, and back where that leads nowhere.
//!
//! A token is taken if it is compatible with the one before ([`super::splits`]); the tokens taken so far are then the
//! encoding of the bytes so far. Where nothing can be taken the last token is given back and a shorter one tried. Since
//! the encoding of every beginning is unique, a place from which nothing led on never needs to be tried again: one bit
//! each. So every place is left at most once by each token that fits there: linear in the piece, whatever it holds.
//! The state between two steps is plain data, so that a piece of any size can be encoded in slices.

use super::lengths::{LongLengths, SHORT};
use super::rules::{NONE, Rule, Symbol};
use super::splits::{Placed, Split, Splits};
use crate::text::vocabulary_index::VocabularyIndex;

/// A piece half encoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// The tokens of the piece so far.
    pub(super) tokens: Vec<Symbol>,
    /// One bit per place: nothing leads on from there.
    dead: Vec<u64>,
    /// Tokens at this place must be shorter than this.
    below: usize,
    at: usize,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// The budget is spent.
    Partly,
    /// `tokens` is the encoding.
    Done,
    /// No sequence of tokens gives the piece: something in it is no token, in a way that only merging can tell.
    Impossible,
}

/// What the encoder looks at.
pub(super) struct Tables<'a, R, U> {
    pub(super) rule: &'a R,
    pub(super) index: &'a VocabularyIndex,
    pub(super) long: &'a LongLengths,
    /// Cuts bytes into symbols with their tokens.
    pub(super) units: &'a U,
    /// Where the unit that starts at a place ends.
    pub(super) unit_end: &'a dyn Fn(&[u8], usize) -> usize,
    /// A unit that is no token may stand in the result.
    pub(super) unknown_units: bool,
}

impl Run {
    /// Forgets the piece before.
    pub(super) fn begin(&mut self, len: usize) {
        self.tokens.clear();
        self.dead.clear();
        self.dead.resize(len / 64 + 1, 0);
        (self.below, self.at) = (usize::MAX, 0);
    }

    /// Goes on for about `budget` bytes.
    pub(super) fn step<R: Rule, U: Fn(&[u8], &mut Vec<Symbol>)>(
        &mut self,
        tables: &Tables<'_, R, U>,
        splits: &mut Splits,
        piece: &[u8],
        budget: &mut usize,
    ) -> Progress {
        while self.at < piece.len() {
            if *budget == 0 {
                return Progress::Partly;
            }
            *budget -= 1;
            let Some(token) = self.candidate(tables, piece) else {
                // Nothing leads on from here: give the last token back.
                self.mark_dead(self.at);
                let Some(last) = self.tokens.pop() else { return Progress::Impossible };
                self.at = last.start as usize;
                self.below = (last.end - last.start) as usize;
                continue;
            };
            if self.fits(tables, splits, piece, token) {
                *budget = budget.saturating_sub(token.end - token.start);
                self.tokens.push(Symbol { start: token.start as u32, end: token.end as u32, id: token.id });
                (self.at, self.below) = (token.end, usize::MAX);
            } else {
                self.below = token.end - token.start;
            }
        }
        Progress::Done
    }

    /// The longest token here that is short enough and does not end at a dead place.
    fn candidate<R, U>(&self, tables: &Tables<'_, R, U>, piece: &[u8]) -> Option<Placed> {
        let rest = piece.get(self.at..)?;
        let placed = |id, len| Placed { id, start: self.at, end: self.at + len };
        let mut below = self.below.min(rest.len() + 1);
        while below > SHORT + 1 {
            let Some(len) = tables.long.below(rest, below) else { break };
            if !self.is_dead(self.at + len)
                && let Some(id) = tables.index.find(&rest[..len])
            {
                return Some(placed(id, len));
            }
            below = len;
        }
        for len in (1..below.min(SHORT + 1)).rev() {
            if !self.is_dead(self.at + len)
                && let Some(id) = tables.index.find_at(rest, 0, len)
            {
                return Some(placed(id, len));
            }
        }
        let unit = (tables.unit_end)(piece, self.at) - self.at;
        let unknown = tables.unknown_units && unit < self.below && !self.is_dead(self.at + unit);
        (unknown && tables.index.find_at(rest, 0, unit).is_none()).then(|| placed(NONE, unit))
    }

    fn fits<R: Rule, U: Fn(&[u8], &mut Vec<Symbol>)>(
        &self,
        tables: &Tables<'_, R, U>,
        splits: &mut Splits,
        piece: &[u8],
        token: Placed,
    ) -> bool {
        let Some(&last) = self.tokens.last() else {
            let bytes = piece.get(token.start..token.end).unwrap_or(&[]);
            return splits.of(tables.rule, tables.units, token.id, bytes) != Split::Unreachable;
        };
        let last = Placed { id: last.id, start: last.start as usize, end: last.end as usize };
        splits.compatible(tables.rule, tables.units, piece, last, token)
    }

    fn mark_dead(&mut self, at: usize) {
        if let Some(word) = self.dead.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    fn is_dead(&self, at: usize) -> bool {
        self.dead.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 != 0)
    }
}
