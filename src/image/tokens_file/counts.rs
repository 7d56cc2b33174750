//! How often each id was seen in one context, as frequencies of the range coder: `2·seen + 1`, so that an id's share is
//! the estimate of Krichevsky and Trofimov that [`crate::image::rate`] sums the logarithms of.
//!
//! Sums over the ids before one are kept in a binary indexed tree (Fenwick, 1994): reading, counting and finding take
//! log2 of the alphabet.

use crate::range_coder::Share;

/// Counts of one context.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// `tree[i]` sums the counts of the ids `i + 1 - lowest bit of (i + 1) ..= i`.
    tree: Vec<u32>,
    seen: u64,
}

impl Counts {
    /// The share of `id`, which is counted then; it must be one of the alphabet.
    pub(super) fn code(&mut self, id: u32, alphabet: u32) -> Share {
        self.make(alphabet);
        let (id, before) = (id as usize, self.sum(id as usize));
        let own = self.sum(id + 1) - before;
        let share = Share { before: 2 * before + id as u64, own: 2 * own + 1, total: self.total() };
        self.count(id);
        share
    }

    /// All frequencies together.
    pub(super) fn total_of(&mut self, alphabet: u32) -> u64 {
        self.make(alphabet);
        self.total()
    }

    /// The id that this place among the frequencies belongs to; `target` is below their total.
    pub(super) fn find(&self, target: u64) -> u32 {
        let (mut id, mut before) = (0, 0);
        let mut stride = (self.tree.len() + 1).next_power_of_two();
        while stride > 0 {
            if let Some(&count) = self.tree.get(id + stride - 1) {
                let with = before + 2 * u64::from(count) + stride as u64;
                if with <= target {
                    (id, before) = (id + stride, with);
                }
            }
            stride /= 2;
        }
        id as u32
    }

    fn make(&mut self, alphabet: u32) {
        if self.tree.is_empty() {
            self.tree.resize(alphabet as usize, 0);
        }
    }

    fn total(&self) -> u64 {
        2 * self.seen + self.tree.len() as u64
    }

    /// Counts of all ids below `end`.
    fn sum(&self, mut end: usize) -> u64 {
        let mut sum = 0;
        while end > 0 {
            sum += u64::from(self.tree[end - 1]);
            end &= end - 1;
        }
        sum
    }

    fn count(&mut self, id: usize) {
        let mut at = id + 1;
        while let Some(count) = self.tree.get_mut(at - 1) {
            *count += 1;
            at += at & at.wrapping_neg();
        }
        self.seen += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_tree_is_a_list_of_counts((alphabet, ids) in (1_u32..70).prop_flat_map(|alphabet| {
            (Just(alphabet), prop::collection::vec(0..alphabet, 1..200))
        })) {
            let mut counts = Counts::default();
            let mut plain = vec![1_u64; alphabet as usize];
            for id in ids {
                let share = counts.code(id, alphabet);
                prop_assert_eq!(share.before, plain[..id as usize].iter().sum::<u64>());
                prop_assert_eq!(share.own, plain[id as usize]);
                prop_assert_eq!(share.total, plain.iter().sum::<u64>());
                plain[id as usize] += 2;
            }
            let mut target = 0;
            for (id, &frequency) in plain.iter().enumerate() {
                prop_assert_eq!(counts.find(target), id as u32);
                target += frequency;
                prop_assert_eq!(counts.find(target - 1), id as u32);
            }
        }
    }
}
