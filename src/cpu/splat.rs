//! A picture from two-dimensional Gaussians, added up (Zhang and others 2024, "GaussianImage").

use super::exp::exp;

/// Values of a Gaussian: centre x and y, the inverse covariance (xx, xy, yy), red, green, blue.
pub const FIELDS: usize = 8;
/// Beyond this value of half the squared distance a Gaussian, below 1.2e-7 there, is nothing.
const REACH: f32 = 16.0;

/// `out` becomes `[3, height, width]`: at the middle of each pixel the sum over Gaussians of colour · e^-½ dᵀ Σ⁻¹ d.
/// A form that is no ellipse is left out.
pub fn splat(gaussians: &[f32], width: usize, height: usize, out: &mut [f32]) {
    out.fill(0.0);
    let plane = width * height;
    for gaussian in gaussians.chunks_exact(FIELDS) {
        let &[x, y, xx, xy, yy, red, green, blue] = gaussian else { continue };
        let determinant = xx * yy - xy * xy;
        if determinant <= 0.0 || xx <= 0.0 {
            continue;
        }
        // The box around the ellipse, a pixel wider so that rounding cuts nothing off.
        let reach = |inverse: f32| (2.0 * REACH * inverse / determinant).sqrt() + 1.0;
        let span = |centre: f32, reach: f32, size: usize| {
            (centre - reach).max(0.0) as usize..((centre + reach).max(0.0) as usize).min(size)
        };
        let columns = span(x, reach(yy), width);
        for row in span(y, reach(xx), height) {
            let dy = row as f32 + 0.5 - y;
            for column in columns.clone() {
                let dx = column as f32 + 0.5 - x;
                let distance = 0.5 * (xx * dx * dx + yy * dy * dy) + xy * dx * dy;
                if distance < REACH {
                    let weight = exp(-distance);
                    let at = row * width + column;
                    out[at] += red * weight;
                    out[at + plane] += green * weight;
                    out[at + 2 * plane] += blue * weight;
                }
            }
        }
    }
}
