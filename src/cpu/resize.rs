//! Pictures at another size: the mean over the area that an output pixel covers, or bicubic interpolation (Keys 1981,
//! a = -0.75, edges repeated, no smoothing before shrinking).

/// How to resize.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Exact means over the area covered.
    Area,
    /// Four by four pixels around.
    Bicubic,
}

/// `x` is `[channel, rows, columns]` of `from`, `out` of `to`; rows first, then columns, in f32.
pub fn resize(x: &[f32], from: (usize, usize), to: (usize, usize), filter: Filter, out: &mut [f32]) {
    let (down, across) = (taps(from.0, to.0, filter), taps(from.1, to.1, filter));
    let mut row = vec![0.0; from.1];
    for (x, out) in x.chunks_exact(from.0 * from.1).zip(out.chunks_exact_mut(to.0 * to.1)) {
        for (down, out) in down.iter().zip(out.chunks_exact_mut(to.1)) {
            row.fill(0.0);
            for &(source, weight) in down {
                let x = &x[source * from.1..][..from.1];
                row.iter_mut().zip(x).for_each(|(sum, x)| *sum += x * weight);
            }
            for (value, across) in out.iter_mut().zip(&across) {
                *value = across.iter().fold(0.0, |sum, &(source, weight)| sum + row[source] * weight);
            }
        }
    }
}

/// For each output pixel along one side, the input pixels that it is made of and their weights.
fn taps(from: usize, to: usize, filter: Filter) -> Vec<Vec<(usize, f32)>> {
    let scale = from as f32 / to as f32;
    let area = |at: usize| {
        let (start, end) = (at as f32 * scale, ((at + 1) as f32 * scale).min(from as f32));
        let sources = start as usize..(end.ceil() as usize).max(start as usize + 1).min(from);
        let covered = |source: usize| end.min((source + 1) as f32) - start.max(source as f32);
        sources.map(|source| (source, covered(source) / (end - start))).collect()
    };
    let bicubic = |at: usize| {
        let place = (at as f32 + 0.5) * scale - 0.5;
        let part = place - place.floor();
        let weights = [outer(part + 1.0), inner(part), inner(1.0 - part), outer(2.0 - part)];
        let source = |tap: usize| (place.floor() as i64 + tap as i64 - 1).clamp(0, from as i64 - 1) as usize;
        weights.into_iter().enumerate().map(|(tap, weight)| (source(tap), weight)).collect()
    };
    match filter {
        Filter::Area => (0..to).map(area).collect(),
        Filter::Bicubic => (0..to).map(bicubic).collect(),
    }
}

const A: f32 = -0.75;

fn inner(distance: f32) -> f32 {
    ((A + 2.0) * distance - (A + 3.0)) * distance * distance + 1.0
}

fn outer(distance: f32) -> f32 {
    ((A * distance - 5.0 * A) * distance + 8.0 * A) * distance - 4.0 * A
}
