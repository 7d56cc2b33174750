//! How often each id occurs: what every figure on frequencies starts from.
//!
//! A dense table up to [`DENSE_LIMIT`] ids, a map beyond, so that an id typed by a visitor cannot ask for gigabytes.
//! Ids are added block by block: a document's statistics can run in slices. Cost: one increment per id.

use std::collections::HashMap;

use crate::order;

/// Ids below this have a slot in the table; all vocabularies of text lie below.
const DENSE_LIMIT: usize = 1 << 22;

/// Counts of ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    dense: Vec<u32>,
    sparse: HashMap<u32, u64>,
    total: u64,
}

impl Counts {
    /// No id yet; room for `alphabet` different ones.
    pub fn new(alphabet: usize) -> Self {
        Self { dense: vec![0; alphabet.min(DENSE_LIMIT)], ..Self::default() }
    }

    /// Counts of one block.
    pub fn of(ids: &[u32], alphabet: usize) -> Self {
        let mut counts = Self::new(alphabet);
        counts.add(ids);
        counts
    }

    /// Adds a block of ids.
    pub fn add(&mut self, ids: &[u32]) {
        self.total += ids.len() as u64;
        for &id in ids {
            match self.dense.get_mut(id as usize) {
                Some(count) => *count += 1,
                None => *self.sparse.entry(id).or_default() += 1,
            }
        }
    }

    /// How many ids were added.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many different ids occur.
    pub fn distinct(&self) -> u64 {
        self.non_zero().count() as u64
    }

    /// Count of one id.
    pub fn get(&self, id: u32) -> u64 {
        self.dense.get(id as usize).map_or_else(|| self.sparse.get(&id).copied().unwrap_or(0), |&count| count.into())
    }

    /// The counts that are not 0, in id order.
    pub fn non_zero(&self) -> impl Iterator<Item = u64> {
        let dense = self.dense.iter().map(|&count| u64::from(count)).filter(|&count| count > 0);
        let mut sparse: Vec<(u32, u64)> = self.sparse.iter().map(|(&id, &count)| (id, count)).collect();
        order::sort_by_key(&mut sparse, |&(id, _)| id.into());
        dense.chain(sparse.into_iter().map(|(_, count)| count))
    }

    /// The counts that are not 0, the largest first.
    pub fn ranked(&self) -> Vec<u64> {
        let mut ranked: Vec<u64> = self.non_zero().collect();
        order::sort_by_key(&mut ranked, |&count| !count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_add_up_and_foreign_ids_cost_no_table() {
        let mut counts = Counts::new(4);
        counts.add(&[0, 3, 3]);
        counts.add(&[3, u32::MAX, u32::MAX]);
        assert_eq!((counts.total(), counts.distinct()), (6, 3));
        assert_eq!((counts.get(0), counts.get(1), counts.get(3), counts.get(u32::MAX)), (1, 0, 3, 2));
        assert_eq!(counts.ranked(), [3, 2, 1]);
        assert_eq!(Counts::new(usize::MAX).dense.len(), DENSE_LIMIT);
    }
}
