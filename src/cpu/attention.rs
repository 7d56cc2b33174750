//! Attention over a cache (Vaswani and others 2017): every query sees a common prefix, and those of the rows after it
//! that its bit set names. Causal, full, block, tree and listed attention are the same kernel with other bits.
//!
//! Some queries are served at once, so that a key or value that was fetched serves all of them. Each score is one sum
//! over rising features, each output and each sum of weights one over rising places, whatever queries stand beside and
//! however many places that a query does not see lie between: bits do not depend on that.

use super::append::Cache;
use super::exp::exp_lanes;
use super::lanes::{Lanes, each};
use super::tile::{WIDTH, tile};

/// Queries served at once.
const QUERIES: usize = 4;

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
    let words = sizes.added.div_ceil(32);
    let features = sizes.heads * sizes.head;
    let mut scores = vec![0.0; QUERIES * (sizes.prefix + sizes.added).next_multiple_of(WIDTH)];
    let count = queries.len() / sizes.stride;
    let whole = count / QUERIES * QUERIES;
    let mut some = |first: usize, serve: Serve| {
        let queries = &queries[first * sizes.stride..];
        serve(queries, cache, &visible[first * words..], sizes, &mut scores, &mut out[first * features..]);
    };
    (0..whole).step_by(QUERIES).for_each(|first| some(first, serve::<QUERIES>));
    (whole..count).for_each(|first| some(first, serve::<1>));
}

type Serve = fn(&[f32], &[f32], &[u32], Attention, &mut [f32], &mut [f32]);

/// The first so many of the queries.
fn serve<const COUNT: usize>(
    queries: &[f32],
    cache: &[f32],
    visible: &[u32],
    sizes: Attention,
    scores: &mut [f32],
    out: &mut [f32],
) {
    let Attention { stride, heads, head, prefix, added, cache: Cache { width, capacity }, .. } = sizes;
    let (keys, values) = cache.split_at(width * capacity);
    let words = added.div_ceil(32);
    let visible: [&[u32]; COUNT] = std::array::from_fn(|query| &visible[query * words..][..words]);
    let seen = prefix + visible.iter().map(|words| last_bit(words).min(added)).max().unwrap_or(0);
    // Filled up to whole tiles: what is beyond the places is never read.
    let room = seen.next_multiple_of(WIDTH);
    let shared = heads * head / width;
    for at in 0..heads {
        let first = at / shared * head;
        let x: [&[f32]; COUNT] = std::array::from_fn(|query| &queries[query * stride + at * head..][..head]);
        for place in (0..seen).step_by(WIDTH) {
            let sums = tile(x, &keys[first * capacity..], capacity, place, WIDTH.min(seen - place));
            for (query, sums) in sums.iter().enumerate() {
                scores[query * room + place..][..WIDTH].copy_from_slice(sums);
            }
        }
        for (scores, visible) in scores.chunks_exact_mut(room.max(1)).zip(visible) {
            weigh(&mut scores[..seen], visible, sizes);
        }
        let weights: [&[f32]; COUNT] = std::array::from_fn(|query| &scores[query * room..][..seen]);
        let shares = totals(weights).map(|total| if total > 0.0 { 1.0 / total } else { 0.0 });
        for feature in (0..head).step_by(WIDTH) {
            let columns = WIDTH.min(head - feature);
            let sums = tile(weights, values, width, first + feature, columns);
            for (query, (sums, share)) in sums.iter().zip(shares).enumerate() {
                let out = &mut out[(query * heads + at) * head + feature..][..columns];
                out.iter_mut().zip(sums).for_each(|(out, sum)| *out = sum * share);
            }
        }
    }
}

/// Turns the scores of a query into weights: exactly zero where it does not see.
fn weigh(scores: &mut [f32], visible: &[u32], sizes: Attention) {
    each(scores, |score| score * Lanes::splat(sizes.scale));
    for (bit, score) in scores.iter_mut().skip(sizes.prefix).enumerate() {
        if !is_set(visible, bit) {
            *score = f32::NEG_INFINITY;
        }
    }
    let largest = Lanes::splat(scores.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    each(scores, |score| exp_lanes(score - largest).unless(score, f32::NEG_INFINITY));
}

/// The sum of each query's weights over rising places.
fn totals<const COUNT: usize>(weights: [&[f32]; COUNT]) -> [f32; COUNT] {
    let mut totals = [0.0; COUNT];
    for place in 0..weights[0].len() {
        for (total, weights) in totals.iter_mut().zip(weights) {
            *total += weights[place];
        }
    }
    totals
}

/// One more than the highest bit that is set.
fn last_bit(words: &[u32]) -> usize {
    let last = words.iter().rposition(|&word| word != 0);
    last.map_or(0, |place| place * 32 + words[place].ilog2() as usize + 1)
}

fn is_set(words: &[u32], bit: usize) -> bool {
    words[bit / 32] >> (bit % 32) & 1 == 1
}
