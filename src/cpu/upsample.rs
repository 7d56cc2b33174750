//! Enlargement by a whole factor: every pixel becomes a square.

/// `x` is `[channel × row, column]` with so many `columns`; `out` has `factor` times as many rows and columns.
pub fn upsample(x: &[f32], columns: usize, factor: usize, out: &mut [f32]) {
    let wide = columns * factor;
    for (x, out) in x.chunks_exact(columns).zip(out.chunks_exact_mut(wide * factor)) {
        for out in out.chunks_exact_mut(wide) {
            for (square, x) in out.chunks_exact_mut(factor).zip(x) {
                square.fill(*x);
            }
        }
    }
}
