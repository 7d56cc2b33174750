//! From the bytes of a token to its id: two open-addressed tables, built when a vocabulary is loaded.
//!
//! Tokens of up to eight bytes (three quarters of a vocabulary, nearly all look-ups) are keyed by the bytes themselves
//! packed into a `u64`, so that a probe is one multiplication and one comparison. Longer ones are keyed by a 64-bit
//! hash, and a hit compares the bytes. Both are at most two thirds full; a look-up allocates nothing.

use super::TokenId;
use super::vocabulary::Vocabulary;

/// Finds tokens of one vocabulary by their bytes.
#[derive(Clone, Debug)]
pub struct VocabularyIndex {
    vocabulary: Vocabulary,
    /// Tokens of two bytes by those bytes, [`EMPTY`] where there is none: merging asks for these more than for all others.
    pairs: Vec<TokenId>,
    short: Vec<Short>,
    short_shift: u32,
    /// One bit for the upper bits of the hash of every short token, eight per slot of `short`. Most look-ups while
    /// merging find nothing; a clear bit says so from a table that stays in the near caches.
    filter: Vec<u8>,
    long: Vec<Long>,
    long_shift: u32,
    longest: usize,
}

/// A token of at most eight bytes. `len` 0: an empty slot.
#[derive(Clone, Copy, Debug, Default)]
struct Short {
    key: u64,
    id: TokenId,
    len: u32,
}

/// A longer token. `id` [`EMPTY`]: an empty slot.
#[derive(Clone, Copy, Debug)]
struct Long {
    tag: u32,
    id: TokenId,
}

/// The id that no token has: what [`VocabularyIndex::find_or_empty`] gives where there is no token.
pub const EMPTY: TokenId = TokenId::MAX;
const SHORT: usize = 8;
/// 2^64 / golden ratio, odd.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The bytes as a little-endian number, zeros above. At most eight bytes count.
#[inline(always)]
pub fn pack(bytes: &[u8]) -> u64 {
    let mut packed = [0; SHORT];
    let len = bytes.len().min(SHORT);
    packed[..len].copy_from_slice(&bytes[..len]);
    u64::from_le_bytes(packed)
}

/// A 64-bit hash whose upper bits are the good ones.
#[inline(always)]
fn hash(bytes: &[u8]) -> u64 {
    let mut state = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(SHORT);
    for chunk in &mut chunks {
        state = (state.rotate_left(29) ^ pack(chunk)).wrapping_mul(SPREAD);
        state ^= state >> 32;
    }
    (state.rotate_left(29) ^ pack(chunks.remainder())).wrapping_mul(SPREAD)
}

/// Slots for `count` entries: a power of two, at most two thirds full, and the shift that brings a hash down to it.
fn slots(count: usize) -> (usize, u32) {
    let slots = (count + count / 2 + 2).next_power_of_two();
    (slots, 64 - slots.trailing_zeros())
}

impl VocabularyIndex {
    /// Builds the tables. Where two ids have the same bytes, the lower is found.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let short_count = vocabulary.iter().filter(|(_, bytes)| bytes.len() <= SHORT).count();
        let long_count = vocabulary.iter().count() - short_count;
        let (short_slots, short_shift) = slots(short_count);
        let (long_slots, long_shift) = slots(long_count);
        let mut index = Self {
            vocabulary: Vocabulary::default(),
            pairs: vec![EMPTY; 1 << 16],
            filter: vec![0; short_slots],
            short: vec![Short::default(); short_slots],
            short_shift,
            long: vec![Long { tag: 0, id: EMPTY }; long_slots],
            long_shift,
            longest: 0,
        };
        for (id, bytes) in vocabulary.iter() {
            index.longest = index.longest.max(bytes.len());
            if bytes.len() <= SHORT {
                index.insert_short(pack(bytes), bytes.len() as u32, id);
            } else {
                index.insert_long(vocabulary, bytes, id);
            }
        }
        index.vocabulary = vocabulary.clone();
        index
    }

    fn insert_short(&mut self, key: u64, len: u32, id: TokenId) {
        let mask = self.short.len() - 1;
        let hash = key.wrapping_mul(SPREAD);
        let mut slot = (hash >> self.short_shift) as usize;
        while self.short[slot].len != 0 {
            if self.short[slot].key == key && self.short[slot].len == len {
                return;
            }
            slot = (slot + 1) & mask;
        }
        self.short[slot] = Short { key, id, len };
        let (byte, bit) = self.filter_bit(hash);
        self.filter[byte] |= bit;
        if len == 2 {
            self.pairs[key as usize] = id;
        }
    }

    /// Where the filter's bit for a short token with this hash is.
    #[inline(always)]
    fn filter_bit(&self, hash: u64) -> (usize, u8) {
        let place = (hash >> (self.short_shift - 3)) as usize;
        (place >> 3, 1 << (place & 7))
    }

    fn insert_long(&mut self, vocabulary: &Vocabulary, bytes: &[u8], id: TokenId) {
        let mask = self.long.len() - 1;
        let hash = hash(bytes);
        let mut slot = (hash >> self.long_shift) as usize;
        while self.long[slot].id != EMPTY {
            if self.long[slot].tag == hash as u32 && vocabulary.get(self.long[slot].id) == bytes {
                return;
            }
            slot = (slot + 1) & mask;
        }
        self.long[slot] = Long { tag: hash as u32, id };
    }

    /// The token with these bytes.
    #[inline]
    pub fn find(&self, bytes: &[u8]) -> Option<TokenId> {
        if bytes.len() > SHORT {
            return self.find_long(bytes);
        }
        if bytes.is_empty() {
            return None;
        }
        let id = self.short_or_empty(pack(bytes), bytes.len());
        (id != EMPTY).then_some(id)
    }

    /// The token that is the `len` bytes of `text` from `start` on. Quicker than [`find`](Self::find) where `text` goes on
    /// behind them: eight bytes are read at once and masked.
    #[inline(always)]
    pub fn find_at(&self, text: &[u8], start: usize, len: usize) -> Option<TokenId> {
        let id = self.find_or_empty(text, start, start + len);
        (id != EMPTY).then_some(id)
    }

    /// The token that is bytes `start..end` of `text`, or [`EMPTY`].
    #[inline(always)]
    pub fn find_or_empty(&self, text: &[u8], start: usize, end: usize) -> TokenId {
        let len = end.wrapping_sub(start);
        if len.wrapping_sub(1) < SHORT
            && let Some(bytes) = text.get(start..).and_then(|rest| rest.first_chunk::<SHORT>())
        {
            let key = u64::from_le_bytes(*bytes) & (u64::MAX >> ((8 * (SHORT - len) as u32) & 63));
            return self.short_or_empty(key, len);
        }
        text.get(start..end).and_then(|bytes| self.find(bytes)).unwrap_or(EMPTY)
    }

    /// The token of these two bytes, or [`EMPTY`].
    #[inline(always)]
    pub fn pair(&self, first: u8, second: u8) -> TokenId {
        self.pairs.get(second as usize * 256 + first as usize).copied().unwrap_or(EMPTY)
    }

    /// The token whose `len` bytes, at most eight, are packed into `key` as [`pack`] does.
    #[inline(always)]
    fn short_or_empty(&self, key: u64, len: usize) -> TokenId {
        let mask = self.short.len() - 1;
        let hash = key.wrapping_mul(SPREAD);
        let (byte, bit) = self.filter_bit(hash);
        if self.filter.get(byte).is_none_or(|bits| bits & bit == 0) {
            return EMPTY;
        }
        let mut slot = (hash >> self.short_shift) as usize;
        loop {
            let entry = self.short[slot & mask];
            if entry.key == key && entry.len == len as u32 {
                return entry.id;
            }
            if entry.len == 0 {
                return EMPTY;
            }
            slot += 1;
        }
    }

    fn find_long(&self, bytes: &[u8]) -> Option<TokenId> {
        if bytes.len() > self.longest {
            return None;
        }
        let mask = self.long.len() - 1;
        let hash = hash(bytes);
        let mut slot = (hash >> self.long_shift) as usize;
        loop {
            let entry = self.long[slot & mask];
            if entry.id == EMPTY {
                return None;
            }
            if entry.tag == hash as u32 && self.vocabulary.get(entry.id) == bytes {
                return Some(entry.id);
            }
            slot += 1;
        }
    }

    /// The vocabulary that is searched.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Length of the longest token in bytes.
    pub fn longest(&self) -> usize {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_linear_search_finds(
            tokens in prop::collection::vec(prop::collection::vec(0u8..3, 0..14), 0..200),
            asked in prop::collection::vec(prop::collection::vec(0u8..3, 0..14), 0..50),
        ) {
            let vocabulary = Vocabulary::from_tokens(&tokens);
            let index = VocabularyIndex::new(&vocabulary);
            for bytes in tokens.iter().chain(&asked) {
                let expected = tokens.iter().position(|token| token == bytes && !bytes.is_empty());
                prop_assert_eq!(index.find(bytes), expected.map(|id| id as TokenId));
            }
        }
    }
}
