//! Pieces seen before and their tokens, direct-mapped: a piece has one place, and whoever comes later takes it.
//!
//! An entry is half a cache line: the piece's bytes in two registers (at most [`LONGEST`] of them, six pieces in seven of
//! ordinary text), at most four tokens, each with its length. Nothing is chained, moved or counted, so a cache that is
//! full of pieces that never come back costs no more than an empty one. Memory is fixed; results never depend on it,
//! since the whole key is compared.

use super::rules::{NONE, Symbol};
use crate::text::TokenId;

/// Most bytes of a piece that is kept.
pub(super) const LONGEST: usize = 15;
/// Tokens of an entry.
const TOKENS: usize = 4;
const ENTRIES: usize = 1 << 13;
const SHIFT: u32 = 64 - ENTRIES.trailing_zeros();
/// Lengths stand above the id, which must stay below this.
const LEN_SHIFT: u32 = 28;

/// The bytes of a piece and their number. The last byte is never a piece's, but the length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    low: u64,
    high: u64,
}

impl Key {
    /// The key of the first `len` bytes of `text`, at most [`LONGEST`].
    #[inline(always)]
    pub(super) fn new(text: &[u8], len: usize) -> Self {
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
            Self { low: if len == 0 { 0 } else { low & kept(8 - len) }, high: high_len }
        } else {
            Self { low, high: high & kept(16 - len) | high_len }
        }
    }

    #[inline(always)]
    fn slot(self) -> usize {
        let mixed = (self.low ^ self.high.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> SHIFT) as usize
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Key,
    tokens: [u32; TOKENS],
}

/// The cache of one run.
#[derive(Clone, Debug, Default)]
pub(super) struct PieceCache {
    /// Empty until the first piece comes; then [`ENTRIES`].
    entries: Vec<Entry>,
}

impl PieceCache {
    /// Calls `emit` with the id and the length of each token of the piece, if it is kept.
    #[inline(always)]
    pub(super) fn find(&self, key: Key, mut emit: impl FnMut(TokenId, usize)) -> bool {
        let Some(entry) = self.entries.get(key.slot()) else { return false };
        if entry.key != key {
            return false;
        }
        for token in entry.tokens {
            if token == NONE {
                break;
            }
            emit(token & ((1 << LEN_SHIFT) - 1), (token >> LEN_SHIFT) as usize);
        }
        true
    }

    /// Keeps the tokens of a piece, if they fit: at most four, which cover it without a gap.
    pub(super) fn keep(&mut self, key: Key, tokens: &[Symbol]) {
        let mut kept = [NONE; TOKENS];
        let mut covered = 0;
        for (place, &Symbol { start, end, id }) in tokens.iter().enumerate() {
            let (Some(slot), true) = (kept.get_mut(place), start == covered && id < 1 << LEN_SHIFT) else { return };
            *slot = id | (end - start) << LEN_SHIFT;
            covered = end;
        }
        if covered as u64 != key.high >> 56 {
            return;
        }
        if self.entries.is_empty() {
            let nothing = Entry { key: Key { low: 0, high: 0 }, tokens: [NONE; TOKENS] };
            self.entries.resize(ENTRIES, nothing);
        }
        if let Some(entry) = self.entries.get_mut(key.slot()) {
            *entry = Entry { key, tokens: kept };
        }
    }
}
