//! Ids in another order (Fisher and Yates): what is left of a figure then has nothing to do with order.

use crate::random::Random;

/// The same ids, shuffled from a fixed seed: the same ids give the same figure.
pub(super) fn shuffled(ids: &[u32]) -> Vec<u32> {
    let mut mixed = ids.to_vec();
    let mut random = Random::new(1);
    for last in (1..mixed.len()).rev() {
        mixed.swap(last, (random.draw() * (last + 1) as f64) as usize);
    }
    mixed
}
