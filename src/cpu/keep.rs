//! The path that is kept of a tree of guesses: its rows move together in the cache (see [`super::append`]).

use super::append::Cache;

/// Place `at + i` gets what is at place `at + path[i]`; the path rises, so nothing is overwritten before it is read. A
/// place beyond the cache is passed over. What lies behind the last kept place is left over: the next rows are written
/// there.
pub fn keep(path: &[u32], cache: Cache, at: usize, out: &mut [f32]) {
    let Cache { width, capacity } = cache;
    let (keys, values) = out.split_at_mut(width * capacity);
    for (place, &from) in path.iter().enumerate() {
        let (place, from) = (at + place, at + from as usize);
        if from >= capacity {
            continue;
        }
        for feature in 0..width {
            keys[feature * capacity + place] = keys[feature * capacity + from];
        }
        values.copy_within(from * width..(from + 1) * width, place * width);
    }
}
