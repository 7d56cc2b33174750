//! The other half of k-means (Lloyd 1957): the mean of the points of each code.

/// `x` is `[point, depth]`; `out` becomes `[code, depth]`, then the number of points of each code. A code without points
/// gets zeros. Points are added in order; ids beyond the codes are passed over.
pub fn centroids(x: &[f32], ids: &[u32], depth: usize, codes: usize, out: &mut [f32]) {
    out.fill(0.0);
    let (sums, counts) = out.split_at_mut(codes * depth);
    for (x, &id) in x.chunks_exact(depth).zip(ids) {
        let Some(count) = counts.get_mut(id as usize) else { continue };
        *count += 1.0;
        let sums = &mut sums[id as usize * depth..][..depth];
        sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += x);
    }
    for (sums, &mut count) in sums.chunks_exact_mut(depth).zip(counts) {
        let share = 1.0 / f32::max(count, 1.0);
        sums.iter_mut().for_each(|sum| *sum *= share);
    }
}
