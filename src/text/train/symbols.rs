//! All distinct words as linked lists of tokens, with every join remembered so that training can be walked both ways.
//!
//! A joined symbol leaves its list but keeps its own links, so undoing a join is three writes (Knuth's dancing
//! links). The log holds 8 bytes per join and there are never more joins than symbols, so a whole training run can be
//! wound to any step in time linear in the joins between. Nothing here knows counts: those are `pairs`'.

use super::super::TokenId;

/// No symbol: the end of a word.
pub(super) const END: u32 = u32::MAX;

/// A character outside the alphabet: it joins nothing.
pub(super) const UNKNOWN: TokenId = TokenId::MAX;

/// Words as doubly linked lists of tokens in one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    token: Vec<TokenId>,
    next: Vec<u32>,
    previous: Vec<u32>,
    /// Where each word's first symbol lies; one more at the end. A first symbol is never joined away.
    starts: Vec<u32>,
    log: Vec<Join>,
    /// Where each step ends in `log`.
    step_ends: Vec<usize>,
    /// The step that the lists show now.
    step: usize,
}

/// One join: the symbol that left, and the token that its left neighbour does not hold now (before the join was
/// undone: the joined one; after: the left part).
#[derive(Clone, Copy, Debug)]
struct Join {
    removed: u32,
    other: TokenId,
}

impl Symbols {
    /// Appends a word.
    pub(super) fn push_word(&mut self, tokens: impl Iterator<Item = TokenId>) {
        let start = self.token.len() as u32;
        self.starts.push(start);
        self.token.extend(tokens);
        let end = self.token.len() as u32;
        for at in start..end {
            self.previous.push(if at == start { END } else { at - 1 });
            self.next.push(if at + 1 == end { END } else { at + 1 });
        }
    }

    /// Symbols at the beginning, joined away or not.
    pub(super) fn len(&self) -> usize {
        self.token.len()
    }

    /// The token at a symbol.
    #[inline]
    pub(super) fn token(&self, at: u32) -> TokenId {
        self.token[at as usize]
    }

    /// The symbol after this one in its word, or [`END`].
    #[inline]
    pub(super) fn next(&self, at: u32) -> u32 {
        self.next[at as usize]
    }

    /// The symbol before this one in its word, or [`END`].
    #[inline]
    pub(super) fn previous(&self, at: u32) -> u32 {
        self.previous[at as usize]
    }

    /// Whether a symbol is still in its word's list. One that was joined away keeps a link to a left neighbour which no
    /// longer links back.
    pub(super) fn is_linked(&self, at: u32) -> bool {
        let previous = self.previous(at);
        previous == END || self.next(previous) == at
    }

    /// The word that a symbol belongs to. Logarithmic in the number of words.
    pub(super) fn word_of(&self, at: u32) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    /// The symbols of word `index`, from the left.
    pub(super) fn word(&self, index: usize) -> impl Iterator<Item = u32> {
        let first = match self.starts.get(index) {
            Some(&start) if (start as usize) < self.token.len() => start,
            _ => END,
        };
        std::iter::successors((first != END).then_some(first), |&at| match self.next(at) {
            END => None,
            next => Some(next),
        })
    }

    /// Joins a symbol with the one after it, which must exist.
    pub(super) fn join(&mut self, at: u32, result: TokenId) {
        let removed = self.next(at);
        self.log.push(Join { removed, other: self.token(at) });
        self.token[at as usize] = result;
        self.unlink(removed);
    }

    /// Ends a step: the joins since the last end belong to it.
    pub(super) fn end_step(&mut self) {
        self.step_ends.push(self.log.len());
        self.step = self.step_ends.len();
    }

    /// How many steps have ended.
    pub(super) fn steps(&self) -> usize {
        self.step_ends.len()
    }

    /// Winds the lists to what they were after `step` steps (the last at most).
    pub(super) fn wind_to(&mut self, step: usize) {
        let step = step.min(self.steps());
        let end_of = |step: usize| if step == 0 { 0 } else { self.step_ends[step - 1] };
        let (now, wanted) = (end_of(self.step), end_of(step));
        for index in now..wanted {
            let removed = self.log[index].removed;
            self.swap_token(index);
            self.unlink(removed);
        }
        for index in (wanted..now).rev() {
            let removed = self.log[index].removed;
            self.swap_token(index);
            self.relink(removed);
        }
        self.step = step;
    }

    fn swap_token(&mut self, index: usize) {
        let join = &mut self.log[index];
        let at = self.previous[join.removed as usize] as usize;
        std::mem::swap(&mut self.token[at], &mut join.other);
    }

    fn unlink(&mut self, removed: u32) {
        let (before, after) = (self.previous(removed), self.next(removed));
        self.next[before as usize] = after;
        if after != END {
            self.previous[after as usize] = before;
        }
    }

    fn relink(&mut self, removed: u32) {
        let (before, after) = (self.previous(removed), self.next(removed));
        self.next[before as usize] = removed;
        if after != END {
            self.previous[after as usize] = removed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(symbols: &Symbols, word: usize) -> Vec<TokenId> {
        symbols.word(word).map(|at| symbols.token(at)).collect()
    }

    #[test]
    fn joins_can_be_walked_both_ways() {
        let mut symbols = Symbols::default();
        symbols.push_word([1, 2, 1, 2].into_iter());
        symbols.push_word([2, 1].into_iter());
        symbols.join(0, 3);
        symbols.join(2, 3);
        symbols.end_step();
        symbols.join(0, 4);
        symbols.end_step();
        let expected = [vec![1, 2, 1, 2], vec![3, 3], vec![4]];
        for step in [0, 2, 1, 0, 1, 2, 2, 0] {
            symbols.wind_to(step);
            assert_eq!(tokens(&symbols, 0), expected[step], "step {step}");
            assert_eq!(tokens(&symbols, 1), [2, 1]);
        }
        assert_eq!((symbols.word_of(3), symbols.word_of(4)), (0, 1));
    }
}
