//! Least-squares lines through points of logarithms: what laws of powers are fitted with.

/// A line through points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// How much y rises where x rises by one.
    pub(super) slope: f64,
    /// Share of the variance of y that the line explains; no number where y does not vary.
    pub(super) r_squared: f64,
}

/// Through at least two points that differ in x.
pub(super) fn through(points: impl Iterator<Item = (f64, f64)> + Clone) -> Line {
    let (n, sum_x, sum_y) =
        points.clone().fold((0.0, 0.0, 0.0), |(n, x, y), point| (n + 1.0, x + point.0, y + point.1));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let (xx, xy, yy) = points.fold((0.0, 0.0, 0.0), |(xx, xy, yy), (x, y)| {
        let (dx, dy) = (x - mean_x, y - mean_y);
        (xx + dx * dx, xy + dx * dy, yy + dy * dy)
    });
    Line { slope: xy / xx, r_squared: xy * xy / (xx * yy) }
}
