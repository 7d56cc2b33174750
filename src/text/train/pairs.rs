//! Counts of neighbouring tokens, kept up to date while pairs are joined, and a queue that gives the best one.
//!
//! The incremental algorithm: every pair knows its count and where it occurred; joining one changes only the counts
//! of the pairs beside its occurrences. The queue is lazy: entries are never removed when a count falls, but checked
//! when they come to the top. Each join shortens the text by one symbol and makes at most two new occurrences, so
//! occurrence lists together are linear in the text and a training run is O(n log n), one endless word included.
//! Ties: of pairs with equal counts the one with the lower left id is first, then the lower right id.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use super::super::TokenId;
use super::symbols::{END, Symbols, UNKNOWN};
use super::words::Words;

/// Two neighbouring tokens.
pub(super) type Pair = (TokenId, TokenId);

/// Everything known about one pair.
#[derive(Clone, Debug)]
pub(super) struct PairEntry {
    pub(super) pair: Pair,
    /// How often it stands in the text now; runs count overlapping (`aaa` holds two `aa`).
    pub(super) count: u64,
    /// What it has been joined to, if it has, and in which step.
    pub(super) merged: Option<(u32, TokenId)>,
    /// It may not be joined (the result would be too long).
    pub(super) barred: bool,
    /// Left symbols where it stood once; some may be stale.
    occurrences: Vec<u32>,
}

/// The pair table.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    slots: HashMap<Pair, u32, PairHash>,
    entries: Vec<PairEntry>,
    queue: BinaryHeap<(u64, Reverse<Pair>, u32)>,
    /// Slots whose count rose since they were last queued.
    raised: Vec<u32>,
}

impl Pairs {
    /// Counts the pairs of one word.
    pub(super) fn count_word(&mut self, symbols: &Symbols, words: &Words, word: usize) {
        let count = words.count(word);
        for at in symbols.word(word) {
            if symbols.next(at) != END {
                self.raise(symbols, at, count);
            }
        }
    }

    /// Every pair seen so far, those that no longer occur included.
    pub(super) fn entries(&self) -> &[PairEntry] {
        &self.entries
    }

    /// The pair in `slot`.
    pub(super) fn entry_mut(&mut self, slot: u32) -> &mut PairEntry {
        &mut self.entries[slot as usize]
    }

    /// The most frequent pair that may be joined, taken from the queue: slot and count.
    pub(super) fn pop_best(&mut self) -> Option<(u32, u64)> {
        self.queue_raised();
        while let Some((queued, Reverse(pair), slot)) = self.queue.pop() {
            let entry = &self.entries[slot as usize];
            if entry.barred || entry.merged.is_some() || entry.count == 0 {
                continue;
            }
            if entry.count == queued {
                return Some((slot, queued));
            }
            self.queue.push((entry.count, Reverse(pair), slot));
        }
        None
    }

    /// The occurrences of a pair in text order, some of them stale. They are taken out: the caller joins them.
    pub(super) fn take_occurrences(&mut self, slot: u32) -> Vec<u32> {
        let mut occurrences = std::mem::take(&mut self.entries[slot as usize].occurrences);
        if !occurrences.is_sorted() {
            occurrences.sort_unstable();
        }
        occurrences
    }

    /// Joins the pair at `at`, if it still stands there, and then, lowest step first, whatever earlier merges the
    /// joined symbol lets happen (only where a merge made a token that an earlier one had already made). Returns how
    /// many symbols went.
    pub(super) fn join(&mut self, symbols: &mut Symbols, at: u32, slot: u32, count: u64) -> u32 {
        let Some((_, result)) = self.entries[slot as usize].merged else { return 0 };
        if !symbols.is_linked(at) || self.slot_at(symbols, at) != Some(slot) {
            return 0;
        }
        let mut joined = 1;
        let mut at = at;
        self.join_one(symbols, at, result, count);
        loop {
            let previous = symbols.previous(at);
            let left = if previous == END { None } else { self.merged_at(symbols, previous) };
            let right = self.merged_at(symbols, at);
            let result = match (left, right) {
                (None, None) => return joined,
                (Some((step, result)), right) if right.is_none_or(|(other, _)| step <= other) => {
                    at = previous;
                    result
                }
                (_, Some((_, result))) => result,
                (Some((_, result)), None) => result,
            };
            self.join_one(symbols, at, result, count);
            joined += 1;
        }
    }

    fn join_one(&mut self, symbols: &mut Symbols, at: u32, result: TokenId, count: u64) {
        let (previous, next) = (symbols.previous(at), symbols.next(at));
        for left in [previous, at, next] {
            if left != END {
                self.lower(symbols, left, count);
            }
        }
        symbols.join(at, result);
        if previous != END {
            self.raise(symbols, previous, count);
        }
        if symbols.next(at) != END {
            self.raise(symbols, at, count);
        }
    }

    fn merged_at(&self, symbols: &Symbols, at: u32) -> Option<(u32, TokenId)> {
        self.slot_at(symbols, at).and_then(|slot| self.entries[slot as usize].merged)
    }

    /// The slot of the pair whose left symbol is `at`.
    fn slot_at(&self, symbols: &Symbols, at: u32) -> Option<u32> {
        self.slots.get(&pair_at(symbols, at)?).copied()
    }

    fn lower(&mut self, symbols: &Symbols, at: u32, count: u64) {
        if let Some(slot) = self.slot_at(symbols, at) {
            self.entries[slot as usize].count -= count;
        }
    }

    fn raise(&mut self, symbols: &Symbols, at: u32, count: u64) {
        let Some(pair) = pair_at(symbols, at) else { return };
        let slot = *self.slots.entry(pair).or_insert_with(|| {
            let entry = PairEntry { pair, count: 0, merged: None, barred: false, occurrences: Vec::new() };
            self.entries.push(entry);
            self.entries.len() as u32 - 1
        });
        let entry = &mut self.entries[slot as usize];
        entry.count += count;
        if entry.merged.is_none() {
            entry.occurrences.push(at);
            if self.raised.last() != Some(&slot) {
                self.raised.push(slot);
            }
        }
    }

    fn queue_raised(&mut self) {
        self.raised.sort_unstable();
        self.raised.dedup();
        for slot in self.raised.drain(..) {
            let entry = &self.entries[slot as usize];
            self.queue.push((entry.count, Reverse(entry.pair), slot));
        }
    }
}

/// The pair whose left symbol is `at`; none at a word's end or beside an unknown character.
pub(super) fn pair_at(symbols: &Symbols, at: u32) -> Option<Pair> {
    let next = symbols.next(at);
    if next == END {
        return None;
    }
    let pair = (symbols.token(at), symbols.token(next));
    (pair.0 != UNKNOWN && pair.1 != UNKNOWN).then_some(pair)
}

/// Hashes pairs quickly.
pub(super) type PairHash = BuildHasherDefault<PairHasher>;

/// One multiplication and a fold: pairs are small numbers, and a slow hash would be half of the training time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        let product = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        product ^ (product >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = self.0 << 32 ^ self.0 >> 32 ^ u64::from(value);
    }
}
