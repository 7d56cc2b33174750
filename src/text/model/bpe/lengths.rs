//! Which tokens a text goes on with, longest first.
//!
//! Tokens of up to eight bytes are asked for one length after another: the index' filter answers most of these from the
//! near cache. Longer ones are rare: a table from their first eight bytes to the lengths that such tokens have.

use crate::text::vocabulary::Vocabulary;
use crate::text::vocabulary_index::pack;

/// Tokens whose lengths the index is simply asked for.
pub(super) const SHORT: usize = 8;

/// Lengths of the tokens above [`SHORT`] bytes by their first eight bytes.
#[derive(Clone, Debug)]
pub(super) struct LongLengths {
    /// First eight bytes, and the place and number of their lengths in `lengths`; number 0: an empty slot.
    slots: Vec<(u64, u32, u32)>,
    /// Each group longest first.
    lengths: Vec<u32>,
    shift: u32,
}

impl LongLengths {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let long = vocabulary.iter().filter(|(_, token)| token.len() > SHORT);
        let mut pairs: Vec<(u64, u32)> = long.map(|(_, token)| (pack(token), token.len() as u32)).collect();
        pairs.sort_unstable_by_key(|&(first, len)| (first, std::cmp::Reverse(len)));
        pairs.dedup();
        let count = (pairs.len() + pairs.len() / 2 + 2).next_power_of_two();
        let shift = 64 - count.trailing_zeros();
        let mut table = Self { slots: vec![(0, 0, 0); count], lengths: Vec::with_capacity(pairs.len()), shift };
        for group in pairs.chunk_by(|a, b| a.0 == b.0) {
            let place = table.lengths.len() as u32;
            table.lengths.extend(group.iter().map(|&(_, len)| len));
            let Some(&(first, _)) = group.first() else { continue };
            let slot = table.slot(first);
            table.slots[slot] = (first, place, group.len() as u32);
        }
        table
    }

    fn slot(&self, first: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (first.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.slots[slot & mask].2 != 0 && self.slots[slot & mask].0 != first {
            slot += 1;
        }
        slot & mask
    }

    /// The longest length below `below` of a token above [`SHORT`] bytes that may begin `text`.
    #[inline]
    pub(super) fn below(&self, text: &[u8], below: usize) -> Option<usize> {
        let first = u64::from_le_bytes(*text.first_chunk::<SHORT>()?);
        let (_, place, count) = self.slots[self.slot(first)];
        let lengths = self.lengths.get(place as usize..(place + count) as usize)?;
        let limit = below.min(text.len() + 1);
        lengths.iter().map(|&len| len as usize).find(|&len| len < limit)
    }
}
