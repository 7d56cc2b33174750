//! Attention over a cache (Vaswani and others 2017): every query sees a common prefix, and those of the rows after it
//! that its bit set names. Causal, full, block, tree and listed attention are the same kernel with other bits.

use super::append::Cache;
use super::exp::exp;
use super::sum::sum;

/// Sizes of an attention.
#[derive(Clone, Copy, Debug)]
pub struct Attention {
    /// Features of a row of queries; the heads stand at its beginning.
    pub stride: usize,
    /// Heads of the queries.
    pub heads: usize,
    /// Features of a head.
    pub head: usize,
    /// Places that all queries see.
    pub prefix: usize,
    /// Places after them, of which the bit sets speak: bit j of a set is place `prefix + j`.
    pub added: usize,
    /// Multiplies the scores.
    pub scale: f32,
    /// The cache, in the layout of [`super::append`]; neighbouring heads share keys where it is narrower than the
    /// queries (Ainslie and others 2023).
    pub cache: Cache,
}

/// `out` is `[query, head, feature]`; `visible` holds `added / 32`, rounded up, words for each query. A query that sees
/// nothing gets zeros.
pub fn attention(queries: &[f32], cache: &[f32], visible: &[u32], sizes: Attention, out: &mut [f32]) {
    let Attention { stride, heads, head, prefix, added, scale, cache: Cache { width, capacity } } = sizes;
    let (keys, values) = cache.split_at(width * capacity);
    let words = added.div_ceil(32);
    let shared = heads * head / width;
    let mut scores = vec![0.0; prefix + added];
    for (query, (x, out)) in queries.chunks_exact(stride).zip(out.chunks_exact_mut(heads * head)).enumerate() {
        let visible = &visible[query * words..(query + 1) * words];
        let seen = prefix + last_bit(visible).min(added);
        let scores = &mut scores[..seen];
        for (at, (x, out)) in x.chunks_exact(head).zip(out.chunks_exact_mut(head)).enumerate() {
            let first = at / shared * head;
            scores.fill(0.0);
            for (feature, &x) in x.iter().enumerate() {
                let keys = &keys[(first + feature) * capacity..][..seen];
                for (score, key) in scores.iter_mut().zip(keys) {
                    *score += x * key;
                }
            }
            for (place, score) in scores.iter_mut().enumerate() {
                *score =
                    if place < prefix || is_set(visible, place - prefix) { *score * scale } else { f32::NEG_INFINITY };
            }
            let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for score in scores.iter_mut() {
                *score = if *score == f32::NEG_INFINITY { 0.0 } else { exp(*score - largest) };
            }
            let total = sum(scores, |weight| weight);
            let share = if total > 0.0 { 1.0 / total } else { 0.0 };
            out.fill(0.0);
            for (place, &weight) in scores.iter().enumerate() {
                let values = &values[place * width + first..][..head];
                for (sum, value) in out.iter_mut().zip(values) {
                    *sum += weight * value;
                }
            }
            out.iter_mut().for_each(|sum| *sum *= share);
        }
    }
}

/// One more than the highest bit that is set.
fn last_bit(words: &[u32]) -> usize {
    let last = words.iter().rposition(|&word| word != 0);
    last.map_or(0, |place| place * 32 + words[place].ilog2() as usize + 1)
}

fn is_set(words: &[u32], bit: usize) -> bool {
    words[bit / 32] >> (bit % 32) & 1 == 1
}
