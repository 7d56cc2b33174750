//! Keys and values of new rows into a cache.
//!
//! The cache of a layer holds the keys, `[feature, place]`, then the values, `[place, feature]`: so both the scores and
//! the weighted sum of an attention read along memory.

/// Sizes of a cache and of the rows that go into it.
#[derive(Clone, Copy, Debug)]
pub struct Cache {
    /// Features of all key heads together.
    pub width: usize,
    /// Places there are.
    pub capacity: usize,
}

/// Writes `count` rows at place `at`. A row of `x` has `stride` features; its keys begin at `keys`, its values at
/// `values`.
pub fn append(x: &[f32], (stride, keys, values): (usize, usize, usize), cache: Cache, at: usize, out: &mut [f32]) {
    let Cache { width, capacity } = cache;
    let (cached_keys, cached_values) = out.split_at_mut(width * capacity);
    for (row, x) in x.chunks_exact(stride).enumerate() {
        let place = at + row;
        for (feature, &key) in x[keys..keys + width].iter().enumerate() {
            cached_keys[feature * capacity + place] = key;
        }
        cached_values[place * width..(place + 1) * width].copy_from_slice(&x[values..values + width]);
    }
}
