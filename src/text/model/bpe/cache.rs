//! Pieces seen before and their tokens, direct-mapped: a piece has one place, and whoever comes later takes it.
//!
//! An entry of the first cache is half a cache line: the piece's bytes in two registers (at most [`LONGEST`] of them,
//! six pieces in seven of ordinary text), at most four tokens, each with its length. The second is for pieces twice as
//! long, which are rare but dear to merge, half of them known. Nothing is chained, moved or counted, so a cache that is
//! full of pieces that never come back costs no more than an empty one. Memory is fixed; results never depend on it,
//! since the whole key is compared.

use super::rules::{NONE, Symbol};
use crate::text::TokenId;

/// Most bytes of a piece in the first cache.
pub(super) const LONGEST: usize = 15;
/// Most bytes of a piece in the second.
pub(super) const LONGEST_WIDE: usize = 31;
/// Lengths stand above the id, which must stay below this.
const LEN_SHIFT: u32 = 27;

/// The bytes of a piece and their number, which is the last byte.
type Words<const WORDS: usize> = [u64; WORDS];
/// A piece in the first cache.
pub(super) type Key = Words<2>;
/// A piece in the second.
pub(super) type WideKey = Words<4>;

/// The key of the first `len` bytes of `text`, at most [`LONGEST`].
#[inline(always)]
pub(super) fn key(text: &[u8], len: usize) -> Key {
    let bytes = match text.first_chunk::<16>() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => {
            let mut bytes = [0; 16];
            let len = text.len().min(16);
            bytes[..len].copy_from_slice(&text[..len]);
            u128::from_le_bytes(bytes)
        }
    };
    let (low, high) = (bytes as u64, (bytes >> 64) as u64);
    let kept = |missing: usize| u64::MAX >> ((8 * missing as u32) & 63);
    let high_len = (len as u64) << 56;
    if len <= 8 {
        [if len == 0 { 0 } else { low & kept(8 - len) }, high_len]
    } else {
        [low, high & kept(16 - len) | high_len]
    }
}

/// The key of the first `len` bytes of `text`, at most [`LONGEST_WIDE`].
pub(super) fn wide_key(text: &[u8], len: usize) -> WideKey {
    let mut bytes = [0; 32];
    for (slot, byte) in bytes.iter_mut().zip(text.iter().take(len)) {
        *slot = *byte;
    }
    bytes[LONGEST_WIDE] = len as u8;
    let mut key = [0; 4];
    for (word, chunk) in key.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*chunk);
    }
    key
}

#[derive(Clone, Copy, Debug)]
struct Entry<const WORDS: usize, const TOKENS: usize> {
    key: Words<WORDS>,
    tokens: [u32; TOKENS],
}

/// A cache of one run, of `1 << BITS` pieces of at most `TOKENS` tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Cache<const WORDS: usize, const TOKENS: usize, const BITS: u32> {
    /// Empty until the first piece comes.
    entries: Vec<Entry<WORDS, TOKENS>>,
}

/// The first cache.
pub(super) type PieceCache = Cache<2, 4, 13>;
/// The second.
pub(super) type WideCache = Cache<4, 8, 10>;

impl<const WORDS: usize, const TOKENS: usize, const BITS: u32> Cache<WORDS, TOKENS, BITS> {
    #[inline(always)]
    fn slot(key: &Words<WORDS>) -> usize {
        // Two words are written out: a loop stays a loop where code is compiled for size.
        let folded = match key.as_slice() {
            [low, high] => low ^ high.rotate_left(23),
            words => words.iter().rev().fold(0, |folded: u64, word| word ^ folded.rotate_left(23)),
        };
        let mixed = folded.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> (64 - BITS)) as usize
    }

    /// Calls `emit` with the id and the length of each token of the piece, if it is kept.
    #[inline(always)]
    pub(super) fn find(&self, key: &Words<WORDS>, mut emit: impl FnMut(TokenId, usize)) -> bool {
        let Some(entry) = self.entries.get(Self::slot(key)) else { return false };
        if entry.key != *key {
            return false;
        }
        for &token in &entry.tokens {
            if token == NONE {
                break;
            }
            emit(token & ((1 << LEN_SHIFT) - 1), (token >> LEN_SHIFT) as usize);
        }
        true
    }

    /// Keeps the tokens of a piece, if they fit: so many at most, which cover it without a gap.
    pub(super) fn keep(&mut self, key: Words<WORDS>, tokens: &[Symbol]) {
        let mut kept = [NONE; TOKENS];
        let mut covered = 0;
        for (place, &Symbol { start, end, id }) in tokens.iter().enumerate() {
            let (Some(slot), true) = (kept.get_mut(place), start == covered && id < (1 << LEN_SHIFT) - 1) else {
                return;
            };
            *slot = id | (end - start) << LEN_SHIFT;
            covered = end;
        }
        if key.last().is_none_or(|last| last >> 56 != u64::from(covered)) {
            return;
        }
        if self.entries.is_empty() {
            self.entries.resize(1 << BITS, Entry { key: [0; WORDS], tokens: [NONE; TOKENS] });
        }
        if let Some(entry) = self.entries.get_mut(Self::slot(&key)) {
            *entry = Entry { key, tokens: kept };
        }
    }
}
