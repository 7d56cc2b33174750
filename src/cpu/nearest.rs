//! The nearest code of each point, as vector quantization and the assignment of k-means need it (Lloyd 1957).

use super::matmul::PANEL;

/// `codes` are panels `[panel, k, 8]` as in [`super::matmul`], then the squared lengths of the codes. The code with the
/// least `|c|² - 2 x·c` is written, of equals the lower one: the order by distance, |x|² being the same for all.
pub fn nearest(x: &[f32], codes: &[f32], depth: usize, count: usize, out: &mut [u32]) {
    let panels = count.div_ceil(PANEL);
    let (panels, lengths) = codes.split_at(panels * depth * PANEL);
    for (x, out) in x.chunks_exact(depth).zip(out) {
        let mut best = (f32::INFINITY, 0);
        for (panel, weights) in panels.chunks_exact(depth * PANEL).enumerate() {
            let mut sums = [0.0; PANEL];
            for (weights, x) in weights.chunks_exact(PANEL).zip(x) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += x * weight;
                }
            }
            let first = panel * PANEL;
            for (code, (sum, length)) in sums.iter().zip(&lengths[first..count.min(first + PANEL)]).enumerate() {
                let distance = length - 2.0 * sum;
                if distance < best.0 {
                    best = (distance, first + code);
                }
            }
        }
        *out = best.1 as u32;
    }
}
